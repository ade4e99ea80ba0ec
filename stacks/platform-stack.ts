import { Aspects } from "cdktf";
import type { Construct } from "constructs";
import { defaultTags, type Environment } from "../environments/environment";
import { AlertTopics } from "../modules/alerting/alert-topics";
import { Backups } from "../modules/backup/backups";
import { RecoveryRegion } from "../modules/disaster-recovery/recovery-region";
import { Certificates } from "../modules/edge/certificates";
import { DnsRecords } from "../modules/edge/dns-records";
import { Firewall } from "../modules/edge/firewall/firewall";
import { HostedZone } from "../modules/edge/hosted-zone";
import { LoadBalancer } from "../modules/edge/load-balancer";
import { OriginVerify } from "../modules/edge/origin-verify";
import { Cluster } from "../modules/eks/cluster";
import { ContainerInsights } from "../modules/eks/container-insights";
import { NodeAddons } from "../modules/eks/node-addons";
import { NodeGroups } from "../modules/eks/node-groups";
import { Redis } from "../modules/elasticache/redis";
import { EncryptionKeys } from "../modules/encryption/encryption-keys";
import { boundaryArn, siteOf } from "../modules/foundation/names";
import { GLOBAL_REGION } from "../modules/foundation/regions";
import { BoundaryOnEveryRole } from "../modules/iam/boundary-aspect";
import { PodIdentities } from "../modules/iam/pod-identities";
import { ServiceQueues } from "../modules/messaging/service-queues";
import { Monitoring } from "../modules/monitoring/monitoring";
import { Database } from "../modules/rds/database";
import { Distribution } from "../modules/s3-cloudfront/distribution";
import { Storage } from "../modules/s3-cloudfront/storage";
import { ApplicationSecrets } from "../modules/secrets/application-secrets";
import { VideoProcessing } from "../modules/video-processing/video-processing";
import { Network } from "../modules/vpc/network";
import { clusterAccess } from "./cluster-access";
import { platformOutputs } from "./platform-outputs";
import { Root } from "./root";

/** The architecture of one environment in AWS. What runs inside its cluster is a root of its own. */
export class PlatformStack extends Root {
  constructor(scope: Construct, environment: Environment) {
    super(scope, `${environment.name}-platform`, environment);
    const { account, region, dataProtection, logRetentionDays } = environment;
    const site = siteOf(environment);
    const boundary = { arn: boundaryArn(site) };
    Aspects.of(this).add(new BoundaryOnEveryRole(boundary));

    // Foundations
    const names = { site, account, region, prefix: site.prefix };
    const multiRegionData = environment.recovery !== "none";
    const keys = new EncryptionKeys(this, "keys", { ...names, dataProtection, multiRegionData });
    const common = { ...names, keys, dataProtection, logRetentionDays };
    const network = new Network(this, "network", { ...common, ...environment.network });
    const alerts = new AlertTopics(this, "alerts", common);
    const recovery = this.createRecoveryRegion(environment, keys);
    const replica = recovery === "none" ? "none" : recovery.storage;

    // Who may enter, and how: from the name to the load balancer
    const globalProvider = this.providerIn(GLOBAL_REGION, "global");
    const alarmTopic = alerts.warning; // Whoever must be woken up is, by the incident that an alarm belongs to.
    const { domain, continents, originVerifyVersions, firewall: rules } = environment.edge;
    const zone = new HostedZone(this, "zone", { ...common, ...environment.edge, globalProvider, alarmTopic });
    const certificates = new Certificates(this, "certificates", { zone, region, globalProvider });
    const originVerify = new OriginVerify(this, "origin-verify", { versions: originVerifyVersions });
    const firewall = new Firewall(this, "firewall", { ...common, ...rules, globalLogsKey: keys.logs, globalProvider });
    const storage = new Storage(this, "storage", {
      ...common,
      ...environment.storage,
      uploadOrigins: [`https://${domain}`, `https://*.${domain}`],
      recovery: replica,
    });
    const distribution = new Distribution(this, "distribution", {
      ...common,
      ...environment.distribution,
      storage,
      globalProvider,
      origin: { domainName: zone.originDomain, originVerify },
      aliases: [domain, `*.${domain}`],
      certificateArn: certificates.global.arn,
      webAclArn: firewall.site.arn,
    });
    const loadBalancer = new LoadBalancer(this, "load-balancer", {
      ...common,
      network,
      certificate: certificates.regional,
      firewall: firewall.loadBalancer,
      originVerify,
      logs: storage.logs,
    });
    const dns = new DnsRecords(this, "dns", {
      ...common,
      zone,
      loadBalancer,
      distribution,
      recoveryOrigin: "none",
      globalProvider,
      alarmTopic,
      continents,
    });

    // What runs
    const access = clusterAccess(site);
    const cluster = new Cluster(this, "cluster", { ...common, ...environment.cluster, network, access });
    const identities = new PodIdentities(this, "identities", { ...common, cluster, hostedZone: zone, boundary });
    const nodes = new NodeGroups(this, "nodes", {
      ...common,
      cluster,
      identities,
      tags: defaultTags(environment, this.node.id),
      groups: environment.cluster.nodeGroups,
    });
    new NodeAddons(this, "addons", { cluster, nodes });
    new ContainerInsights(this, "insights", { ...common, cluster, nodes });
    const queues = new ServiceQueues(this, "queues", common);
    const transcoded = queues.byName["media/transcoded"];
    const video = new VideoProcessing(this, "video", { ...common, ...environment.video, storage, alerts, transcoded });

    // What is kept
    new ApplicationSecrets(this, "secrets", { ...common, replica });
    const database = new Database(this, "database", {
      ...common,
      network,
      alerts,
      recovery: recovery === "none" ? "none" : recovery.database,
      settings: environment.database,
      zones: environment.network.zones,
    });
    const redis = new Redis(this, "redis", { ...common, ...environment.cache, network });
    for (const store of [database, redis.sessions, redis.cache]) store.allowFrom(network.securityGroups.workloads);
    const backups = new Backups(this, "backups", { ...common, ...environment.backup, alerts, recovery: replica });

    // How it is watched
    const parts = { alerts, network, storage, distribution, loadBalancer, cluster, database, redis };
    const monitoring = new Monitoring(this, "monitoring", {
      ...{ ...common, ...parts, firewall, certificates, dns, queues, video, backups, globalProvider },
      recovery: recovery === "none" ? "none" : recovery.region,
      settings: environment.monitoring,
    });

    this.publishAll(platformOutputs({ ...parts, keys, nodes, identities, zone, monitoring }));
  }

  /** The second region, and what the database and everything else that is copied there needs of it. */
  private createRecoveryRegion(environment: Environment, keys: EncryptionKeys) {
    const { recovery, dataProtection, logRetentionDays } = environment;
    if (recovery === "none") return recovery;
    const provider = this.providerIn(recovery.region, "recovery");
    const common = { site: siteOf(environment), keys, provider, dataProtection, logRetentionDays };
    const region = new RecoveryRegion(this, "recovery", { ...recovery, ...common });
    const storage = { region: recovery.region, provider, key: region.keys.data };
    return { region, storage, database: { region, settings: recovery.database } };
  }
}
