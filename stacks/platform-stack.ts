import { Aspects } from "cdktf";
import type { Construct } from "constructs";
import { bookingTags, type Environment, fixedTags, lackedPrograms } from "../environments/environment";
import { AlertTopics, RunbookLinks } from "../modules/alerting";
import { Backups } from "../modules/backup";
import { filesOf } from "../modules/cluster-addons";
import { Certificates, DnsRecords, HostedZone, LoadBalancer, OriginVerify } from "../modules/edge";
import { Cluster, ContainerInsights, NodeAddons, NodeGroups } from "../modules/eks";
import { Redis } from "../modules/elasticache";
import { EncryptionKeys } from "../modules/encryption";
import { KeepIrreplaceable } from "../modules/foundation/irreplaceable";
import { boundaryArn, siteOf } from "../modules/foundation/names";
import { GLOBAL_REGION } from "../modules/foundation/regions";
import { BoundaryOnEveryRole } from "../modules/iam";
import { ServiceQueues } from "../modules/messaging";
import { Monitoring } from "../modules/monitoring";
import { Database } from "../modules/rds";
import { ContentHost, Distribution, Storage } from "../modules/s3-cloudfront";
import { ApplicationSecrets } from "../modules/secrets";
import { Network } from "../modules/vpc";
import { clusterAccess } from "./cluster-access";
import { createFirewall, createGlobalRegion, createIdentities, createVideo } from "./optional-parts";
import { platformOutputs } from "./platform-outputs";
import { Root } from "./root";
import { createRecoveryAges, createSecondRegion, handOver, servingRegionOf, standbySitesOf } from "./second-region";

