import { PriorityClassV1 } from "@cdktf/provider-kubernetes/lib/priority-class-v1";
import { StorageClassV1 } from "@cdktf/provider-kubernetes/lib/storage-class-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { PRIORITY_CLASSES } from "./priority-classes";
import { STORAGE_CLASS } from "./storage-class";

export interface ClusterClassesProps {
  /** The key of the environment's data, which encrypts the volumes of pods. */
  readonly dataKeyArn: string;
}

/**
 * What pods choose from: priorities, and the one class of volumes. A volume is made in the zone of its pod, encrypted
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
