import { expect, it } from "vitest";
import { validateManifest } from "../../../gitops/checks/kubernetes/schema";

const container = { name: "web", image: "web:1", ports: [{ containerPort: 8080 }] };
const deployment = (spec: object, pod: object = {}) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web" },
  spec: { selector: {}, template: { spec: { containers: [container], ...pod } }, ...spec },
});

it("passes what the API takes, names and types", () => {
  expect(validateManifest(deployment({ replicas: 2 }))).toEqual([]);
  const policy = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: { name: "dns" } };
  expect(validateManifest({ ...policy, spec: { ingress: [{ from: [{ podSelector: {} }] }] } })).toEqual([]);
  const quota = { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "all" } };
  expect(validateManifest({ ...quota, spec: { hard: { "requests.cpu": "4" } } })).toEqual([]);
});

it.each([
  [
    "a field that does not exist",
    deployment({ replica: 2 }),
    /spec\.replica: must be a known key; choose from .*replicas/,
  ],
  ["a number as text", deployment({ replicas: "2" }), /spec\.replicas: must be number, got "2"/],
  ["a list as a map", deployment({}, { containers: {} }), /spec\.template\.spec\.containers: must be a list, got \{\}/],
  [
    "a field deep inside",
    deployment({}, { containers: [{ ...container, livenessProbe: { httpGet: { port: 1, pth: "/" } } }] }),
    /spec\.template\.spec\.containers\[0\]\.livenessProbe\.httpGet\.pth: must be a known key/,
  ],
  ["a missing field", deployment({}, { containers: [{ image: "x" }] }), /containers\[0\]\.name: must be given/],
  [
    "an unquoted quantity",
    { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "web" }, spec: { hard: { pods: 3 } } },
    /spec\.hard\.pods: must be string, got 3/,
  ],
])("refuses %s", (_, manifest, problem) => {
  const problems = validateManifest(manifest);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(problem);
});

it("refuses a kind of another API, and one that no one has declared", () => {
  expect(validateManifest({ ...deployment({}), apiVersion: "extensions/v1beta1" })).toEqual([
    "Deployment web: must be of a known kind, got extensions/v1beta1 Deployment; add it to KINDS or CUSTOM_RESOURCES",
  ]);
  expect(validateManifest({ kind: "Widget" })).toEqual([
    "Widget undefined: must be of a known kind, got none Widget; add it to KINDS or CUSTOM_RESOURCES",
  ]);
});

it("refuses an object without a name", () => {
  expect(validateManifest({ apiVersion: "v1", kind: "ConfigMap", metadata: {}, data: {} })).toEqual([
    "ConfigMap undefined: metadata.name: must be given",
  ]);
});

it("holds custom resources to what the platform uses of them", () => {
  const store = { apiVersion: "external-secrets.io/v1", kind: "ClusterSecretStore", metadata: { name: "aws" } };
  const aws = { service: "SecretsManager", region: "us-east-1" };
  expect(validateManifest({ ...store, spec: { provider: { aws } } })).toEqual([]);
  expect(validateManifest({ ...store, spec: { provider: { aws: { ...aws, service: "Vault", auth: {} } } } })).toEqual([
    `ClusterSecretStore aws: spec.provider.aws.service: must be 'SecretsManager' or 'ParameterStore', got "Vault"`,
    "ClusterSecretStore aws: spec.provider.aws.auth: must be a known key; choose from service, region, role",
  ]);
});
