import { Aspects } from "cdktf";
import type { Construct } from "constructs";
import { bookingTags, fixedTags, lackedPrograms } from "../environments/environment";
import { bucketAt, rootPrefixOf, type Standby, siteAt } from "../environments/standby";
import { RunbookLinks } from "../modules/alerting";
import { filesOf } from "../modules/cluster-addons";
import { HandedOver, RegionQuotas } from "../modules/disaster-recovery";
import { LoadBalancer, LoadBalancerAcl, OriginVerify, RecoveryOrigin, RegionalCertificate } from "../modules/edge";
import { Cluster, ContainerInsights, mostVcpus, NodeAddons, NodeGroups } from "../modules/eks";
import { Redis } from "../modules/elasticache";
import { EncryptionKey } from "../modules/encryption";
import type { Keys, Topics } from "../modules/foundation/contracts";
import { KeepIrreplaceable } from "../modules/foundation/irreplaceable";
import { type BucketPurpose, boundaryArn, type Site, siteOf, topicArn } from "../modules/foundation/names";
import { PORTS } from "../modules/foundation/ports";
import { BoundaryOnEveryRole } from "../modules/iam";
import { executionsFor } from "../modules/lambda";
import { ServiceQueues } from "../modules/messaging";
import { StandbyMonitoring } from "../modules/monitoring";
import { auroraMetrics, databaseLimits } from "../modules/rds";
import { VideoProcessing } from "../modules/video-processing";
import { ApplicationNetwork, allowFrom, ForeignSecurityGroup } from "../modules/vpc";
import { clusterAccess } from "./cluster-access";
import { createIdentities } from "./optional-parts";
import { Root } from "./root";
import { standbyOutputs } from "./standby-outputs";

/**
 * The root of what stands by of an environment's application in the recovery region, on the data that `<environment>-platform`
 * keeps there and tells of in parameters. Its state is in that region, and nothing that it asks for is in the home region.
 */
export class StandbyStack extends Root {
  constructor(scope: Construct, environment: Standby) {
    super(scope, `${rootPrefixOf(environment)}-platform`, environment);
    const { home, edge, dataProtection, logRetentionDays } = environment;
    const homeSite = siteOf(home);
    const site = siteAt(environment);
    const boundary = { arn: boundaryArn(homeSite) };
    Aspects.of(this).add(new BoundaryOnEveryRole(boundary));
    Aspects.of(this).add(new RunbookLinks(filesOf(environment.addons.gitops)));
    if (dataProtection === "retained") Aspects.of(this).add(new KeepIrreplaceable());

    // What is there: the data, and what it needs
    const { facts, dataTier, originVerifyValues } = new HandedOver(this, "handed-over", {
      site: homeSite,
      zones: environment.network.zones,
      originVerifyCount: OriginVerify.acceptedCount(edge),
    });
    const keys = this.completeKeys(environment, site, facts);
    const alerts = topicsOf(site);
    const bucketNameOf = (purpose: BucketPurpose) => bucketAt(environment, purpose);
    const zone = { id: facts.hostedZoneId, arn: `arn:aws:route53:::hostedzone/${facts.hostedZoneId}` };

    // Who may enter, and how
    const network = new ApplicationNetwork(this, "network", {
      dataTier,
      site,
      settings: environment.network,
      controlPlaneZones: environment.cluster.controlPlaneZones,
    });
    const certificate = new RegionalCertificate(this, "certificate", { domain: edge.domain, zoneId: zone.id });
    const firewall =
      edge.firewall === "none"
        ? "none"
        : new LoadBalancerAcl(this, "firewall", { keys, site, settings: edge.firewall, logRetentionDays });
    const loadBalancer = new LoadBalancer(this, "load-balancer", {
      network,
      certificate,
      firewall,
      originVerify: { headerName: OriginVerify.headerName, accepted: originVerifyValues },
      logs: { name: bucketNameOf("logs"), writable: [] },
      site,
      dataProtection,
    });
    new RecoveryOrigin(this, "origin", { zoneId: zone.id, domain: edge.domain, target: loadBalancer.aliasTarget });

    // What runs
    const cluster = new Cluster(this, "cluster", {
      keys,
      network,
      site,
      settings: environment.cluster,
      access: clusterAccess(homeSite, environment.access),
      logRetentionDays,
    });
    const identities = createIdentities(this, environment, { site, cluster, keys, bucketNameOf, zone, boundary });
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
    const media = bucketNameOf("media");
    const video =
      environment.video === "none"
        ? "none"
        : new VideoProcessing(this, "video", {
            keys,
            media: { name: media, arn: `arn:aws:s3:::${media}` },
            uploadBuckets: [bucketAt(home, "media"), media],
            alerts,
            transcoded: queues.byName["media/transcoded"].queue,
            site,
            settings: environment.video,
            logRetentionDays,
            role: "standby",
          });

    // What is kept
    const redis = new Redis(this, "redis", {
      keys,
      network,
      site,
      accessSite: homeSite,
      settings: environment.cache,
      dataProtection,
      logRetentionDays,
    });
    const { workloads } = network.securityGroups;
    redis.allowFrom(workloads);
    const database = new ForeignSecurityGroup(this, "database", facts.databaseSecurityGroupId);
    allowFrom(database, workloads, PORTS.postgresql, "PostgreSQL");

    // How it is watched
    new StandbyMonitoring(this, "monitoring", {
      parts: {
        certificate,
        firewall,
        loadBalancer,
        network,
        cluster,
        lacks: lackedPrograms(environment),
        database: { metrics: auroraMetrics(site.prefix), limits: databaseLimits(environment.database.capacity) },
        redis,
        queues: queues.byName,
        video,
        pods: environment.mode === "warm-standby" ? "running" : "none",
      },
      alerts,
      keys,
      site,
      homeSite,
      settings: environment.monitoring,
      logRetentionDays,
    });
    const { nodeGroups } = environment.cluster;
    new RegionQuotas(this, "quotas", {
      needed: {
        onDemandVcpus: mostVcpus(nodeGroups, "on-demand"),
        spotVcpus: mostVcpus(nodeGroups, "spot"),
        elasticIps: Object.keys(network.metrics.natGateways).length,
        lambdaExecutions: executionsFor(this),
      },
      site,
    });
    this.publishAll(standbyOutputs({ facts, keys, network, cluster, nodes, identities, redis, loadBalancer }));
  }

  override get after(): readonly string[] {
    return [`${this.settings.name}-platform`];
  }

  /** The keys of the recovery region's data, and one more for what nothing there needed. */
  private completeKeys(
    { account, dataProtection }: Standby,
    { region, prefix }: Site,
    facts: HandedOver["facts"],
  ): Keys {
    const cluster = new EncryptionKey(this, "cluster-key", {
      account,
      region,
      dataProtection,
      alias: `${prefix}-cluster`,
      description: "Kubernetes secrets of the EKS cluster",
      byIdentities: true,
    });
    return {
      cluster,
      data: { arn: facts.dataKeyArn },
      logs: { arn: facts.logsKeyArn },
      messages: { arn: facts.messagesKeyArn },
    };
  }
}

/** The topics that the home region's root makes there. */
function topicsOf(site: Site): Topics {
  const topic = (severity: "critical" | "warning") => {
    const name = `${site.prefix}-${severity}`;
    return { name, arn: topicArn(site, name) };
  };
  return { critical: topic("critical"), warning: topic("warning") };
}
