import {
  type BucketPurpose,
  bucketName,
  recoverySiteOf,
  replicaName,
  type Site,
  siteOf,
} from "../modules/foundation/names";
import { type AccountSettings, type Environment, type RecoverySettings, secondRegionOf } from "./environment";

/** An environment as its application stands by in the recovery region: what differs there from home. */
export interface Standby extends Environment {
  readonly home: Environment;
}

/** The environment as it stands by in its recovery region; `none` where nothing of the application is there. */
export function standbyOf(environment: Environment): "none" | Standby {
  const recovery = secondRegionOf(environment);
  if (recovery === "none" || recovery.application === "none") return "none";
  const { region } = recovery;
  return {
    ...environment,
    home: environment,
    region,
    stateBucket: standbyStateBucket(environment, region),
    network: pilotNetwork(environment, recovery),
    cluster: pilotCluster(environment, recovery),
    cache: pilotCache(environment),
  };
}

/** Every place in which services run: each environment, and where its application stands by. */
export function placesOf(environments: readonly Environment[]): (Environment | Standby)[] {
  return environments.flatMap((environment) => {
    const standby = standbyOf(environment);
    return standby === "none" ? [environment] : [environment, standby];
  });
}

/** Bucket of the state of what stands by: in its own region, so that it is there when the home region is not. */
export function standbyStateBucket({ stateBucket }: Pick<Environment, "stateBucket">, region: string): string {
  return replicaName(stateBucket, region);
}

/** Name of an environment or of what stands by, with which its roots and its contract begin: `prod`, or `prod-recovery`. */
export function rootPrefixOf(environment: Environment | Standby): string {
  return "home" in environment ? `${environment.name}-recovery` : environment.name;
}

/** Site of an environment, or of what stands by. */
export function siteAt(environment: Environment | Standby): Site {
  return "home" in environment ? recoverySiteOf(siteOf(environment.home), environment.region) : siteOf(environment);
}

/** Name of a bucket of an environment; where its application stands by, that of the copy there. */
export function bucketAt(environment: Environment | Standby, purpose: BucketPurpose): string {
  if (!("home" in environment)) return bucketName(siteOf(environment), purpose);
  return replicaName(bucketAt(environment.home, purpose), environment.region);
}

/** Buckets that hold state of an account, the one in its own region first. */
export function stateBucketsOf(settings: AccountSettings | Environment): string[] {
  const standby = "recovery" in settings ? standbyOf(settings) : "none";
  return [settings.stateBucket, ...(standby === "none" ? [] : [standby.stateBucket])];
}

/** One NAT gateway is enough for a few nodes; no endpoint, each of which costs by the hour. */
function pilotNetwork({ network }: Environment, { cidr, zones }: RecoverySettings): Environment["network"] {
  const natGateways = network.natGateways === "none" ? "none" : "one";
  return { vpc: "created", cidr, zones, natGateways, interfaceEndpoints: [] };
}

/**
 * Node groups at their least: one node a zone, for the add-ons, where pods of every kind may run, and none elsewhere. Their
 * limits are those of home.
 */
function pilotCluster({ cluster }: Environment, { zones }: RecoverySettings): Environment["cluster"] {
  const groups = Object.entries(cluster.nodeGroups).map(([name, group]) => {
    const nodes = group.taints.length === 0 ? Math.min(zones.length, group.maxSize) : 0;
    return [name, { ...group, minSize: nodes, desiredSize: nodes }];
  });
  return { ...cluster, controlPlaneZones: zones, nodeGroups: Object.fromEntries(groups) };
}

/** Nodes of home's types; the sessions keep one replica where home has any, and the cache none. */
function pilotCache({ cache }: Environment): Environment["cache"] {
  return {
    ...cache,
    sessions: { ...cache.sessions, replicas: Math.min(1, cache.sessions.replicas) },
    cache: cache.cache === "with-sessions" ? cache.cache : { ...cache.cache, replicas: 0 },
  };
}
