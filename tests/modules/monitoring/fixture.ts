import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import type { Construct } from "constructs";
import { AlertTopics } from "../../../modules/alerting/alert-topics";
import { eventRuleMetrics } from "../../../modules/alerting/metrics";
import { Backups } from "../../../modules/backup/backups";
import { RecoveryRegion } from "../../../modules/disaster-recovery/recovery-region";
import { Certificates } from "../../../modules/edge/certificates";
import { DnsRecords } from "../../../modules/edge/dns-records";
import { Firewall } from "../../../modules/edge/firewall/firewall";
import { HostedZone } from "../../../modules/edge/hosted-zone";
import { LoadBalancer } from "../../../modules/edge/load-balancer";
import { OriginVerify } from "../../../modules/edge/origin-verify";
import { Cluster } from "../../../modules/eks/cluster";
import { Redis } from "../../../modules/elasticache/redis";
import { EncryptionKeys } from "../../../modules/encryption/encryption-keys";
import { type Site, siteOf } from "../../../modules/foundation/names";
import type { GlobalProvider } from "../../../modules/foundation/regions";
import { functionMetrics, scheduleFailures } from "../../../modules/lambda/metrics";
import { PrivateQueue, Queue, ServiceQueues } from "../../../modules/messaging";
import { Alarms, type AlarmsProps } from "../../../modules/monitoring/alarms/alarms";
import { Heartbeat } from "../../../modules/monitoring/notifications/heartbeat";
import { Database } from "../../../modules/rds/database";
import { ContentHost } from "../../../modules/s3-cloudfront/content-host";
import { Distribution } from "../../../modules/s3-cloudfront/distribution";
import { Storage } from "../../../modules/s3-cloudfront/storage";
import { transcoderMetrics } from "../../../modules/video-processing/metrics";
import { Network } from "../../../modules/vpc/network";
import { Root } from "../../../stacks/root";
import { synthesize } from "../../../stacks/synthesize";
import { dev, prod, staging, type TestEnvironment } from "../../support/environments";
import { type SynthesizedRoot, synthesizeRoots } from "../../support/synthesized";

const ENVIRONMENTS = { dev, staging, prod } as const;

/** An environment whose settings the tests know, whatever the real one's become. */
export type Like = keyof typeof ENVIRONMENTS;

const SETTINGS = {
  dev: { availabilityPercent: "none", latencySeconds: 3 },
  staging: { availabilityPercent: 99.9, latencySeconds: 2 },
  prod: { availabilityPercent: 99.99, latencySeconds: 1.5 },
} as const;

/** A function that exists in name only: no alarm looks at more of it. */
function named(name: string, timeoutSeconds: number) {
  const metrics = functionMetrics(ref(`aws_lambda_function.${name}.function_name`));
  return { metrics, timeoutSeconds, logGroup: { name, arn: name } };
}

/** The parts of an environment that are watched, and their alarms. */
class AlarmsRoot extends Root {
  constructor(scope: Construct, name: Like, changes: Partial<AlarmsProps>, dnssec: "none" | "signed" = "none") {
    const own = ENVIRONMENTS[name];
    const zone = { kind: "created", name: own.edge.domain, dnssec } as const;
    const environment: TestEnvironment = { ...own, edge: { ...own.edge, zone } };
    super(scope, `${name}-alarms`, environment);
    const { dataProtection, logRetentionDays, recovery: second } = environment;
    const site = siteOf(environment);
    const keys = new EncryptionKeys(this, "keys", { site, dataProtection });
    const common = { site, keys, dataProtection, logRetentionDays };
    const alerts = new AlertTopics(this, "alerts", { site, keys });
    const globalProvider = this.providerIn("us-east-1", "global");
    const network = new Network(this, "network", {
      keys,
      site,
      settings: environment.network,
      controlPlaneZones: environment.cluster.controlPlaneZones,
      logRetentionDays,
    });
    const recovery = this.createRecovery(environment, keys);
    const edge = this.createEdge(environment, { ...common, network, alerts, globalProvider, recovery });
    const database = new Database(this, "database", {
      ...common,
      network,
      alerts,
      settings: environment.database,
      recovery: recovery === "none" || second === "none" ? "none" : { region: recovery, settings: second.database },
    });
    const redis = new Redis(this, "redis", { ...common, settings: environment.cache, network });
    const cluster = new Cluster(this, "cluster", {
      keys,
      network,
      site,
      settings: environment.cluster,
      access: {},
      logRetentionDays,
    });
    const backups = new Backups(this, "backups", {
      keys,
      site,
      dataProtection,
      settings: environment.backup,
      alerts,
      replica: recovery === "none" ? "none" : recovery.replica,
      stores: { database: database.home.cluster, vpcId: network.id, buckets: edge.storage.backedUp },
    });
    const queues = new ServiceQueues(this, "queues", { site, keys }).byName;
    new Alarms(this, "alarms", {
      parts: {
        ...edge,
        network,
        cluster,
        lacks: [],
        database,
        redis,
        backups,
        queues,
        video: this.createVideo(common),
      },
      alerts,
      recovery,
      global: "home",
      heartbeat: new Heartbeat(this, "heartbeat", { keys, site }),
      site,
      settings: SETTINGS[name],
      ...changes,
    });
  }