/** The architecture of one environment in AWS. What runs inside its cluster is a root of its own. */
export class PlatformStack extends Root {
  constructor(scope: Construct, environment: Environment) {
    super(scope, `${environment.name}-platform`, environment);
    const { cache, edge, dataProtection, logRetentionDays } = environment;
    const site = siteOf(environment);
    const boundary = { arn: boundaryArn(site) };
    Aspects.of(this).add(new BoundaryOnEveryRole(boundary));
    Aspects.of(this).add(new RunbookLinks(filesOf(environment.addons.gitops)));
    if (dataProtection === "retained") Aspects.of(this).add(new KeepIrreplaceable());

    // Foundations
    const keys = new EncryptionKeys(this, "keys", { site, dataProtection });
    const network = new Network(this, "network", {
      keys,
      site,
      settings: environment.network,
      controlPlaneZones: environment.cluster.controlPlaneZones,
      logRetentionDays,
    });
    const alerts = new AlertTopics(this, "alerts", { keys, site });
    const recovery = createSecondRegion(this, environment, keys, (region) => this.providerIn(region, "recovery"));
    const replica = recovery === "none" ? "none" : recovery.region.replica;

    // Who may enter, and how: from the name to the load balancer
    const globalProvider = this.providerIn(GLOBAL_REGION, "global");
    const global = createGlobalRegion(this, environment, globalProvider);
    const inGlobal = global === "home" ? { keys, alerts } : global;
    const alarmTopic = inGlobal.alerts.warning; // These only warn: the incident that an alarm belongs to pages.
    const zone = new HostedZone(this, "zone", { globalProvider, alarmTopic, site, settings: edge, dataProtection });
    const certificates = new Certificates(this, "certificates", { zone, globalProvider, site });
    const originVerify = new OriginVerify(this, "origin-verify", { settings: edge });
    const firewall = createFirewall(this, environment, { keys, globalLogsKey: inGlobal.keys.logs, globalProvider });
    const storage = new Storage(this, "storage", {
      keys,
      replica,
      copies: servingRegionOf(recovery) === "none" ? "kept" : "standby",
      site,
      settings: environment.storage,
      uploadOrigins: [`https://${edge.domain}`, `https://*.${edge.domain}`],
      dataProtection,
      logRetentionDays,
    });
    const loadBalancer = new LoadBalancer(this, "load-balancer", {
      network,
      certificate: certificates.regional,
      firewall: firewall === "none" ? "none" : firewall.loadBalancer,
      originVerify,
      logs: storage.logs,
      site,
      dataProtection,
    });
    const distribution = new Distribution(this, "distribution", {
      storage,
      globalProvider,
      origin: { domainName: zone.originDomain, originVerify, acceptedBy: loadBalancer.rules },
      aliases: [edge.domain, `*.${edge.domain}`],
      certificateArn: certificates.global.arn,
      webAclArn: firewall === "none" ? "none" : firewall.site.arn,
      site,
      settings: environment.distribution,
    });
    const contentHost = new ContentHost(this, "content", {
      storage,
      distribution,
      globalProvider,
      domain: zone.contentDomain,
      siteOrigin: `https://${edge.domain}`,
      certificateArn: certificates.content.arn,
      webAclArn: firewall === "none" ? "none" : firewall.site.arn,
      site,
      settings: environment.distribution,
    });
    const dns = new DnsRecords(this, "dns", {
      zone,
      loadBalancer,
      distribution,
      contentHost,
      recovery: servingRegionOf(recovery),
      globalProvider,
      alarmTopic,
      site,
    });

    // What runs
    const cluster = new Cluster(this, "cluster", {
      keys,
      network,
      site,
      settings: environment.cluster,
      access: clusterAccess(site, environment.access),
      logRetentionDays,
    });
    const lacks = lackedPrograms(environment);
    const identities = createIdentities(this, environment, { site, cluster, keys, zone, boundary });
    const nodes = new NodeGroups(this, "nodes", {
      cluster,
      keys,
      identities,
      tags: fixedTags(environment, this.node.id),
      changingTags: bookingTags(environment),
      site,
      settings: environment.cluster,
    });
    new NodeAddons(this, "addons", { cluster, nodes });
    if (cluster.metrics !== "none") new ContainerInsights(this, "insights", { cluster, nodes, keys, logRetentionDays });
    const queues = new ServiceQueues(this, "queues", { site, keys });
    const { media, uploads } = storage;
    const uploadBuckets = uploads.map(({ name }) => name);
    const video = createVideo(this, environment, { keys, media, uploadBuckets, alerts, queues });

    // What is kept
    const otherSites = standbySitesOf(recovery);
    new ApplicationSecrets(this, "secrets", { site, keys, dataProtection, replica, lacks, otherSites });
    const database = new Database(this, "database", {
      keys,
      network,
      alerts,
      site,
      recovery,
      settings: environment.database,
      dataProtection,
      logRetentionDays,
    });
    handOver(recovery, { site, zone, database, originVerify });
    const redis = new Redis(this, "redis", { keys, network, site, settings: cache, dataProtection, logRetentionDays });
    for (const store of [database, redis]) store.allowFrom(network.securityGroups.workloads);
    const backups = new Backups(this, "backups", {
      keys,
      alerts,
      replica,
      stores: { database: database.home.cluster, vpcId: network.id, buckets: storage.backedUp },
      site,
      settings: environment.backup,
      dataProtection,
    });
    createRecoveryAges(this, environment, { keys, alerts, backups, recovery });

    // How it is watched
    const parts = {
      distribution,
      contentHost,
      loadBalancer,
      firewall,
      certificates,
      dns,
      network,
      cluster,
      lacks,
      database,
      redis,
      storage,
      backups,
      queues: queues.byName,
      video,
    };
    const monitoring = new Monitoring(this, "monitoring", {
      parts,
      alerts,
      recovery: recovery === "none" ? "none" : recovery.region,
      global,
      keys,
      globalProvider,
      site,
      settings: environment.monitoring,
      logRetentionDays,
    });
    this.publishAll(platformOutputs({ parts, keys, nodes, identities, alerts, zone, monitoring }));
  }
}
