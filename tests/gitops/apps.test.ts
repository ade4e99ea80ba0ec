import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ENVIRONMENTS } from "../../environments";
import { helmLint, helmTemplate } from "../../gitops/checks/kubernetes/helm";
import { type Manifest, validateManifest } from "../../gitops/checks/kubernetes/schema";
import { NAMESPACE_NAMES } from "../../modules/cluster-addons/namespaces";
import { LMS_SERVICES } from "../../modules/foundation/services";
import { PROJECT } from "../../scripts/synth";
import { temporaryFolder } from "../sandbox/support";
import { COURSES, render } from "./fixture";

const APPS_CHART = join(PROJECT, "gitops", "apps");
const REPOSITORY = "https://git.example.com/lms-platform.git";

/** What the root Application gives. */
const parameters = (environment: string) => ({ environment, repositoryUrl: REPOSITORY, revision: "main" });
const apps = (environment: string) => helmTemplate(APPS_CHART, parameters(environment), { namespace: "argocd" });

interface Application {
  readonly metadata: { readonly name: string; readonly labels: unknown; readonly annotations: Record<string, string> };
  readonly spec: {
    readonly project: string;
    readonly source: { readonly path: string; readonly helm: { readonly valueFiles: readonly string[] } };
    readonly destination: { readonly server: string; readonly namespace: string };
    readonly syncPolicy: { readonly automated?: unknown; readonly syncOptions: readonly string[] };
  };
}

interface ApplicationSetSpec {
  readonly generators: readonly unknown[];
  readonly syncPolicy: unknown;
  readonly template: Application;
}

function applicationSet(environment: string): ApplicationSetSpec {
  const [found, ...more] = apps(environment).filter(({ kind }) => kind === "ApplicationSet");
  expect(more).toEqual([]);
  return (found as Manifest).spec as ApplicationSetSpec;
}

/** A chart that fills a Go template in for each set of parameters, as the ApplicationSet's controller does. */
const TEMPLATE_CHART = temporaryFolder();
mkdirSync(join(TEMPLATE_CHART, "templates"));
writeFileSync(join(TEMPLATE_CHART, "Chart.yaml"), "{ apiVersion: v2, name: template, version: 1.0.0 }");
writeFileSync(
  join(TEMPLATE_CHART, "templates", "all.yaml"),
  "{{ range .Values.parameters }}---\n{{ tpl $.Values.template . }}\n{{ end }}",
);

/** What the ApplicationSet makes of the files of this working copy. */
function applications(environment: string): Application[] {
  const files = readdirSync(join(PROJECT, "gitops/services"));
  const read = (file: string) => parse(readFileSync(join(PROJECT, "gitops/services", file), "utf8"));
  const template = JSON.stringify(applicationSet(environment).template);
  const parameters = files.map((file) => ({ ...read(file), environment }));
  return helmTemplate(TEMPLATE_CHART, { template, parameters }) as unknown as Application[];
}

const NAMES = ENVIRONMENTS.map(({ name }) => name);

