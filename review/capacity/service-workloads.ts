import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { LMS_SERVICE_NAMES, LMS_SERVICES } from "../../modules/foundation/services";
import type { Resources, Workload } from "./workload";

/** Share of its pods that a release adds for a while; see the chart's `maxSurge`. */
const SURGE = 0.25;

/** What the files of a service say of its pods. */
export interface ServiceSize {
  readonly service: string;
  readonly namespace: string;
  /** The node group whose nodes are made for its work. */
  readonly preferredGroup: string;
  readonly replicas: { readonly min: number; readonly max: number };
  readonly resources: Resources;
}

/** The sizes of an environment's services in `gitops/`. @param project the folder that it is in */
export function serviceSizes(project: string, environment: string): ServiceSize[] {
  const read = (file: string) => parse(readFileSync(join(project, "gitops", file), "utf8"));
  return LMS_SERVICE_NAMES.filter((service) =>
    existsSync(join(project, "gitops", "environments", environment, `${service}.yaml`)),
  ).map((service) => {
    const { replicas, resources } = read(`environments/${environment}/${service}.yaml`) as ServiceSize;
    const { nodes } = read(`services/${service}.yaml`) as { nodes: string };
    return { service, namespace: LMS_SERVICES[service].namespace, preferredGroup: nodes, replicas, resources };
  });
}

/** The pods of services as the chart makes them: spread over the zones, on any node that is made for work of the LMS. */
export function serviceWorkloads(sizes: readonly ServiceSize[], at: "least" | "most"): Workload[] {
  return sizes.map(({ service, namespace, preferredGroup, replicas: { min, max }, resources }) => ({
    name: service,
    namespace,
    kind: "Deployment",
    // At the most a release is under way, too.
    replicas: at === "least" ? min : max + Math.ceil(max * SURGE),
    containers: [resources],
    priorityClassName: namespace === "core-services" ? "lms-core" : "lms-standard",
    tolerations: [{ key: "lms.platform/workload", operator: "Exists", effect: "NoSchedule" }],
    topologySpreadConstraints: [
      { topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "DoNotSchedule", maxSkew: 1 },
    ],
    preferredGroup,
  }));
}