  private createRecovery(environment: TestEnvironment, keys: EncryptionKeys) {
    const { recovery, dataProtection, logRetentionDays } = environment;
    if (recovery === "none") return recovery;
    return new RecoveryRegion(this, "recovery", {
      keys,
      site: siteOf(environment),
      provider: new AwsProvider(this, "aws-recovery", { alias: "recovery", region: recovery.region }),
      settings: recovery,
      dataProtection,
      logRetentionDays,
    });
  }

  private createVideo({ keys, site: { prefix } }: { readonly keys: EncryptionKeys; readonly site: Site }) {
    const settings = { retentionDays: 4, visibilityTimeoutSeconds: 360, maxReceives: 5 };
    return {
      functions: {
        submit: named("submit", 60),
        record: named("record", 30),
        sweep: named("sweep", 900),
        reportOrphans: named("report_orphans", 900),
      },
      uploads: new Queue(this, "uploads", { keys, name: `${prefix}-video-uploads`, settings }),
      failures: new PrivateQueue(this, "failures", { keys, name: `${prefix}-video-failures`, retentionDays: 14 }),
      lostEvents: ["uploaded", "ended", "failed"].map(
        (rule) => eventRuleMetrics(ref(`aws_cloudwatch_event_rule.video_${rule}.name`)).lost,
      ),
      scheduleFailures: scheduleFailures(
        new SchedulerScheduleGroup(this, "schedules", { name: `${prefix}-video` }).name,
      ),
      transcoder: { metrics: transcoderMetrics("arn:aws:mediaconvert:us-east-1:333333333333:queues/video") },
    };
  }

  private createEdge(environment: TestEnvironment, parts: EdgeParts) {
    const { edge, storage: settings } = environment;
    const { keys, network, site, globalProvider, recovery, dataProtection, logRetentionDays } = parts;
    const alarmTopic = parts.alerts.warning;
    const zone = new HostedZone(this, "zone", {
      globalProvider,
      alarmTopic,
      site,
      settings: edge,
      dataProtection,
    });
    const certificates = new Certificates(this, "certificates", { zone, site, globalProvider });
    const originVerify = new OriginVerify(this, "origin-verify", { settings: edge });
    const firewall = new Firewall(this, "firewall", {
      keys,
      globalLogsKey: keys.logs,
      globalProvider,
      site,
      settings: edge.firewall,
      logRetentionDays,
    });
    const storage = new Storage(this, "storage", {
      keys,
      site,
      settings,
      uploadOrigins: [`https://${edge.domain}`],
      replica: recovery === "none" ? "none" : recovery.replica,
      dataProtection,
      logRetentionDays,
    });
    const loadBalancer = new LoadBalancer(this, "load-balancer", {
      site,
      dataProtection,
      network,
      certificate: certificates.regional,
      firewall: firewall.loadBalancer,
      originVerify,
      logs: storage.logs,
    });
    const distribution = new Distribution(this, "distribution", {
      globalProvider,
      site,
      settings: environment.distribution,
      storage,
      origin: { domainName: zone.originDomain, originVerify, acceptedBy: loadBalancer.rules },
      aliases: [edge.domain],
      certificateArn: certificates.global.arn,
      webAclArn: firewall.site.arn,
    });
    const contentHost = new ContentHost(this, "content", {
      storage,
      distribution,
      globalProvider,
      domain: zone.contentDomain,
      siteOrigin: `https://${edge.domain}`,
      certificateArn: certificates.content.arn,
      webAclArn: firewall.site.arn,
      site,
      settings: environment.distribution,
    });
    const dns = new DnsRecords(this, "dns", {
      recovery: "none",
      globalProvider,
      site,
      zone,
      loadBalancer,
      distribution,
      contentHost,
      alarmTopic,
    });
    return { certificates, firewall, storage, distribution, contentHost, loadBalancer, dns };
  }
}

/** What the edge of an environment is built from. */
interface EdgeParts {
  readonly site: Site;
  readonly keys: EncryptionKeys;
  readonly dataProtection: "disposable" | "retained";
  readonly logRetentionDays: number;
  readonly network: Network;
  readonly alerts: AlertTopics;
  readonly globalProvider: GlobalProvider;
  readonly recovery: ReturnType<AlarmsRoot["createRecovery"]>;
}

const synthesized = new Map<Like, SynthesizedRoot>();

/** The alarms of an environment with all that they watch, synthesized once. */
export function alarmsOf(name: Like): SynthesizedRoot {
  const found =
    synthesized.get(name) ?? synthesizeRoots([(app) => new AlarmsRoot(app, name, {})]).get(`${name}-alarms`);
  if (found === undefined) throw new Error(`no root of ${name}`);
  synthesized.set(name, found);
  return found;
}

/** The alarms of an environment whose zone is signed. */
export function alarmsWithSigning(): SynthesizedRoot {
  const [root] = synthesizeRoots([(app) => new AlarmsRoot(app, "dev", {}, "signed")]).values();
  if (root === undefined) throw new Error("no root");
  return root;
}

/** What a synth of prod's alarms reports when they are told something else. */
export function problemsOf(changes: Partial<AlarmsProps>): readonly string[] {
  const outdir = mkdtempSync(join(tmpdir(), "lms-synth-"));
  return synthesize(() => [(app) => new AlarmsRoot(app, "prod", changes)], outdir).problems;
}

/** A reference to an attribute as it stands in the JSON. */
export function ref(attribute: string): string {
  return `\${${attribute}}`;
}
