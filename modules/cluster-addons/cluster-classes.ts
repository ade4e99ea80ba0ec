import { PriorityClassV1 } from "@cdktf/provider-kubernetes/lib/priority-class-v1";
import { StorageClassV1 } from "@cdktf/provider-kubernetes/lib/storage-class-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** Priority of pods when a node is full. Pods of a higher class take the place of lower ones. */
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

/** The storage class of volumes that name none, and of those that the add-ons ask for. */
export const STORAGE_CLASS = "gp3";

export interface ClusterClassesProps {
  /** The key of the environment's data, which encrypts the volumes of pods. */
  readonly dataKeyArn: string;
}

/**
 * Priority classes, and the one storage class. A volume is made in the zone of its pod, encrypted
 * with the environment's key, and can be grown.
 * @see https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md
 */
export class ClusterClasses extends Construct {
  /** What must exist before a pod that names one of them. */
  readonly all: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { dataKeyArn }: ClusterClassesProps) {
    super(scope, id);
    this.all = [this.createStorageClass(dataKeyArn), ...this.createPriorities()];
  }

  private createStorageClass(dataKeyArn: string): StorageClassV1 {
    return new StorageClassV1(this, STORAGE_CLASS, {
      metadata: {
        name: STORAGE_CLASS,
        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
      },
      storageProvisioner: "ebs.csi.aws.com",
      parameters: { type: "gp3", encrypted: "true", kmsKeyId: dataKeyArn, "csi.storage.k8s.io/fstype": "ext4" },
      reclaimPolicy: "Delete",
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
    });
  }

  private createPriorities(): PriorityClassV1[] {
    return Object.entries(PRIORITY_CLASSES).map(
      ([id, { name, value, description }]) =>
        new PriorityClassV1(this, `priority-${id}`, {
          metadata: { name },
          value,
          description,
          globalDefault: id === "standard",
          // Work that can wait takes no one's place.
          preemptionPolicy: id === "batch" ? "Never" : "PreemptLowerPriority",
        }),
    );
  }
}
