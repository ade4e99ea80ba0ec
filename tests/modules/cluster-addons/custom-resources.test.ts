import { describe, expect, it } from "vitest";
import { helmLint, helmTemplate } from "../../../gitops/checks/kubernetes/helm";
import { type Manifest, validateManifest } from "../../../gitops/checks/kubernetes/schema";
import { customResources } from "../../../modules/cluster-addons/addons/custom-resources";
import { context, SETTINGS, SMALL_SETTINGS } from "./fixture";

const CHART = "modules/cluster-addons/charts/custom-resources";
const render = (settings = SETTINGS) => helmTemplate(CHART, customResources(context(settings)).values);
const rendered = render();
const named = (kind: string, name: string, objects = rendered): Manifest | undefined =>
  objects.find((object) => object.kind === kind && object.metadata.name === name);

it("are what the operators' definitions take", () => {
  expect(rendered.flatMap(validateManifest)).toEqual([]);
  expect(() => helmLint(CHART, customResources(context()).values)).not.toThrow();
});

it("are these", () => {
  expect(
    rendered.map(({ kind, metadata: { name, namespace = "-" } }) => `${kind} ${namespace}/${name}`).sort(),
  ).toEqual([
    "ClusterIssuer -/letsencrypt",
    "ClusterIssuer -/letsencrypt-staging",
    "ClusterSecretStore -/aws-secrets-manager",
    "ExternalSecret argocd/argocd-notifications-secret",
    "ExternalSecret argocd/argocd-sign-on",
    "ExternalSecret argocd/lms-repository",
    "ExternalSecret monitoring/alertmanager-receivers",
    "ExternalSecret monitoring/grafana-admin",
    "PodMonitor kube-system/vpc-cni",
    "PrometheusRule monitoring/platform",
    "ValidatingAdmissionPolicy -/service-images",
    "ValidatingAdmissionPolicyBinding -/service-images",
  ]);
});

