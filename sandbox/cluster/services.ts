import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Environment } from "../../environments";
import { rootPrefixOf, type Standby } from "../../environments/standby";
import { rootValues } from "../../gitops/checks/rendered/applications";
import { LMS_SERVICE_NAMES, LMS_SERVICES } from "../../modules/foundation/services";
import { PROJECT } from "../../scripts/synth";
import type { ChartRelease } from "./commands";

/** A tag of an image: what is not released has no pods. */
const TAG = "1".repeat(40);

const GITOPS = join(PROJECT, "gitops");

/** The charts that Argo CD renders in an environment, or where it stands by: the root Application's, and each service's, released. */
export function serviceReleases(environment: Environment | Standby): ChartRelease[] {
  const read = (file: string) => parse(readFileSync(join(GITOPS, file), "utf8")) as Record<string, unknown>;
  const services = LMS_SERVICE_NAMES.map((name) => ({
    name,
    namespace: LMS_SERVICES[name].namespace,
    chart: join(GITOPS, "charts", "lms-service"),
    values: {
      ...read(`platform/${rootPrefixOf(environment)}.yaml`),
      ...read(`services/${name}.yaml`),
      ...read(`environments/${environment.name}/${name}.yaml`),
      image: { tag: TAG },
    },
  }));
  return [
    { name: "lms", namespace: "argocd", chart: join(GITOPS, "apps"), values: rootValues(environment) },
    ...services,
  ];
}
