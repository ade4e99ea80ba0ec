import { replicaName } from "../modules/foundation/names";
import { type AccountSettings, type Environment, type RecoverySettings, secondRegionOf } from "./environment";

/** An environment as its application stands by in the recovery region: what differs there from home. */
export interface Standby extends Environment {
  readonly home: Environment;
}

/** Nodes of a group without taints that always run, for what a cluster itself needs. */
const PILOT_NODES = 2;

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

/** Bucket of the state of what stands by: in its own region, so that it is there when the home region is not. */
export function standbyStateBucket({ stateBucket }: Pick<Environment, "stateBucket">, region: string): string {
  return replicaName(stateBucket, region);
}

/** Buckets that hold state of an account, the one in its own region first. */
export function stateBucketsOf(settings: AccountSettings | Environment): string[] {
  const standby = "recovery" in settings ? standbyOf(settings) : "none";
  return [settings.stateBucket, ...(standby === "none" ? [] : [standby.stateBucket])];
}

/** One NAT gateway is enough for a few nodes; no endpoint, each of which costs by the hour. */
function pilotNetwork({ network }: Environment, { cidr, zones }: RecoverySettings): Environment["network"] {
  const natGateways = network.natGateways === "none" ? "none" : "one";
  return { cidr, zones, natGateways, interfaceEndpoints: [] };
}

/** Node groups at their least: none run but where pods of every kind may. Their limits are those of home. */
function pilotCluster({ cluster }: Environment, { zones }: RecoverySettings): Environment["cluster"] {
  const groups = Object.entries(cluster.nodeGroups).map(([name, group]) => {
    const nodes = group.taints.length === 0 ? Math.min(PILOT_NODES, group.maxSize) : 0;
    return [name, { ...group, minSize: nodes, desiredSize: nodes }];
  });
  return { ...cluster, controlPlaneZones: zones, nodeGroups: Object.fromEntries(groups) };
}

/** Nodes of home's types; the sessions keep one replica where home has any, and the cache none. */
function pilotCache({ cache }: Environment): Environment["cache"] {
  return {
    ...cache,
    sessions: { ...cache.sessions, replicas: Math.min(1, cache.sessions.replicas) },
    cache: { ...cache.cache, replicas: 0 },
  };
}
