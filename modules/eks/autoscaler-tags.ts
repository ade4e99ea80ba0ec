import { NODE_GROUP_LABEL, type NodeGroupSettings, TAINT_EFFECTS } from "./cluster-settings";
import type { ScalingGroup } from "./scaling-groups";

const TEMPLATE = "k8s.io/cluster-autoscaler/node-template";

/** The label of a node by which the driver of EBS tells its zone. */
const VOLUME_ZONE_LABEL = "topology.ebs.csi.aws.com/zone";

/**
 * The tags of an Auto Scaling group by which the Cluster Autoscaler finds it, and by which it knows, while the group
 * has no node to look at, what labels and taints a node of it would have.
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
 */
export function autoscalerTags(
  clusterName: string,
  groupName: string,
  { taints }: Pick<NodeGroupSettings, "taints">,
  { zones }: Pick<ScalingGroup, "zones">,
): Record<string, string> {
  return {
    "k8s.io/cluster-autoscaler/enabled": "true",
    ...identifyingTags(clusterName, groupName, { zones }),
    ...Object.fromEntries(
      taints.map(({ key, value, effect }) => [`${TEMPLATE}/taint/${key}`, `${value}:${TAINT_EFFECTS[effect]}`]),
    ),
  };
}

/** The tags by which an Auto Scaling group is told from all others. */
export function identifyingTags(
  clusterName: string,
  groupName: string,
  { zones: [zone = "", ...others] }: Pick<ScalingGroup, "zones">,
): Record<string, string> {
  return {
    [`k8s.io/cluster-autoscaler/${clusterName}`]: "owned",
    [`${TEMPLATE}/label/${NODE_GROUP_LABEL}`]: groupName,
    ...(others.length === 0 ? { [`${TEMPLATE}/label/${VOLUME_ZONE_LABEL}`]: zone } : {}),
  };
}
