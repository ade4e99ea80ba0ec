import { resourcesOf } from "./protection";
import type { RootConfiguration } from "./terraform-root";

/** Beginning of the identifiers of readers that autoscaling adds. @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Integrating.AutoScaling.html */
export const READER_PREFIX = "application-autoscaling-";

/** Cluster whose readers scale: readers that autoscaling has added are in no state, and keep it from being deleted. */
export interface ScalingCluster {
  readonly cluster: string;
  readonly instanceClass: string;
}

/** The clusters whose readers scale. */
export function addedReaders(configuration: RootConfiguration): readonly ScalingCluster[] {
  const resources = resourcesOf(configuration);
  return resources
    .filter(({ type, body }) => type === "aws_appautoscaling_target" && body.service_namespace === "rds")
    .flatMap(({ body }) => {
      const [, name] = /aws_rds_cluster\.(\w+)\./.exec(String(body.resource_id)) ?? [];
      const cluster = resources.find(({ type, name: other }) => type === "aws_rds_cluster" && other === name);
      const instance = resources.find(
        ({ type, body: { cluster_identifier } }) =>
          type === "aws_rds_cluster_instance" && String(cluster_identifier).includes(`aws_rds_cluster.${name}.`),
      );
      const instanceClass = String(instance?.body.instance_class);
      return cluster === undefined ? [] : [{ cluster: String(cluster.body.cluster_identifier), instanceClass }];
    });
}
