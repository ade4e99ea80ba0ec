import { expect, it } from "vitest";
import { validateManifest } from "../../../gitops/checks/kubernetes/schema";
import { argoCd } from "../../../modules/cluster-addons/addons/argo-cd";
import { argocdApps } from "../../../modules/cluster-addons/addons/argocd-apps";
import { context, SETTINGS, SMALL_SETTINGS } from "./fixture";

interface ArgoValues {
  readonly controller: object;
  readonly configs: { readonly cm: Record<string, unknown>; readonly rbac: Record<string, unknown> };
  readonly notifications: {
    readonly secret: object;
    readonly triggers: Record<string, string>;
    readonly templates: Record<string, string>;
  };
}
interface AppValues {
  readonly projects: { readonly lms: Record<string, unknown> };
  readonly applications: { readonly lms: Record<string, unknown> };
}

const argo = (settings = SETTINGS) => argoCd(context(settings)).values as unknown as ArgoValues;
const apps = argocdApps(context()).values as unknown as AppValues;

it("gives groups their roles and nobody else any, and has no administrator of its own", () => {
  const { cm, rbac } = argo().configs;
  expect(cm["admin.enabled"]).toBe(false);
  expect(rbac).toEqual({
    "policy.default": "",
    "policy.csv": "g, admins, role:admin\ng, readers, role:readonly\n",
    scopes: "[groups]",
  });
  expect(JSON.parse(String(cm["oidc.config"]))).toEqual({
    name: "Single sign-on",
    issuer: "https://login.example.com",
    clientID: "argocd",
    clientSecret: "$argocd-sign-on:client-secret",
    requestedScopes: ["openid", "profile", "email", "groups"],
  });
});

it("has the administrator alone without a sign-on", () => {
  const { cm, rbac } = argo(SMALL_SETTINGS).configs;
  expect(cm["admin.enabled"]).toBe(true);
  expect(cm).not.toHaveProperty(["oidc.config"]);
  expect(rbac).toMatchObject({ "policy.default": "", "policy.csv": "" });
});

it("knows the health of what applications bring", () => {
  const { cm } = argo().configs;
  const checks = Object.keys(cm).filter((key) => key.startsWith("resource.customizations.health."));
  expect(checks).toEqual([
    "resource.customizations.health.argoproj.io_Application",
    "resource.customizations.health.elbv2.k8s.aws_TargetGroupBinding",
    "resource.customizations.health.autoscaling_HorizontalPodAutoscaler",
  ]);
  // https://argo-cd.readthedocs.io/en/stable/operator-manual/health/: another word is the health of nothing.
  const words = ["Degraded", "Healthy", "Missing", "Progressing", "Suspended", "Unknown"];
  const told = checks.map((check) => {
    expect(cm[check]).toMatch(/^local health = .*return health\n$/s);
    const statuses = [...String(cm[check]).matchAll(/\bstatus = (.+)/g)].map(([, value = ""]) => value);
    const literals = statuses.flatMap((value) => [
      ...value.replace(/condition\.\w+ == "\w+"|message = .*/g, "").matchAll(/"(\w+)"/g),
    ]);
    return [...new Set(literals.map(([, word]) => word))].sort();
  });
  expect(told).toEqual([["Progressing"], ["Healthy", "Progressing"], ["Degraded", "Healthy", "Progressing"]]);
  expect(told.flat().filter((word) => !words.includes(String(word)))).toEqual([]);
});

it("tells of what was synced and is well, of what could not be synced, and of what is unwell", () => {
  const { triggers } = argo().notifications;
  const whens = Object.values(triggers).map((trigger) => JSON.parse(String(trigger))[0].when);
  expect(whens).toEqual([
    "app.status.operationState.phase in ['Succeeded'] and app.status.health.status == 'Healthy'",
    "app.status.operationState.phase in ['Error', 'Failed']",
    "app.status.health.status == 'Degraded'",
  ]);
});

it("has one controller, since a second would share out clusters of which there is one", () => {
  expect(argo().controller).toMatchObject({ replicas: 1 });
});

it("tells Slack by a token that the operator brings, by every trigger that applications subscribe to", () => {
  const { secret, triggers, templates } = argo().notifications;
  expect(secret).toEqual({ create: false, name: "argocd-notifications-secret" });
  const names = ["on-deployed", "on-sync-failed", "on-health-degraded"];
  expect(Object.keys(triggers)).toEqual(names.map((name) => `trigger.${name}`));
  expect(Object.keys(templates)).toEqual(names.map((name) => `template.${name}`));
  for (const name of names) {
    expect(JSON.parse(triggers[`trigger.${name}`] ?? "")).toMatchObject([{ when: expect.any(String), send: [name] }]);
    expect(JSON.parse(templates[`template.${name}`] ?? "")).toEqual({ message: expect.any(String) });
  }
  expect(JSON.parse(templates["template.on-deployed"] ?? "").message).toContain(
    "{{.app.metadata.name}} runs{{range .app.status.summary.images}} {{.}}{{end}}",
  );
});

it("makes one application and its project, which Argo CD takes", () => {
  expect(Object.keys(apps.applications)).toEqual(["lms"]);
  expect(Object.keys(apps.projects)).toEqual(["lms"]);
  const manifest = (kind: string, { namespace, finalizers, ...spec }: Record<string, unknown>) => ({
    apiVersion: "argoproj.io/v1alpha1",
    kind,
    metadata: { name: "lms", namespace, finalizers },
    spec,
  });
  expect(validateManifest(manifest("Application", apps.applications.lms))).toEqual([]);
  expect(validateManifest(manifest("AppProject", apps.projects.lms))).toEqual([]);
});

it("lets that application make projects and applications, from one repository, in one namespace", () => {
  expect(apps.projects.lms).toMatchObject({
    sourceRepos: ["https://git.example.com/lms.git"],
    destinations: [{ server: "https://kubernetes.default.svc", namespace: "argocd" }],
    namespaceResourceWhitelist: [
      { group: "argoproj.io", kind: "AppProject" },
      { group: "argoproj.io", kind: "Application" },
      { group: "argoproj.io", kind: "ApplicationSet" },
    ],
  });
  expect(apps.projects.lms).not.toHaveProperty("clusterResourceWhitelist");
});

it("waits, when it is deleted, until all that it brought is gone", () => {
  const finalizers = ["resources-finalizer.argocd.argoproj.io"];
  expect(apps.applications.lms).toMatchObject({ finalizers });
  expect(apps.projects.lms).toMatchObject({ finalizers });
});

it("renders gitops/apps, and tells it the environment, the repository and the revision", () => {
  expect(apps.applications.lms.source).toEqual({
    repoURL: "https://git.example.com/lms.git",
    targetRevision: "v1",
    path: "gitops/apps",
    helm: {
      parameters: [
        { name: "environment", value: "test", forceString: true },
        { name: "repositoryUrl", value: "https://git.example.com/lms.git", forceString: true },
        { name: "revision", value: "v1", forceString: true },
      ],
    },
  });
});
