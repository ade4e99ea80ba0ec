import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LMS_SERVICE_NAMES, LMS_SERVICES } from "../../modules/foundation/services";
import { keptValues } from "./kept-values";
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
  const gitops = join(project, "gitops");
  const own = (service: string) => join(gitops, "environments", environment, `${service}.yaml`);
  const services = LMS_SERVICE_NAMES.filter((service) => existsSync(own(service)));
  const files = services.flatMap((service) => [own(service), join(gitops, "services", `${service}.yaml`)]);
  const values = keptValues(
    environment,
    files.map((file) => readFileSync(file, "utf8")),
  );
  return services.map((service, index) => {
    const { replicas, resources } = values[2 * index] as ServiceSize;
    const { nodes } = values[2 * index + 1] as { nodes: string };
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
