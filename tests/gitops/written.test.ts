import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { WRITTEN, writtenProblems, writtenText } from "../../gitops/checks/written";
import { PROJECT } from "../../scripts/synth";
import { runProgram, temporaryFolder } from "../sandbox/support";

const CHART = "gitops/charts/lms-service";

/** The problems of a copy of the tree with a mistake in it. */
function found(file: string, was: string, is: string): string[] {
  const project = temporaryFolder();
  cpSync(join(PROJECT, "gitops"), join(project, "gitops"), { recursive: true });
  const path = join(project, file);
  const text = readFileSync(path, "utf8");
  expect([file, was, text.includes(was)]).toEqual([file, was, true]);
  writeFileSync(path, text.replace(was, is));
  return writtenProblems(project);
}

const told = (chart: string, path: string, wanted: string, got: string) =>
  `${chart}: ${path} must be ${wanted}, as gitops/rendered.yaml has it, got ${got}; correct the chart, or run ` +
  "npm run gitops -- --write and have the change reviewed";

test("what the charts make is written down", () => {
  expect(writtenProblems(PROJECT)).toEqual([]);
  expect(readFileSync(join(PROJECT, WRITTEN), "utf8")).toBe(writtenText(PROJECT));
});

const POD = "spec.template.spec";

test.each([
  [
    "deployment",
    "enableServiceLinks: false",
    "enableServiceLinks: false\n      hostAliases: [{ ip: 192.0.2.1, hostnames: [x] }]",
    `Deployment full.${POD}.hostAliases`,
    "nothing",
    '[{"ip":"192.0.2.1","hostnames":["x"]}]',
  ],
  [
    "deployment",
    "runAsGroup: 10001",
    "runAsGroup: 0",
    `Deployment full.${POD}.securityContext.runAsGroup`,
    "10001",
    "0",
  ],
  [
    "deployment",
    "{ sizeLimit: 1Gi }",
    "{ medium: Memory }",
    `Deployment full.${POD}.volumes.0.emptyDir.sizeLimit`,
    '"1Gi"',
    "nothing",
  ],
  [
    "deployment",
    "{ key: lms.platform/workload, operator: Exists, effect: NoSchedule }",
    "{ operator: Exists, effect: NoSchedule }",
    `Deployment full.${POD}.tolerations.0.key`,
    '"lms.platform/workload"',
    "nothing",
  ],
  [
    "deployment",
    "port: http }\n            periodSeconds: 5",
    "port: metrics }\n            periodSeconds: 5",
    `Deployment full.${POD}.containers.0.startupProbe.httpGet.port`,
    '"http"',
    '"metrics"',
  ],
  [
    "autoscaler",
    "name: cpu",
    "name: memory",
    "HorizontalPodAutoscaler full.spec.metrics.0.resource.name",
    '"cpu"',
    '"memory"',
  ],
  [
    "service",
    "type: ClusterIP",
    "type: ClusterIP\n  publishNotReadyAddresses: true",
    "Service full.spec.publishNotReadyAddresses",
    "nothing",
    "true",
  ],
  [
    "external-secret",
    "creationPolicy: Owner",
    "creationPolicy: Orphan",
    "ExternalSecret full.spec.target.creationPolicy",
    '"Owner"',
    '"Orphan"',
  ],
  [
    "service-monitor",
    "path: /metrics",
    "path: /metric",
    "ServiceMonitor full.spec.endpoints.0.path",
    '"/metrics"',
    '"/metric"',
  ],
  [
    "network-policy",
    "{ port: 443, protocol: TCP }",
    "{ port: 443, endPort: 65535, protocol: TCP }",
    "NetworkPolicy full.spec.egress.5.ports.0.endPort",
    "nothing",
    "65535",
  ],
])("%s: %j as %j is a problem", (file, was, is, path, wanted, got) => {
  expect(found(`${CHART}/templates/${file}.yaml`, was, is)).toContain(told(CHART, path, wanted, got));
});

test("a value of one place in a template, instead of the contract's, is a problem", () => {
  const made = found(`${CHART}/templates/_environment.tpl`, "value: {{ $platform.region }}", "value: us-east-1");
  expect(made).toContain(told(CHART, `Deployment full.${POD}.containers.0.env.6.value`, '"sa-east-1"', '"us-east-1"'));
});

test.each([
  [
    "services",
    "gitops/services/*.yaml",
    "gitops/**/*.yaml",
    "ApplicationSet services.spec.generators.0.matrix.generators.0.git.files.0.path",
    '"gitops/services/*.yaml"',
    '"gitops/**/*.yaml"',
  ],
  ["services", "limit: 3", "limit: -1", "ApplicationSet services.spec.template.spec.syncPolicy.retry.limit", "3", "-1"],
  [
    "services",
    "helm:\n",
    "helm:\n          ignoreMissingValueFiles: true\n",
    "ApplicationSet services.spec.template.spec.source.helm.ignoreMissingValueFiles",
    "nothing",
    "true",
  ],
  ["projects", "kind: deny", "kind: allow", "AppProject core-services.spec.syncWindows.0.kind", '"deny"', '"allow"'],
  [
    "projects",
    "clusterResourceWhitelist: []",
    'sourceNamespaces: ["*"]\n  clusterResourceWhitelist: []',
    "AppProject core-services.spec.sourceNamespaces",
    "nothing",
    '["*"]',
  ],
])("gitops/apps, %s: %j as %j is a problem", (file, was, is, path, wanted, got) => {
  expect(found(`gitops/apps/templates/${file}.yaml`, was, is)).toContain(told("gitops/apps", path, wanted, got));
});

test("an object that nobody has written down, and one that is gone, are problems", () => {
  const [more = "", ...others] = found(
    "gitops/apps/templates/projects.yaml",
    "{{- range .Values.namespaces }}",
    "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: all }\n{{- range .Values.namespaces }}",
  );
  expect([more, others]).toEqual([
    told(
      "gitops/apps",
      "ClusterRoleBinding all",
      "nothing",
      '{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"all"}}',
    ),
    [],
  ]);
  expect(found(`${CHART}/templates/service-account.yaml`, "kind: ServiceAccount", "kind: Account")[0]).toMatch(
    /^gitops\/charts\/lms-service: ServiceAccount full must be \{.+\}, as gitops\/rendered\.yaml has it, got nothing; correct /,
  );
});

test("what Helm refuses is told in its words", () => {
  expect(found(`${CHART}/templates/service.yaml`, "apiVersion: v1", '{{- fail "not today" }}\napiVersion: v1')).toEqual(
    [
      expect.stringMatching(
        /^gitops, with samples: must be rendered by Helm, got .*: not today; correct the chart or its values$/,
      ),
    ],
  );
});

test("a file that is missing is a problem", () => {
  const project = temporaryFolder();
  cpSync(join(PROJECT, "gitops"), join(project, "gitops"), { recursive: true });
  rmSync(join(project, WRITTEN));
  expect(writtenProblems(project)).toEqual([
    "gitops/rendered.yaml: must write down what the charts make, got no file; restore it, or run npm run gitops -- --write",
  ]);
});

test("nothing is written for an environment alone", async () => {
  expect(await runProgram("gitops/check.ts", ["--write", "dev"])).toEqual({
    exitCode: 1,
    stdout: "",
    stderr: "gitops: --write takes no environment, got dev; see --help\n",
  });
});
