import { isZoneBound, type Workload } from "../../review/capacity/workload";
import type { KubernetesObject } from "./api";

/** Marks what stands in for another's. */
const LABELS = { "app.kubernetes.io/managed-by": "sandbox" };

/**
 * Objects that stand in for a workload whose chart is not at hand: pods that ask for the same, with the same priority,
 * tolerations, spread, volumes and account, as strict as the namespaces want them; and a budget for more than one pod.
 */
export function standIn(workload: Workload): KubernetesObject[] {
  const { name, namespace, kind, replicas, volumeGib, serviceAccountName } = workload;
  const labels = { ...LABELS, "app.kubernetes.io/name": name };
  const metadata = { name, namespace, labels };
  const selector = { matchLabels: labels };
  const many = kind === "DaemonSet" ? {} : { replicas };
  const volumes = volumeGib === undefined ? {} : { volumeClaimTemplates: [claim(volumeGib)] };
  const stateful = kind === "StatefulSet" ? { serviceName: name, ...volumes } : {};
  const spec = { selector, ...many, ...stateful, template: { metadata: { labels }, spec: podOf(workload, labels) } };
  const budget = { maxUnavailable: 1, selector };
  return [
    ...(serviceAccountName === undefined
      ? []
      : [{ apiVersion: "v1", kind: "ServiceAccount", metadata: { name: serviceAccountName, namespace, labels } }]),
    { apiVersion: "apps/v1", kind, metadata, spec },
    ...(replicas > 1 ? [{ apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata, spec: budget }] : []),
  ];
}

function podOf(workload: Workload, labels: Readonly<Record<string, string>>) {
  const { containers, priorityClassName, serviceAccountName, tolerations = [] } = workload;
  return {
    ...(priorityClassName === undefined ? {} : { priorityClassName }),
    ...(serviceAccountName === undefined ? {} : { serviceAccountName }),
    tolerations,
    ...(isZoneBound(workload) ? { topologySpreadConstraints: spreadOf(workload, labels) } : {}),
    securityContext: { runAsNonRoot: true, runAsUser: 65_534, seccompProfile: { type: "RuntimeDefault" } },
    containers: containers.map((resources, index) => ({
      name: index === 0 ? "main" : `sidecar-${index}`,
      image: "registry.k8s.io/pause:3.10",
      resources,
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    })),
  };
}

/** The constraints as they are, but for the labels: these pods carry their own. */
function spreadOf({ topologySpreadConstraints = [] }: Workload, matchLabels: Readonly<Record<string, string>>) {
  return topologySpreadConstraints.map((constraint) => ({ ...constraint, labelSelector: { matchLabels } }));
}

function claim(gib: number) {
  return {
    metadata: { name: "data" },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: `${gib}Gi` } } },
  };
}

/**
 * A definition that takes any object of a kind, for a kind whose own definition comes with a chart that is not at hand.
 * What it takes is held to its real shape by the tests.
 */
export function standInDefinition({ apiVersion = "", kind = "" }: KubernetesObject): KubernetesObject {
  const [group = "", version = ""] = apiVersion.split("/");
  const singular = kind.toLowerCase();
  const plural = `${singular}s`;
  const schema = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}`, labels: LABELS },
    spec: {
      group,
      scope: kind.startsWith("Cluster") ? "Cluster" : "Namespaced",
      names: { plural, singular, kind },
      versions: [{ name: version, served: true, storage: true, schema }],
    },
  };
}
