import { ENVIRONMENTS, type Environment } from "../../environments";
import { survivesZoneLoss } from "../../environments/environment";
import { rootPrefixOf, type Standby, standbyOf } from "../../environments/standby";
import { CONTAINER_DEFAULTS, namespaceQuotas, PRIORITY_CLASSES } from "../../modules/cluster-addons";
import type { RootConfiguration } from "../../scripts/terraform-root";
import { configurationOf, isWritten, type WrittenRoots } from "../written";
import { pendingWhenGrown } from "./autoscaler";
import { type Release, releaseWorkloads } from "./chart-workloads";
import { clusterWorkloads } from "./cluster-workloads";
import { type GroupSizes, type Node, nodesOf, type PlacedEnvironment } from "./node";
import { type Pending, Placement } from "./placement";
import { type ServiceSize, serviceSizes, serviceWorkloads } from "./service-workloads";
import { mebibytes, podSize, type Workload } from "./workload";

/** Priorities of pods by their class, Kubernetes' own with the platform's. */
const PRIORITIES: Readonly<Record<string, number>> = {
  "system-node-critical": 2_000_001_000,
  "system-cluster-critical": 2_000_000_000,
  ...Object.fromEntries(Object.values(PRIORITY_CLASSES).map(({ name, value }) => [name, value])),
};

/** What runs in an environment's cluster. */
export interface Load {
  /** Releases of add-ons. */
  readonly releases: readonly Release[];
  readonly services: readonly ServiceSize[];
}

/** The pods that find no node. @param without zones that are lost */
export function pendingPods(
  environment: PlacedEnvironment,
  load: Load,
  at: "least" | "most",
  sizes: GroupSizes,
  without: readonly string[] = [],
): Pending {
  return placing(environment, load, at)(nodesOf(environment, sizes, without)).pending;
}

/** Places all that runs on nodes. */
function placing(environment: PlacedEnvironment, { releases, services }: Load, at: "least" | "most") {
  const workloads = [
    ...clusterWorkloads(environment),
    ...releases.flatMap(releaseWorkloads),
    ...serviceWorkloads(services, at),
  ];
  return (nodes: readonly Node[]) => Placement.of(nodes, workloads, PRIORITIES);
}

/**
 * Checks whether all pods find nodes: at the smallest on the nodes of the start, and where it goes on without a zone on
 * those that a lost one leaves; at the largest, with a release under way, on the most nodes, where it goes on without a zone also on
 * those that a lost one leaves, and on those alone that the Cluster Autoscaler adds, and within the quotas.
 * @returns a line a problem, with the numbers
 */
export function capacityProblems(environment: Environment, load: Load): string[] {
  const { name, network } = environment;
  const where = `${name}.cluster.nodeGroups`;
  const start: GroupSizes = ({ desiredSize }) => desiredSize;
  const most: GroupSizes = ({ maxSize }) => maxSize;
  const lost = survivesZoneLoss(environment) ? network.zones : [];
  return [
    ...told(where, "at their desiredSize", pendingPods(environment, load, "least", start), "raise desiredSize"),
    ...lost.flatMap((zone) =>
      told(
        where,
        `at their desiredSize without ${zone}`,
        pendingPods(environment, load, "least", start, [zone]),
        "raise desiredSize, so that each zone carries what a lost one leaves behind",
      ),
    ),
    ...told(
      where,
      "at their maxSize",
      pendingPods(environment, load, "most", most),
      "raise maxSize, or lower replicas.max",
    ),
    ...lost.flatMap((zone) =>
      told(
        where,
        `at their maxSize without ${zone}`,
        pendingPods(environment, load, "most", most, [zone]),
        "raise maxSize, so that the others can grow by what a lost one leaves behind",
      ),
    ),
    ...lost.flatMap((zone) =>
      told(
        where,
        `on the nodes that the Cluster Autoscaler adds by one in ${zone}`,
        pendingWhenGrown(environment, placing(environment, load, "most"), zone),
        'choose "one-per-zone" for scalingGroups, or raise maxSize',
      ),
    ),
    ...quotaProblems(environment, load.services),
  ];
}

/**
 * Checks where the application stands by whether the add-ons find nodes, and whether all pods do on groups of the sizes of home,
 * to which people raise a pilot light and which a warm standby has. @returns a line a problem, with the numbers
 */
