import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ReaderScalingSettings } from "./settings";

export interface ReaderScalingProps {
  /** Identifier of the cluster. */
  readonly clusterIdentifier: string;
  /** Fixed instances, created first: a cluster without a writer cannot scale. */
  readonly after: readonly ITerraformDependable[];
  readonly settings: ReaderScalingSettings;
}

/**
 * Adds readers to a cluster when its readers are busy, and removes those it added when they are idle.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Integrating.AutoScaling.html
 */
export class ReaderScaling extends Construct {
  constructor(scope: Construct, id: string, { clusterIdentifier, after, settings }: ReaderScalingProps) {
    super(scope, id);
    const target = new AppautoscalingTarget(this, "target", {
      serviceNamespace: "rds",
      scalableDimension: "rds:cluster:ReadReplicaCount",
      resourceId: `cluster:${clusterIdentifier}`,
      minCapacity: settings.minReaders,
      maxCapacity: settings.maxReaders,
      dependsOn: [...after],
    });
    new AppautoscalingPolicy(this, "cpu", {
      name: "reader-cpu",
      policyType: "TargetTrackingScaling",
      serviceNamespace: target.serviceNamespace,
      scalableDimension: target.scalableDimension,
      resourceId: target.resourceId,
      targetTrackingScalingPolicyConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: "RDSReaderAverageCPUUtilization" },
        targetValue: settings.targetCpuPercent,
        scaleInCooldown: settings.scaleInCooldownSeconds,
        scaleOutCooldown: settings.scaleOutCooldownSeconds,
      },
    });
  }
}
