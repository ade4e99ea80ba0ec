import type { Availability } from "./addon-settings";

/** Number of pods of a program that must survive the loss of a zone. */
export function replicas(availability: Availability): 1 | 2 {
  return availability === "zone-redundant" ? 2 : 1;
}

/** A budget by which a drain takes one pod at a time; with a single pod it would only block the drain. */
export function disruptionBudget(availability: Availability) {
  return availability === "zone-redundant" ? { enabled: true, minAvailable: 1 } : { enabled: false };
}

/**
 * Keeps pods with the labels apart, over the zones; without labels, for charts that add those of each component. A pod that
 * would make it uneven waits for a node: the first place of one with a volume is for ever. The taint of a lost zone's nodes
 * takes that zone out of the reckoning, and the pods of a new revision are counted by themselves.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export function zoneSpread(matchLabels?: Readonly<Record<string, string>>) {
  return [
    {
      maxSkew: 1,
      topologyKey: "topology.kubernetes.io/zone",
      whenUnsatisfiable: "DoNotSchedule",
      nodeTaintsPolicy: "Honor",
      matchLabelKeys: ["pod-template-hash"],
      ...(matchLabels === undefined ? {} : { labelSelector: { matchLabels } }),
    },
  ];
}

/** Requests and limits of a pod. Memory is capped, the processor is not: a cap would only slow it down. */
export function resources(cpu: string, memory: string, memoryLimit: string) {
  return { requests: { cpu, memory }, limits: { memory: memoryLimit } };
}
