import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../../environments";
import { rootPrefixOf, type Standby } from "../../../environments/standby";
import { helmTemplate } from "../kubernetes/helm";
import { type Manifest, validateManifest } from "../kubernetes/schema";
import { keepingProblems, projectProblems, type SyncSpec, syncProblems } from "./sync";

/** The application of a service, as far as the checks look at it. */
export interface Application {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly project: string;
    readonly source: {
      readonly repoURL: string;
      readonly targetRevision: string;
      readonly path: string;
      readonly helm: { readonly valueFiles: readonly string[] };
    };
    readonly destination: { readonly server: string; readonly namespace: string };
  } & SyncSpec;
}

interface Project {
  readonly sourceRepos: readonly string[];
  readonly destinations: readonly { readonly server: string; readonly namespace: string }[];
  readonly clusterResourceWhitelist?: readonly unknown[];
  readonly namespaceResourceWhitelist: readonly { readonly group: string; readonly kind: string }[];
  readonly syncWindows?: readonly unknown[];
}

/** The values that Terraform gives the root Application. */
export function rootValues(environment: Environment | Standby) {
  const { repositoryUrl, revision } = environment.addons.gitops;
  const contract = "home" in environment ? { contract: rootPrefixOf(environment) } : {};
  return { environment: environment.name, ...contract, repositoryUrl, revision };
}

/** What the root Application makes in an environment, or where it stands by. */
export class RootApplication {
  readonly manifests: readonly Manifest[];
  readonly projects: ReadonlyMap<string, Project>;
  readonly applications: readonly Application[];

  /**
   * @param project the folder that `gitops` is in
   * @param services values of each service, as its file in `gitops/services` has them
   * @throws Error with Helm's words for what a template refuses
   */
  constructor(
    private readonly project: string,
    private readonly environment: Environment | Standby,
    services: readonly Readonly<Record<string, unknown>>[],
  ) {
    const apps = join(project, "gitops", "apps");
    this.manifests = helmTemplate(apps, rootValues(environment), { namespace: "argocd" });
    const of = (kind: string) => this.manifests.filter((manifest) => manifest.kind === kind);
    this.projects = new Map(of("AppProject").map(({ metadata, spec }) => [metadata.name, spec as Project]));
    this.applications = of("ApplicationSet").flatMap(({ spec }) =>
      filledIn(
        (spec as { template: unknown }).template,
        services.map((service) => ({ ...service, environment: environment.name })),
      ),
    );
  }

  /** Problems of the projects and the applications; those of a service's own objects are not among them. */
  problems(): string[] {
    const invalid = this.manifests.flatMap(validateManifest);
    if (invalid.length > 0) return invalid;
    return [
      ...[...this.projects].flatMap(([name, project]) => this.projectProblems(name, project)),
      ...this.manifests
        .filter(({ kind }) => kind === "ApplicationSet")
        .flatMap((set) => keepingProblems(this.project, this.environment, set))
        .map((problem) => `ApplicationSet services: ${problem}`),
      ...this.applications.flatMap((application) => this.applicationProblems(application)),
    ];
  }

  /** Problems of objects that Argo CD would be asked to make: its project must let it. */
  admission({ spec, metadata }: Application, manifests: readonly Manifest[]): string[] {
    const allowed = this.projects.get(spec.project)?.namespaceResourceWhitelist ?? [];
    return manifests.flatMap(({ apiVersion, kind }) => {
      const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
      return allowed.some((one) => one.group === group && one.kind === kind)
        ? []
        : [
            `${metadata.name}: its project ${spec.project} must allow ${kind} of ${JSON.stringify(group)}, got no such entry`,
          ];
    });
  }

  private projectProblems(name: string, project: Project): string[] {
    const { sourceRepos, destinations, clusterResourceWhitelist = [] } = project;
    const { repositoryUrl } = this.environment.addons.gitops;
    const wanted = [{ server: "https://kubernetes.default.svc", namespace: name }];
    return [
      ...must(`AppProject ${name}: sourceRepos`, sourceRepos, [repositoryUrl]),
      ...must(`AppProject ${name}: destinations`, destinations, wanted),
      ...must(`AppProject ${name}: clusterResourceWhitelist`, clusterResourceWhitelist, []),
      ...projectProblems(this.project, this.environment, project).map((problem) => `AppProject ${name}: ${problem}`),
    ];
  }

  private applicationProblems({ metadata: { name }, spec }: Application): string[] {
    const { source, destination, project } = spec;
    const { repositoryUrl } = this.environment.addons.gitops;
    const files = [join(source.path, "Chart.yaml"), ...source.helm.valueFiles.map((file) => file.replace(/^\//, ""))];
    const contract = rootPrefixOf(this.environment);
    const service = name.slice(contract.length + 1);
    const own = this.projects.get(project)?.destinations[0];
    return [
      ...must(`Application ${name}: repoURL`, source.repoURL, repositoryUrl),
      ...must(`Application ${name}: valueFiles`, source.helm.valueFiles, [
        `/gitops/platform/${contract}.yaml`,
        `/gitops/services/${service}.yaml`,
        `/gitops/environments/${this.environment.name}/${service}.yaml`,
      ]),
      ...files
        .filter((file) => !existsSync(join(this.project, file)))
        .map((file) => `Application ${name}: ${file} must exist, got no file`),
      ...(own === undefined
        ? [`Application ${name}: project must be one of ${[...this.projects.keys()].join(", ")}, got ${project}`]
        : must(`Application ${name}: destination`, destination, own)),
      ...syncProblems(this.project, this.environment, spec).map((problem) => `Application ${name}: ${problem}`),
    ];
  }
}

/** A chart that fills a Go template in for each set of parameters, as the ApplicationSet's controller does. */
function filledIn(template: unknown, parameters: readonly object[]): readonly Application[] {
  const chart = mkdtempSync(join(tmpdir(), "lms-applications-"));
  try {
    mkdirSync(join(chart, "templates"));
    writeFileSync(join(chart, "Chart.yaml"), "{ apiVersion: v2, name: applications, version: 1.0.0 }");
    writeFileSync(
      join(chart, "templates", "all.yaml"),
      "{{ range .Values.parameters }}---\n{{ tpl $.Values.template . }}\n{{ end }}",
    );
    return helmTemplate(chart, { template: JSON.stringify(template), parameters }) as unknown as Application[];
  } finally {
    rmSync(chart, { recursive: true, force: true });
  }
}

function must(what: string, got: unknown, wanted: unknown): string[] {
  const [is, should] = [got, wanted].map((value) => JSON.stringify(value) ?? "nothing");
  return is === should ? [] : [`${what} must be ${should}, got ${is}`];
}
