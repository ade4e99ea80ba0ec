import { NODE_GROUP_LABEL, type NodeGroupSettings, TAINT_EFFECTS } from "./node-group-settings";

/**
 * The tags of an Auto Scaling group by which the Cluster Autoscaler finds it, and by which it knows, while the group
 * has no node to look at, what labels and taints a node of it would have.
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
 */
export function autoscalerTags(
  clusterName: string,
  groupName: string,
  { taints }: Pick<NodeGroupSettings, "taints">,
): Record<string, string> {
  const template = "k8s.io/cluster-autoscaler/node-template";
  return {
    "k8s.io/cluster-autoscaler/enabled": "true",
    [`k8s.io/cluster-autoscaler/${clusterName}`]: "owned",
    [`${template}/label/${NODE_GROUP_LABEL}`]: groupName,
    ...Object.fromEntries(
      taints.map(({ key, value, effect }) => [`${template}/taint/${key}`, `${value}:${TAINT_EFFECTS[effect]}`]),
    ),
  };
}
