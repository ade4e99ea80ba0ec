/** Who comes first when a node is full. Pods of a higher class take the place of lower ones. */
export interface PriorityClass {
  readonly name: string;
  readonly value: number;
  readonly description: string;
}

/**
 * The priorities of what runs in the cluster, the most important first; all below Kubernetes' own `system-` classes. A
 * pod that names none has `standard`.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
 */
export const PRIORITY_CLASSES = {
  platform: { name: "lms-platform", value: 1_000_000, description: "What all services rest on: add-ons" },
  core: { name: "lms-core", value: 100_000, description: "Core services: no learner can work without them" },
  standard: { name: "lms-standard", value: 10_000, description: "Everything else that learners use" },
  batch: { name: "lms-batch", value: 1_000, description: "Work that can wait" },
} as const satisfies Record<string, PriorityClass>;
