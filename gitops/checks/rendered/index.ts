import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Environment } from "../../../environments";
import { survivesZoneLoss } from "../../../environments/environment";
import { rootPrefixOf, type Standby } from "../../../environments/standby";
import { contractFile, parseContract } from "../../../scripts/contract/contract-file";
import type { ServiceContract } from "../../../scripts/contract/platform-contract";
import { foreignValues } from "../contract-facts";
import { ADVICE, helmTemplate, rendered } from "../kubernetes/helm";
import { type Manifest, validateManifest } from "../kubernetes/schema";
import { NO_RELEASE } from "../service-values";
import { type Application, RootApplication } from "./applications";
import { readingProblems } from "./helm-reading";
import { lifecycleProblems } from "./lifecycle";
import { Rendered } from "./objects";
import { policyProblems } from "./policies";
import { kindProblems, referenceProblems } from "./references";

/** A tag for what was not released yet: with its first release it has pods, and these are checked before. */
const FIRST_RELEASE = "1".repeat(40);

/**
 * Renders what Argo CD would apply in an environment, or where it stands by, by its own Applications, and checks the result: that Helm reads the values as
 * everyone else does, the projects and Applications, and of each service the types, the references, the contract, what is another
 * environment's, and the policies that pods are held to.
 * @param project the folder that `gitops` is in, whose files have been checked
 * @returns one line each, `[]` when nothing is wrong
 * @throws Failure without a Helm
 */
export function renderedProblems(
  project: string,
  environment: Environment | Standby,
  services: readonly string[],
): string[] {
  const name = rootPrefixOf(environment);
  const read = (file: string) => readFileSync(join(project, file), "utf8");
  const files = services.map((service) => `gitops/services/${service}.yaml`);
  const sizes = services.map((service) => `gitops/environments/${environment.name}/${service}.yaml`);
  const texts = [contractFile(name), "gitops/apps/values.yaml", ...files, ...sizes];
  const misread = readingProblems(Object.fromEntries(texts.map((file) => [file, read(file)])));
  if (misread.length > 0) return misread;
  const own = files.map((file) => parse(read(file)));
  const root = rendered("gitops/apps", () => new RootApplication(project, environment, own));
  if (Array.isArray(root)) return root;
  const problems = root.problems();
  if (problems.length > 0) {
    return problems.map((text) => `gitops/apps, ${name}: ${text}; correct its templates or values`);
  }
  return services.flatMap((service) => {
    const application = root.applications.find(({ metadata }) => metadata.name === `${name}-${service}`);
    if (application === undefined) {
      return [`gitops/apps, ${name}: must make the application ${name}-${service}, got none; correct its templates`];
    }
    const where = `${name}/${service}`;
    const made = rendered(where, () => new RenderedService(project, environment, service, application));
    if (Array.isArray(made)) return made;
    return made.problems(root).map((text) => `${where}: ${text}; ${ADVICE}`);
  });
}

/** The objects of a service, as its Application has them rendered. */
class RenderedService {
  private readonly manifests: readonly Manifest[];
  private readonly values: { readonly image: { readonly tag: string }; readonly callers: readonly string[] };
  private readonly tag: string;

  constructor(
    private readonly project: string,
    private readonly environment: Environment | Standby,
    private readonly service: string,
    private readonly application: Application,
  ) {
    const { source, destination } = application.spec;
    const files = source.helm.valueFiles.map((file) => join(project, file));
    this.values = Object.assign({}, ...files.map((file) => parse(readFileSync(file, "utf8"))));
    this.tag = this.values.image.tag === NO_RELEASE ? FIRST_RELEASE : this.values.image.tag;
    const release = { files, release: application.metadata.name, namespace: destination.namespace };
    this.manifests = helmTemplate(join(project, source.path), { image: { tag: this.tag } }, release);
  }

  /** Problems, those first that the others count on. */
  problems(root: RootApplication): string[] {
    const invalid = [...this.manifests.flatMap(validateManifest), ...root.admission(this.application, this.manifests)];
    if (invalid.length > 0) return invalid;
    const { environment, service, tag } = this;
    const contract = parseContract(readFileSync(join(this.project, contractFile(rootPrefixOf(environment))), "utf8"));
    // The chart refuses a service that its contract does not know.
    const own = (contract.services as Readonly<Record<string, ServiceContract>>)[service] as ServiceContract;
    const objects = new Rendered(this.manifests);
    const wanted = { ...contract, service, environment: environment.name, own, callers: this.values.callers, tag };
    const missing = kindProblems(objects, wanted);
    if (missing.length > 0) return missing;
    return [
      ...referenceProblems(objects, wanted),
      ...this.foreign(own),
      ...lifecycleProblems(objects),
      ...policyProblems(objects, {
        registry: own.image.split("/")[0] ?? "",
        survivesZoneLoss: survivesZoneLoss(environment),
      }),
    ];
  }

  /** Texts of another environment; those that the contract has are told with the contract. */
  private foreign(own: ServiceContract): string[] {
    const told = foreignValues(this.environment, own).map(({ text }) => text);
    return this.manifests
      .flatMap(({ kind, ...rest }) => foreignValues(this.environment, { [kind]: rest }))
      .filter(({ text }) => !told.some((one) => text.includes(one)))
      .map(({ problem }) => problem);
  }
}