describe("the policy of images", () => {
  const { spec } = named("ValidatingAdmissionPolicy", "service-images") as unknown as {
    readonly spec: {
      readonly failurePolicy: string;
      readonly matchConstraints: { readonly resourceRules: readonly { readonly resources: readonly string[] }[] };
      readonly validations: readonly { readonly expression: string }[];
    };
  };
  const [, pattern = ""] = /matches\(\s*"(.*)"/.exec(spec.validations[0]?.expression ?? "") ?? [];
  const COMMIT = "0123456789abcdef0123456789abcdef01234567";
  const OURS = "444444444444.dkr.ecr.us-east-1.amazonaws.com/lms/courses";

  it("denies what is not known to be right, also containers for debugging, where services run", () => {
    expect(spec).toMatchObject({
      failurePolicy: "Fail",
      matchConstraints: {
        resourceRules: [{ operations: ["CREATE", "UPDATE"], resources: ["pods", "pods/ephemeralcontainers"] }],
      },
    });
    expect(named("ValidatingAdmissionPolicyBinding", "service-images")?.spec).toEqual({
      policyName: "service-images",
      validationActions: ["Deny"],
      matchResources: {
        namespaceSelector: {
          matchExpressions: [
            { key: "kubernetes.io/metadata.name", operator: "In", values: ["core-services", "microservices"] },
          ],
        },
      },
    });
  });

  it.each([
    [`${OURS}:${COMMIT}`, true],
    [`${OURS.replace("us-east-1", "eu-west-1")}@sha256:${"a1".repeat(32)}`, true],
    [`${OURS}:latest`, false],
    [OURS, false],
    [`${OURS}:${COMMIT}0`, false],
    [`${OURS.replace("4.dkr", "5.dkr")}:${COMMIT}`, false],
    [`444444444444xdkr.ecr.us-east-1.amazonaws.com/lms/courses:${COMMIT}`, false],
    [`evil.example.com/${OURS}:${COMMIT}`, false],
    [`444444444444.dkr.ecr.us-east-1.amazonaws.com/jenkins/tools:${COMMIT}`, false],
    ["busybox", false],
  ])("takes only images of the platform, by commit or digest: %s", (image, taken) => {
    expect(new RegExp(pattern).test(image)).toBe(taken);
  });
});

describe("the store", () => {
  it("has no credentials of its own, and serves the declared namespaces", () => {
    expect(named("ClusterSecretStore", "aws-secrets-manager")?.spec).toEqual({
      provider: { aws: { service: "SecretsManager", region: "us-east-1" } },
      conditions: [{ namespaces: ["core-services", "microservices", "data", "monitoring", "security", "argocd"] }],
    });
  });
});

describe("the secrets", () => {
  it("come from the environment's own in Secrets Manager, key by key", () => {
    expect(named("ExternalSecret", "alertmanager-receivers")?.spec).toEqual({
      refreshInterval: "1h",
      secretStoreRef: { kind: "ClusterSecretStore", name: "aws-secrets-manager" },
      target: {
        name: "alertmanager-receivers",
        creationPolicy: "Owner",
        deletionPolicy: "Retain",
        template: { mergePolicy: "Merge", metadata: { labels: {} }, data: {} },
      },
      data: ["slack-url", "pagerduty-routing-key"].map((key) => ({
        secretKey: key,
        remoteRef: { key: "lms/test/monitoring/alertmanager", property: key },
      })),
    });
  });

  it("of Alertmanager have no key of PagerDuty where no one is called", () => {
    expect(named("ExternalSecret", "alertmanager-receivers", render(SMALL_SETTINGS))?.spec).toMatchObject({
      data: [{ secretKey: "slack-url" }],
    });
  });

  it("of the repository carry its address, by which Argo CD finds them", () => {
    expect(named("ExternalSecret", "lms-repository")?.spec).toMatchObject({
      target: {
        template: {
          metadata: { labels: { "argocd.argoproj.io/secret-type": "repository" } },
          data: { type: "git", url: "https://git.example.com/lms.git" },
        },
      },
      data: [{ secretKey: "username" }, { secretKey: "password" }],
    });
  });

  it("of the sign-on are there only with one", () => {
    expect(named("ExternalSecret", "argocd-sign-on", render(SMALL_SETTINGS))).toBeUndefined();
    expect(named("ExternalSecret", "argocd-sign-on")).toBeDefined();
  });

  it.each(["argocd-sign-on", "argocd-notifications-secret"])(
    "carry in %s the label without which Argo CD sees none",
    (name) => {
      expect(named("ExternalSecret", name)?.spec).toMatchObject({
        target: { template: { metadata: { labels: { "app.kubernetes.io/part-of": "argocd" } } } },
      });
    },
  );
});

it("issue certificates by DNS in the environment's zone, which they name by its id", () => {
  expect(named("ClusterIssuer", "letsencrypt")?.spec).toEqual({
    acme: {
      server: "https://acme-v02.api.letsencrypt.org/directory",
      email: "team@example.com",
      privateKeySecretRef: { name: "letsencrypt-account" },
      solvers: [
        {
          selector: { dnsZones: ["lms.example.com"] },
          dns01: { route53: { region: "us-east-1", hostedZoneID: "Z1" } },
        },
      ],
    },
  });
});

it("call a person for what learners may notice, and leave the rest to working hours", () => {
  const spec = named("PrometheusRule", "platform")?.spec as
    | { groups: { rules: { alert: string; for: string; labels: { severity: string } }[] }[] }
    | undefined;
  const rules = spec?.groups.flatMap((group) => group.rules) ?? [];
  expect(rules.map(({ alert, labels, for: time }) => `${alert} ${labels.severity} ${time}`)).toEqual([
    "SecretNotSynced warning 30m",
    "CertificateExpires warning 1h",
    "ApplicationUnhealthy critical 15m",
    "ApplicationMissing warning 1h",
    "AutoscalerStopped critical 15m",
    "LogsLost warning 15m",
    "QuotaNearlyFull warning 15m",
  ]);
});

describe("the chart", () => {
  const values = customResources(context()).values;

  it("refuses a value that it does not have", () => {
    expect(() => helmTemplate(CHART, { ...values, store: {} })).toThrow("additional properties 'store' not allowed");
  });

  it("refuses a secret that is not the platform's", () => {
    const secret = { name: "x", namespace: "data", source: "other/secret", keys: ["a"], labels: {}, constants: {} };
    expect(() => helmTemplate(CHART, { ...values, secrets: [secret] })).toThrow("'/secrets/0/source'");
  });

  it("refuses to be released without values", () => {
    expect(() => helmTemplate(CHART, {})).toThrow("'/secretStore/name'");
  });
});