describe("the root Application", () => {
  it.each(NAMES)("makes what the Kubernetes API takes, in the namespace of Argo CD: %s", (environment) => {
    const manifests = apps(environment);
    expect(manifests.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`).sort()).toEqual([
      "AppProject argocd/core-services",
      "AppProject argocd/microservices",
      "ApplicationSet argocd/services",
    ]);
    expect(manifests.flatMap(validateManifest)).toEqual([]);
    expect(() => helmLint(APPS_CHART, parameters(environment))).not.toThrow();
  });

  it.each([
    [
      "an environment that does not exist",
      { ...parameters("nowhere") },
      `environment must be one of ${[...NAMES].sort().join(", ")}, got nowhere`,
    ],
    ["no environment", { repositoryUrl: REPOSITORY, revision: "main" }, "missing property 'environment'"],
    ["no repository", { environment: "dev", revision: "main" }, "missing property 'repositoryUrl'"],
    ["no revision", { environment: "dev", repositoryUrl: REPOSITORY }, "missing property 'revision'"],
    ["an unknown key", { ...parameters("dev"), branch: "main" }, "additional properties 'branch' not allowed"],
    ["a namespace for no service", { ...parameters("dev"), namespaces: ["argocd"] }, "at '/namespaces/0'"],
  ])("refuses %s", (_what, values, message) => {
    expect(() => helmTemplate(APPS_CHART, values)).toThrow(message);
  });

  it("knows the environments of the platform", () => {
    const { environments } = parse(readFileSync(join(APPS_CHART, "values.yaml"), "utf8"));
    expect(Object.keys(environments).sort()).toEqual([...NAMES].sort());
  });
});

describe("the projects", () => {
  const projects = apps("dev").filter(({ kind }) => kind === "AppProject");

  it("are made before the applications, and stay until the last of these is gone", () => {
    for (const { metadata } of projects) {
      expect(metadata).toMatchObject({
        annotations: { "argocd.argoproj.io/sync-wave": "-1" },
        finalizers: ["resources-finalizer.argocd.argoproj.io"],
      });
    }
  });

  it("hold each to this repository, one declared namespace of the own cluster, and the kinds that the chart makes", () => {
    const kinds = [...new Set(Object.values(render(COURSES)).map(({ apiVersion, kind }) => ({ apiVersion, kind })))]
      .map(({ apiVersion, kind }) => ({ group: apiVersion.includes("/") ? apiVersion.split("/")[0] : "", kind }))
      .sort((a, b) => a.kind.localeCompare(b.kind));
    expect(projects).toHaveLength(2);
    for (const { metadata, spec } of projects) {
      const { namespaceResourceWhitelist, ...rest } = spec as { namespaceResourceWhitelist: { kind: string }[] };
      expect(NAMESPACE_NAMES).toContain(metadata.name);
      expect(rest).toEqual({
        description: `LMS services in ${metadata.name}`,
        sourceRepos: [REPOSITORY],
        destinations: [{ server: "https://kubernetes.default.svc", namespace: metadata.name }],
        clusterResourceWhitelist: [],
      });
      expect([...namespaceResourceWhitelist].sort((a, b) => a.kind.localeCompare(b.kind))).toEqual(kinds);
    }
    const used = [...new Set(Object.values(LMS_SERVICES).map(({ namespace }) => namespace))];
    expect(projects.map(({ metadata }) => metadata.name)).toEqual(used);
  });
});

describe("a freeze", () => {
  /** The projects of an environment with these freezes. */
  function windows(environment: string, freezes: string): unknown[] {
    const chart = temporaryFolder();
    cpSync(APPS_CHART, chart, { recursive: true });
    writeFileSync(join(chart, "freezes.yaml"), freezes);
    const manifests = helmTemplate(chart, parameters(environment), { namespace: "argocd" });
    expect(manifests.flatMap(validateManifest)).toEqual([]);
    return manifests
      .filter(({ kind }) => kind === "AppProject")
      .map(({ spec }) => (spec as { syncWindows?: unknown }).syncWindows);
  }
  const exams = '- { environments: [staging, prod], from: "2027-01-18", until: "2027-02-03", reason: exams }';

  it("keeps Argo CD from syncing by itself in every project, from the first day to the last, and lets who may sync", () => {
    const window = {
      kind: "deny",
      schedule: "0 0 18 1 *",
      duration: "408h",
      timeZone: "UTC",
      applications: ["*"],
      manualSync: true,
    };
    expect(windows("prod", exams)).toEqual([[window], [window]]);
  });

  it("concerns the environments that it names", () => {
    expect(windows("dev", exams)).toEqual([undefined, undefined]);
    expect(windows("dev", "[]")).toEqual([undefined, undefined]);
  });
});

describe("the ApplicationSet", () => {
  it("tries a failed sync again with what was corrected meanwhile", () => {
    const { syncPolicy } = applicationSet("dev").template.spec as unknown as { syncPolicy: { retry: unknown } };
    expect(syncPolicy.retry).toEqual({
      limit: 3,
      refresh: true,
      backoff: { duration: "10s", factor: 2, maxDuration: "3m" },
    });
  });

  it.each(NAMES)("is of every service, and of the own environment only: %s", (environment) => {
    expect(applicationSet(environment).generators).toEqual([
      {
        matrix: {
          generators: [
            { git: { repoURL: REPOSITORY, revision: "main", files: [{ path: "gitops/services/*.yaml" }] } },
            { list: { elements: [{ environment }] } },
          ],
        },
      },
    ]);
    const made = applications(environment);
    const names = Object.keys(LMS_SERVICES).sort();
    expect(made.map(({ metadata }) => metadata.name).sort()).toEqual(names.map((name) => `${environment}-${name}`));
    for (const { metadata, spec } of made) {
      const service = metadata.name.replace(`${environment}-`, "") as keyof typeof LMS_SERVICES;
      const { namespace } = LMS_SERVICES[service];
      expect(metadata.labels).toEqual({
        "app.kubernetes.io/part-of": "lms",
        "lms.platform/environment": environment,
        "lms.platform/service": service,
      });
      expect(spec.project).toBe(namespace);
      expect(spec.destination).toEqual({ server: "https://kubernetes.default.svc", namespace });
      expect(spec.source).toEqual({
        repoURL: REPOSITORY,
        targetRevision: "main",
        path: "gitops/charts/lms-service",
        helm: {
          valueFiles: [
            `/gitops/platform/${environment}.yaml`,
            `/gitops/services/${service}.yaml`,
            `/gitops/environments/${environment}/${service}.yaml`,
          ],
        },
      });
      expect(spec.source.helm.valueFiles.filter((file) => !existsSync(join(PROJECT, file)))).toEqual([]);
    }
  });

  it("syncs by itself in dev: puts back, prunes, and a service goes with its file", () => {
    const { syncPolicy, template } = applicationSet("dev");
    expect(syncPolicy).toEqual({ applicationsSync: "sync", preserveResourcesOnDeletion: false });
    expect(template.spec.syncPolicy.automated).toEqual({ prune: true, selfHeal: true });
  });

  it("waits for an approved delivery in staging, where a service goes with its file all the same", () => {
    const { syncPolicy, template } = applicationSet("staging");
    expect(syncPolicy).toEqual({ applicationsSync: "sync", preserveResourcesOnDeletion: false });
    expect(template.spec.syncPolicy).not.toHaveProperty("automated");
  });

  it("waits for a sync in prod, and takes nothing away with a file or with itself", () => {
    const { syncPolicy, template } = applicationSet("prod");
    expect(syncPolicy).toEqual({ applicationsSync: "create-update", preserveResourcesOnDeletion: true });
    expect(template.spec.syncPolicy).not.toHaveProperty("automated");
  });

  it("never makes a namespace, and deletes what is left over last", () => {
    for (const environment of NAMES) {
      const { syncOptions } = applicationSet(environment).template.spec.syncPolicy;
      expect(syncOptions).toEqual([
        "ServerSideApply=true",
        "PruneLast=true",
        "FailOnSharedResource=true",
        "RespectIgnoreDifferences=true",
      ]);
    }
  });

  it("leaves the number of pods to the autoscaler, and to people where an application stands by", () => {
    for (const environment of NAMES) {
      const { ignoreDifferences } = applicationSet(environment).template.spec as unknown as {
        ignoreDifferences: unknown;
      };
      expect(ignoreDifferences).toEqual([{ group: "apps", kind: "Deployment", jsonPointers: ["/spec/replicas"] }]);
    }
  });

  it("is of the environment's services where it stands by, with the contract of that region", () => {
    const values = { ...parameters("prod"), contract: "prod-recovery" };
    const [set] = helmTemplate(APPS_CHART, values, { namespace: "argocd" }).filter(
      ({ kind }) => kind === "ApplicationSet",
    );
    const { metadata, spec } = (set as Manifest & { spec: ApplicationSetSpec }).spec.template;
    expect(metadata.name).toBe("prod-recovery-{{ .name }}");
    expect(metadata.labels).toMatchObject({ "lms.platform/environment": "{{ .environment }}" });
    expect(spec.source.helm.valueFiles).toEqual([
      "/gitops/platform/prod-recovery.yaml",
      "/gitops/services/{{ .name }}.yaml",
      "/gitops/environments/{{ .environment }}/{{ .name }}.yaml",
    ]);
    expect(() => helmTemplate(APPS_CHART, { ...values, contract: "other" })).toThrow("at '/contract'");
  });

  it("tells the environment's Slack channel what was deployed, what failed and what is degraded", () => {
    for (const environment of NAMES) {
      expect(applicationSet(environment).template.metadata.annotations).toEqual({
        "argocd.argoproj.io/compare-options": "ServerSideDiff=true,IncludeMutationWebhook=true",
        "notifications.argoproj.io/subscribe.on-deployed.slack": `lms-${environment}-deployments`,
        "notifications.argoproj.io/subscribe.on-health-degraded.slack": `lms-${environment}-deployments`,
        "notifications.argoproj.io/subscribe.on-sync-failed.slack": `lms-${environment}-deployments`,
      });
    }
  });
});
