import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { validateManifest } from "../../../gitops/checks/kubernetes/schema";
import { missingDefinitions } from "../../../sandbox/cluster/addons";
import { ClusterCommands } from "../../../sandbox/cluster/commands";
import { standIn, standInDefinition } from "../../../sandbox/cluster/stand-ins";
import { resolved } from "../../../sandbox/cluster/terraform-objects";
import type { RootConfiguration } from "../../../scripts/terraform-root";
import { temporaryFolder } from "../support";

/** An expression of Terraform. */
const expression = (text: string) => `\${${text}}`;
const configuration = (resource: RootConfiguration["resource"]) => ({ resource }) as RootConfiguration;

describe("what Terraform would fill in", () => {
  it("is the platform's outputs and the names of namespaces, and leaves the charts' own templates", () => {
    const namespaces = { data: { metadata: { name: "data" } } };
    const limits = {
      one: {
        metadata: { namespace: expression("kubernetes_namespace_v1.data.metadata[0].name") },
        text: `${expression("data.terraform_remote_state.platform.outputs.vpc_id")} and $${expression("HOME")}`,
      },
    };
    const root = configuration({ kubernetes_namespace_v1: namespaces, kubernetes_limit_range_v1: limits });
    expect(resolved(root, { vpc_id: "vpc-1" }).kubernetes_limit_range_v1).toEqual({
      one: { metadata: { namespace: "data" }, text: `vpc-1 and ${expression("HOME")}` },
    });
  });

  it.each([
    ["data.terraform_remote_state.platform.outputs.vpc_id", "the platform has no output vpc_id, for $"],
    ["kubernetes_namespace_v1.none.metadata[0].name", "no namespace none is in the root"],
    ["var.anything", `no value is known of ${expression("var.anything")}`],
  ])("must be known: %s", (reference, message) => {
    const root = configuration({ kubernetes_config_map_v1: { one: { data: expression(reference) } } });
    expect(() => resolved(root, {})).toThrow(message);
  });
});

describe("the kinds of an unpacked chart's objects", () => {
  const crd = (kind: string) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${kind.toLowerCase()}s.lms.test }
spec: { group: lms.test, names: { kind: ${kind} }, versions: [{ name: v1 }] }
`;

  it("are defined by the chart, known, or stood in for, in a list, too", async () => {
    const chart = temporaryFolder();
    const write = (path: string, text: string) => {
      mkdirSync(join(chart, dirname(path)), { recursive: true });
      writeFileSync(join(chart, path), text);
    };
    write("Chart.yaml", "apiVersion: v2\nname: kinds\nversion: 1.0.0\n");
    write("crds/brought.yaml", crd("Brought"));
    write("templates/made.yaml", crd("Made"));
    const object = (kind: string) => `{ apiVersion: lms.test/v1, kind: ${kind}, metadata: { name: one } }`;
    write(
      "templates/list.yaml",
      `{ apiVersion: v1, kind: List, items: [${["Brought", "Made"].map(object).join(", ")}] }`,
    );
    write("templates/other.yaml", object("Other"));
    write("templates/known.yaml", "{ apiVersion: v1, kind: ConfigMap, metadata: { name: one } }");
    const commands = new ClusterCommands("none", temporaryFolder(), new AbortController().signal);
    const objects = await commands.render({ name: "kinds", namespace: "lms", chart, values: {} });
    expect(objects.map(({ kind }) => kind).sort()).toEqual([
      "Brought",
      "ConfigMap",
      "CustomResourceDefinition",
      "CustomResourceDefinition",
      "Made",
      "Other",
    ]);
    vi.spyOn(commands, "kubectl").mockResolvedValue(
      `configmaps                  cm         v1                        true    ConfigMap
customresourcedefinitions   crd,crds   apiextensions.k8s.io/v1   false   CustomResourceDefinition`,
    );
    expect((await missingDefinitions(objects, commands)).map(({ metadata }) => metadata.name)).toEqual([
      "others.lms.test",
    ]);
  });
});

describe("what stands in for a chart's pods", () => {
  const objects = standIn({
    name: "prometheus",
    namespace: "monitoring",
    kind: "StatefulSet",
    replicas: 2,
    containers: [{ requests: { cpu: "250m", memory: "1Gi" } }, {}],
    priorityClassName: "lms-platform",
    serviceAccountName: "prometheus",
    tolerations: [],
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "DoNotSchedule" },
    ],
    volumeGib: 20,
  });

  it("is objects that Kubernetes takes", () => {
    expect(objects.map(({ kind }) => kind)).toEqual(["ServiceAccount", "StatefulSet", "PodDisruptionBudget"]);
    expect(objects.flatMap(validateManifest)).toEqual([]);
  });

  it("asks for the same, of the same priority, spread by its own labels, on a volume", () => {
    const labels = { "app.kubernetes.io/managed-by": "sandbox", "app.kubernetes.io/name": "prometheus" };
    expect(objects[1]?.spec).toMatchObject({
      replicas: 2,
      volumeClaimTemplates: [{ spec: { resources: { requests: { storage: "20Gi" } } } }],
      template: {
        metadata: { labels },
        spec: {
          priorityClassName: "lms-platform",
          serviceAccountName: "prometheus",
          topologySpreadConstraints: [{ whenUnsatisfiable: "DoNotSchedule", labelSelector: { matchLabels: labels } }],
          containers: [{ resources: { requests: { cpu: "250m", memory: "1Gi" } } }, { resources: {} }],
        },
      },
    });
  });

  it("is a definition that takes anything, for kinds of theirs", () => {
    const store = { apiVersion: "external-secrets.io/v1", kind: "ClusterSecretStore", metadata: { name: "aws" } };
    expect(standInDefinition(store)).toMatchObject({
      metadata: { name: "clustersecretstores.external-secrets.io" },
      spec: { scope: "Cluster", versions: [{ name: "v1", served: true, storage: true }] },
    });
  });
});
