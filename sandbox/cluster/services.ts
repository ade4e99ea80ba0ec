import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ENVIRONMENTS } from "../../environments";
import { LMS_SERVICE_NAMES, LMS_SERVICES } from "../../modules/foundation/services";
import { PROJECT } from "../../scripts/synth";
import type { ChartRelease } from "./commands";

/** A tag of an image: what is not released has no pods. */
const TAG = "1".repeat(40);

const GITOPS = join(PROJECT, "gitops");

/** The charts that Argo CD renders in an environment: the root Application's, and that of each service, released. */
export function serviceReleases(environment: string): ChartRelease[] {
  const read = (file: string) => parse(readFileSync(join(GITOPS, file), "utf8")) as Record<string, unknown>;
  const { repositoryUrl, revision } = gitopsOf(environment);
  const services = LMS_SERVICE_NAMES.map((name) => ({
    name,
    namespace: LMS_SERVICES[name].namespace,
    chart: join(GITOPS, "charts", "lms-service"),
    values: {
      ...read(`platform/${environment}.yaml`),
      ...read(`services/${name}.yaml`),
      ...read(`environments/${environment}/${name}.yaml`),
      image: { tag: TAG },
    },
  }));
  const values = { environment, repositoryUrl, revision };
  return [{ name: "lms", namespace: "argocd", chart: join(GITOPS, "apps"), values }, ...services];
}

function gitopsOf(environment: string) {
  const found = ENVIRONMENTS.find(({ name }) => name === environment);
  if (found === undefined) throw new RangeError(`${environment}: must be an environment; see environments/index.ts`);
  return found.addons.gitops;
}
