import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ReaderScalingSettings } from "./database-settings";

export interface ReaderScalingProps extends ReaderScalingSettings {
  /** Identifier of the cluster. */
  readonly clusterIdentifier: string;
  /** The instances that are always there: without a writer nothing can be scaled. */
  readonly after: readonly ITerraformDependable[];
}

/**
 * Adds readers to a cluster when those it has are busy, and takes away what it added when they are not.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Integrating.AutoScaling.html
 */
export class ReaderScaling extends Construct {
  constructor(scope: Construct, id: string, props: ReaderScalingProps) {
    super(scope, id);
    const target = new AppautoscalingTarget(this, "target", {
      serviceNamespace: "rds",
      scalableDimension: "rds:cluster:ReadReplicaCount",
      resourceId: `cluster:${props.clusterIdentifier}`,
      minCapacity: props.minReaders,
      maxCapacity: props.maxReaders,
      dependsOn: [...props.after],
    });
    new AppautoscalingPolicy(this, "cpu", {
      name: "reader-cpu",
      policyType: "TargetTrackingScaling",
      serviceNamespace: target.serviceNamespace,
      scalableDimension: target.scalableDimension,
      resourceId: target.resourceId,
      targetTrackingScalingPolicyConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: "RDSReaderAverageCPUUtilization" },
        targetValue: props.targetCpuPercent,
        scaleInCooldown: props.scaleInCooldownSeconds,
        scaleOutCooldown: props.scaleOutCooldownSeconds,
      },
    });
  }
}