export function standbyCapacityProblems(standby: Standby, { releases, services }: Load): string[] {
  const where = `${standby.name}.recovery.application`;
  const start: GroupSizes = ({ desiredSize }) => desiredSize;
  const raised = { ...standby, cluster: standby.home.cluster };
  return [
    ["of the add-ons on its least nodes", pendingPods(standby, { releases, services: [] }, "least", start)] as const,
    ["when it has taken over", pendingPods(raised, { releases, services }, "least", start)] as const,
  ].flatMap(([when, pending]) => told(where, when, pending, "add a zone to recovery.zones"));
}

function told(where: string, when: string, pending: Pending, remedy: string): string[] {
  if (pending.size === 0) return [];
  const missing = [...pending].map(([workload, pods]) => ({ workload, pods }));
  const sum = (of: (workload: Workload) => number) =>
    missing.reduce((total, { workload, pods }) => total + pods * of(workload), 0);
  const size = (workload: Workload) => podSize(workload, CONTAINER_DEFAULTS.request);
  const names = missing.map(({ workload, pods }) => `${pods} of ${workload.name}`).join(", ");
  const got = `${sum(() => 1)} without (${names}), ${sum((one) => size(one).cpu)}m and ${sum((one) => size(one).memory)}Mi`;
  return [`${where}: must have room for every pod ${when}, got ${got}; ${remedy}`];
}

/** Checks that the services of an environment fit at their most into the quotas of their namespaces. @returns a line a problem */
export function quotaProblems(
  { name, addons }: Pick<Environment, "name" | "addons">,
  services: readonly ServiceSize[],
): string[] {
  const quotas = namespaceQuotas(addons.availability);
  return Object.entries(quotas).flatMap(([namespace, quota]) => {
    const workloads = serviceWorkloads(services, "most").filter((one) => one.namespace === namespace);
    const sum = (of: (workload: Workload) => number) =>
      workloads.reduce((total, one) => total + one.replicas * of(one), 0);
    const limits = ({ containers }: Workload) =>
      containers.reduce((total, one) => total + mebibytes(one.limits?.memory ?? CONTAINER_DEFAULTS.limit.memory), 0);
    const asked = [
      ["cpu", sum((one) => podSize(one, CONTAINER_DEFAULTS.request).cpu), quota.cpu * 1000, "m"],
      ["memory", sum((one) => podSize(one, CONTAINER_DEFAULTS.request).memory), quota.memoryGib * 1024, "Mi"],
      ["memory limits", sum(limits), quota.memoryLimitGib * 1024, "Mi"],
      ["pods", sum(() => 1), quota.pods, ""],
    ] as const;
    return asked
      .filter(([, most, quota]) => most > quota)
      .map(
        ([what, most, quota, unit]) =>
          `gitops/environments/${name}: services of ${namespace} must fit at their most into its quota of ${what}, ` +
          `${quota}${unit}, got ${most}${unit}; lower replicas.max, or raise the quota in namespaces.ts`,
      );
  });
}

/** The releases of a synthesized root of add-ons. */
export function releasesOf({ resource }: RootConfiguration): Release[] {
  const releases = Object.values(resource?.helm_release ?? {}) as unknown as readonly {
    readonly name: string;
    readonly namespace: string;
    readonly values: readonly string[];
  }[];
  return releases.map(({ name, namespace, values: [values = "{}"] }) => ({
    name,
    namespace,
    values: JSON.parse(values) as Release["values"],
  }));
}

/** `capacityProblems` of every environment whose add-ons were just synthesized. @param project the folder that `gitops/` is in */
export function synthesizedCapacityProblems(written: WrittenRoots, project: string): string[] {
  const releasesIn = (root: string) => releasesOf(configurationOf(written, root));
  return ENVIRONMENTS.filter(({ name }) => written.roots.includes(`${name}-addons`)).flatMap((environment) => {
    const { name } = environment;
    if (!isWritten(written, `${name}-addons`)) return [];
    const load = { releases: releasesIn(`${name}-addons`), services: serviceSizes(project, name) };
    const standby = standbyOf(environment);
    return [
      ...capacityProblems(environment, load),
      ...(standby === "none"
        ? []
        : standbyCapacityProblems(standby, { ...load, releases: releasesIn(`${rootPrefixOf(standby)}-addons`) })),
    ];
  });
}
