import type { RecoveryApplication } from "../modules/disaster-recovery";
import {
  type BucketPurpose,
  bucketName,
  recoverySiteOf,
  replicaName,
  type Site,
  siteOf,
} from "../modules/foundation/names";
import { type AccountSettings, type Environment, secondRegionOf } from "./environment";

/** How much of an application stands by. */
export type StandbyMode = Exclude<RecoveryApplication, "none">;

/** An environment as its application stands by in the recovery region: what differs there from home. */
export interface Standby extends Environment {
  readonly home: Environment;
  readonly mode: StandbyMode;
}

/** The environment as it stands by in its recovery region; `none` where nothing of the application is there. */
export function standbyOf(environment: Environment): "none" | Standby {
  const recovery = secondRegionOf(environment);
  if (recovery === "none" || recovery.application === "none") return "none";
  const { region, application: mode, cidr, zones } = recovery;
  const { natGateways, nodeGroups, cache } = SIZES[mode](environment, zones);
  return {
    ...environment,
    home: environment,
    mode,
    region,
    stateBucket: standbyStateBucket(environment, region),
    // No endpoint, each of which costs by the hour.
    network: { vpc: "created", cidr, zones, natGateways, interfaceEndpoints: [] },
    cluster: { ...environment.cluster, controlPlaneZones: zones, nodeGroups },
    cache,
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

/** What a mode decides: how large is what stands by. */
interface Sizes extends Pick<Environment, "cache"> {
  readonly natGateways: Environment["network"]["natGateways"];
  readonly nodeGroups: Environment["cluster"]["nodeGroups"];
}

/** Sizes of what stands by in some zones, by its mode. */
const SIZES: Readonly<Record<StandbyMode, (environment: Environment, zones: readonly string[]) => Sizes>> = {
  "pilot-light": (environment, zones) => ({
    // Enough for a few nodes.
    natGateways: environment.network.natGateways === "none" ? "none" : "one",
    nodeGroups: leastGroups(environment, zones),
    cache: withReplicas(environment, { sessions: 1, cache: 0 }),
  }),
  "warm-standby": (environment, zones) => ({
    natGateways: environment.network.natGateways,
    nodeGroups: environment.cluster.nodeGroups,
    cache: withReplicas(environment, { sessions: zones.length - 1, cache: zones.length - 1 }),
  }),
};

/**
 * Node groups at their least: one node a zone, for the add-ons, where pods of every kind may run, and none elsewhere. Their
 * limits are those of home.
 */
function leastGroups({ cluster }: Environment, zones: readonly string[]): Sizes["nodeGroups"] {
  const groups = Object.entries(cluster.nodeGroups).map(([name, group]) => {
    const nodes = group.taints.length === 0 ? Math.min(zones.length, group.maxSize) : 0;
    return [name, { ...group, minSize: nodes, desiredSize: nodes }];
  });
  return Object.fromEntries(groups);
}

/** Nodes of home's types, with no more replicas than these. */
function withReplicas({ cache }: Environment, most: { readonly sessions: number; readonly cache: number }) {
  const replicas = (use: "sessions" | "cache", own: number) => ({ replicas: Math.min(most[use], own) });
  return {
    ...cache,
    sessions: { ...cache.sessions, ...replicas("sessions", cache.sessions.replicas) },
    cache:
      cache.cache === "with-sessions" ? cache.cache : { ...cache.cache, ...replicas("cache", cache.cache.replicas) },
  };
}
