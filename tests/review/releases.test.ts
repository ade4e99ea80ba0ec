import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Manifest } from "../../gitops/checks/kubernetes/schema";
import { reviewOf } from "../../review/plan-review";
import { noiseOf, objectChanges } from "../../review/releases/objects";
import { releaseChanges, renderIn } from "../../review/releases/render";
import type { PlanDocument } from "../../scripts/plan-document";
import { temporaryFolder } from "../sandbox/support";

const deployment = (replicas: number, ...containers: readonly object[]): Manifest => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "server", namespace: "argocd" },
  spec: { replicas, template: { spec: { containers } } },
});
const secret = (data: object): Manifest => ({ apiVersion: "v1", kind: "Secret", metadata: { name: "tls" }, data });
const main = (image: string) => ({ name: "main", image });

describe("the objects of a release", () => {
  it("are compared field by field", () => {
    expect(objectChanges([deployment(1, main("a:1"))], [deployment(2, main("a:1"))])).toEqual([
      "Deployment argocd/server: spec.replicas: 1 -> 2",
    ]);
    expect(objectChanges([deployment(1)], [deployment(1)])).toEqual([]);
  });

  it("come and go", () => {
    expect(objectChanges([deployment(1)], [secret({})])).toEqual([
      "Deployment argocd/server: DESTROYED",
      "Secret tls: created",
    ]);
  });

  it("have their containers by name, so that a new one moves no other", () => {
    const [before, after] = [[main("a:1")], [{ name: "first", image: "b:1" }, main("a:2")]];
    expect(objectChanges([deployment(1, ...before)], [deployment(1, ...after)])).toEqual([
      'Deployment argocd/server: spec.template.spec.containers.main.image: "a:1" -> "a:2"',
      'Deployment argocd/server: spec.template.spec.containers.first: (absent) -> {"name":"first","image":"b:1"}',
    ]);
  });

  it("are silent on what a Secret holds, and on what differs each time", () => {
    expect(objectChanges([secret({ key: "old" })], [secret({ key: "new" })])).toEqual([
      "Secret tls: data.key: (sensitive)",
    ]);
    const noise = noiseOf([secret({ key: "one" })], [secret({ key: "other" })]);
    expect(objectChanges([secret({ key: "old" })], [secret({ key: "new" })], noise)).toEqual([]);
  });

  it("are told by twenty differences each", () => {
    const many = (value: number) => ({
      ...secret({}),
      kind: "ConfigMap",
      data: Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`key-${index}`, value])),
    });
    const lines = objectChanges([many(1)], [many(2)]);
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe("ConfigMap tls: 5 more differences");
  });
});

describe("the changed releases of a plan", () => {
  const release = (more: object) => ({ name: "one", namespace: "security", chart: "assets/one", ...more });
  const plan = (before: object | null, after: object | null, more: object = {}): PlanDocument => ({
    resource_changes: [
      {
        address: "helm_release.one",
        type: "helm_release",
        change: {
          actions: [before === null ? "create" : after === null ? "delete" : "update"],
          before,
          after,
          ...more,
        },
      },
      {
        address: "terraform_data.two",
        type: "terraform_data",
        change: { actions: ["create"], before: null, after: {} },
      },
    ],
  });

  /** A root with a chart beside it, one object of which has a value and another the time. */
  function rootWithChart(): string {
    const root = temporaryFolder();
    const chart = join(root, "assets", "one");
    mkdirSync(join(chart, "templates"), { recursive: true });
    writeFileSync(join(chart, "Chart.yaml"), "{ apiVersion: v2, name: one, version: 1.0.0 }");
    writeFileSync(
      join(chart, "templates", "all.yaml"),
      `apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: {{ .Release.Namespace }} }
data: { level: {{ .Values.level | quote }}, random: {{ randAlphaNum 20 | quote }} }
`,
    );
    return root;
  }
  const render = renderIn(rootWithChart());
  const changes = (...args: Parameters<typeof plan>) => releaseChanges(plan(...args), render);

  it("are rendered by Helm before and after", () => {
    expect(changes(release({ values: ['{"level":"info"}'] }), release({ values: ['{"level":"debug"}'] }))).toEqual({
      "helm_release.one": ['ConfigMap security/settings: data.level: "info" -> "debug"'],
    });
    const same = release({ values: ['{"level":"info"}'] });
    expect(changes({ ...same, timeout: 1 }, same)).toEqual({ "helm_release.one": ["no object changes"] });
  });

  it("are counted where they are new, and left out where they go", () => {
    expect(changes(null, release({ values: ['{"level":"info"}'] }))).toEqual({
      "helm_release.one": ["1 objects: 1 ConfigMap"],
    });
    expect(changes(release({}), null)).toEqual({});
  });

  it("say what keeps them from being compared", () => {
    expect(changes(release({ chart: "assets/older" }), release({ values: ['{"level":"info"}'] }))).toEqual({
      "helm_release.one": ["its objects cannot be compared: the chart itself changes, and assets/older is not at hand"],
    });
    expect(changes(release({}), release({}), { after_unknown: { values: true } })).toEqual({
      "helm_release.one": ["its objects cannot be compared: only the apply will tell its values"],
    });
    const elsewhere = release({ repository: "http://127.0.0.1:1/charts", version: "1.0.0" });
    expect(changes(elsewhere, elsewhere)["helm_release.one"]?.[0]).toMatch(
      /^its objects cannot be compared: helm template .*127\.0\.0\.1:1/,
    );
  });

  it("are told by the review, without sensitive values", () => {
    const [before, after] = [release({ values: ["{}"] }), release({ values: ['{"a":1}'] })];
    const document = plan(before, { ...after, password: "hunter2-hunter2" }, { after_sensitive: { password: true } });
    const inCluster = { "helm_release.one": ["ConfigMap settings: data.text: (absent) -> hunter2-hunter2"] };
    expect(reviewOf("dev-addons", document, { inCluster }).changes[0]?.lines.at(-1)).toBe(
      "ConfigMap settings: data.text: (absent) -> (sensitive)",
    );
  });
});
