import { describe, expect, it } from "vitest";
import { validateManifest } from "../../../gitops/checks/kubernetes/schema";
import { standIn, standInDefinition } from "../../../sandbox/cluster/stand-ins";
import { resolved } from "../../../sandbox/cluster/terraform-objects";
import type { RootConfiguration } from "../../../scripts/terraform-root";

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
