import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import type { Construct } from "constructs";
import type { Environment } from "../../../environments";
import { dev } from "../../../environments/dev";
import { prod } from "../../../environments/prod";
import { staging } from "../../../environments/staging";
import { AlertTopics } from "../../../modules/alerting/alert-topics";
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
import { PrivateQueue } from "../../../modules/messaging/private-queue";
import { Queue } from "../../../modules/messaging/queue";
import { ServiceQueues } from "../../../modules/messaging/service-queues";
import { Alarms, type AlarmsProps } from "../../../modules/monitoring/alarms/alarms";
import { Database } from "../../../modules/rds/database";
import { Distribution } from "../../../modules/s3-cloudfront/distribution";
import { Storage } from "../../../modules/s3-cloudfront/storage";
import { Network } from "../../../modules/vpc/network";
import { Root } from "../../../stacks/root";
import { synthesize } from "../../../stacks/synthesize";
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
  return { function: { functionName: ref(`aws_lambda_function.${name}.function_name`) }, timeoutSeconds };
}

/** The parts of an environment that are watched, and their alarms. */
class AlarmsRoot extends Root {
  constructor(scope: Construct, name: Like, changes: Partial<AlarmsProps>, dnssec: "none" | "signed" = "none") {
    const own: Environment = ENVIRONMENTS[name];
    const zone = { kind: "created", name: own.edge.domain, dnssec } as const;
    const environment: Environment = { ...own, edge: { ...own.edge, zone } };
    super(scope, `${name}-alarms`, environment);
    const { account, region, dataProtection, logRetentionDays, recovery: second } = environment;
    const names = { site: siteOf(environment), account, region, prefix: siteOf(environment).prefix };
    const keys = new EncryptionKeys(this, "keys", { ...names, dataProtection, multiRegionData: second !== "none" });
    const common = { ...names, keys, dataProtection, logRetentionDays };
    const alerts = new AlertTopics(this, "alerts", common);
    const globalProvider = new AwsProvider(this, "aws-global", { alias: "global", region: "us-east-1" });
    const network = new Network(this, "network", { ...common, ...environment.network });
    const recovery = this.createRecovery(environment, keys);
    const edge = this.createEdge(environment, { ...common, network, alerts, globalProvider, recovery });
    const database = new Database(this, "database", {
      ...common,
      network,
      alerts,
      settings: environment.database,
      zones: environment.network.zones,
      recovery:
        recovery === "none" || second === "none" ? "none" : { region: recovery.region, settings: second.database },
    });
    new Alarms(this, "alarms", {
      ...common,
      ...SETTINGS[name],
      ...edge,
      alerts,
      network,
      database,
      redis: new Redis(this, "redis", { ...common, ...environment.cache, network }),
      cluster: new Cluster(this, "cluster", { ...common, ...environment.cluster, network, access: {} }),
      backups: new Backups(this, "backups", {
        ...common,
        ...environment.backup,
        alerts,
        recovery: recovery === "none" ? "none" : { provider: recovery.provider, key: recovery.region.keys.data },
      }),
      queues: new ServiceQueues(this, "queues", common),
      video: this.createVideo(common),
      recovery: recovery === "none" ? "none" : recovery.region,
      ...changes,
    });
  }

  private createRecovery(environment: Environment, keys: EncryptionKeys) {
    const { recovery } = environment;
    if (recovery === "none") return recovery;
    const provider = new AwsProvider(this, "aws-recovery", { alias: "recovery", region: recovery.region });
    const region = new RecoveryRegion(this, "recovery", {
      ...environment,
      ...recovery,
      site: siteOf(environment),
      keys,
      provider,
    });
    return { provider, region };
  }

  private createVideo({ keys, prefix }: { readonly keys: EncryptionKeys; readonly prefix: string }) {
    const settings = { retentionDays: 4, visibilityTimeoutSeconds: 360, maxReceives: 5 };
    return {
      functions: {
        submit: named("submit", 60),
        record: named("record", 30),
        sweep: named("sweep", 900),
        reportOrphans: named("report_orphans", 900),
      },
      uploads: new Queue(this, "uploads", { ...settings, keys, name: `${prefix}-video-uploads` }),
      failures: new PrivateQueue(this, "failures", { keys, name: `${prefix}-video-failures`, retentionDays: 14 }),
      scheduleGroup: new SchedulerScheduleGroup(this, "schedules", { name: `${prefix}-video` }),
    };
  }

  private createEdge(environment: Environment, parts: EdgeParts) {
    const { edge, storage: settings } = environment;
    const { keys, network, region, globalProvider, recovery } = parts;
    const alarmTopic = parts.alerts.warning;
    const zone = new HostedZone(this, "zone", { ...parts, ...edge, globalProvider, alarmTopic });
    const certificates = new Certificates(this, "certificates", { zone, region, globalProvider });
    const originVerify = new OriginVerify(this, "origin-verify", { versions: edge.originVerifyVersions });
    const firewall = new Firewall(this, "firewall", { ...parts, ...edge.firewall, globalLogsKey: keys.logs });
    const storage = new Storage(this, "storage", {
      ...parts,
      ...settings,
      uploadOrigins: [`https://${edge.domain}`],
      recovery:
        recovery === "none"
          ? "none"
          : { region: recovery.region.region, provider: recovery.provider, key: recovery.region.keys.data },
    });
    const distribution = new Distribution(this, "distribution", {
      ...parts,
      ...environment.distribution,
      storage,
      origin: { domainName: zone.originDomain, originVerify },
      aliases: [edge.domain],
      certificateArn: certificates.global.arn,
      webAclArn: firewall.site.arn,
    });
    const loadBalancer = new LoadBalancer(this, "load-balancer", {
      ...parts,
      network,
      certificate: certificates.regional,
      firewall: firewall.loadBalancer,
      originVerify,
      logs: storage.logs,
    });
    const dns = new DnsRecords(this, "dns", {
      ...parts,
      zone,
      loadBalancer,
      distribution,
      recoveryOrigin: "none",
      alarmTopic,
      continents: edge.continents,
    });
    return { certificates, firewall, storage, distribution, loadBalancer, dns };
  }
}

/** What the edge of an environment is built from. */
interface EdgeParts {
  readonly site: Site;
  readonly account: string;
  readonly region: string;
  readonly prefix: string;
  readonly keys: EncryptionKeys;
  readonly dataProtection: "disposable" | "retained";
  readonly logRetentionDays: number;
  readonly network: Network;
  readonly alerts: AlertTopics;
  readonly globalProvider: AwsProvider;
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
