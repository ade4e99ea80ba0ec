import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { helmLint, helmTemplate } from "../../../gitops/checks/kubernetes/helm";

const CHART = mkdtempSync(join(tmpdir(), "lms-chart-"));
const TEMPLATE = `
{{- range .Values.names }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ . }}
  namespace: {{ $.Release.Namespace }}
data:
  release: {{ $.Release.Name }}
  kubernetes: {{ $.Capabilities.KubeVersion.Version }}
  monitors: {{ $.Capabilities.APIVersions.Has "monitoring.coreos.com/v1" | quote }}
{{- end }}
`;

beforeAll(() => {
  mkdirSync(join(CHART, "templates"));
  writeFileSync(join(CHART, "Chart.yaml"), "apiVersion: v2\nname: tried\nversion: 1.0.0\nicon: https://example.com\n");
  writeFileSync(join(CHART, "values.yaml"), "names: []\n");
  writeFileSync(
    join(CHART, "values.schema.json"),
    JSON.stringify({ properties: { names: { type: "array" } }, additionalProperties: false }),
  );
  writeFileSync(join(CHART, "templates/maps.yaml"), TEMPLATE);
});
afterAll(() => rmSync(CHART, { recursive: true }));

it("renders a chart for the platform's Kubernetes, with the values, the release and the APIs that it is given", () => {
  const options = { release: "tried", namespace: "data", apiVersions: ["monitoring.coreos.com/v1"] };
  expect(helmTemplate(CHART, { names: ["one", "two"] }, options)).toEqual(
    ["one", "two"].map((name) => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name, namespace: "data" },
      data: { release: "tried", kubernetes: "v1.35.0", monitors: "true" },
    })),
  );
});

it("renders nothing as no object", () => {
  expect(helmTemplate(CHART, {})).toEqual([]);
  expect(() => helmLint(CHART, {})).not.toThrow();
});

it("says what Helm says of values that the chart's schema refuses", () => {
  expect(() => helmTemplate(CHART, { names: "one" })).toThrow("at '/names': got string, want array");
  expect(() => helmTemplate(CHART, { colour: "red" })).toThrow("additional properties 'colour' not allowed");
  expect(() => helmLint(CHART, { colour: "red" })).toThrow("additional properties 'colour' not allowed");
});
