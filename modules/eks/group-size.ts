import { DataAwsAutoscalingGroup } from "@cdktf/provider-aws/lib/data-aws-autoscaling-group";
import { DataAwsAutoscalingGroups } from "@cdktf/provider-aws/lib/data-aws-autoscaling-groups";
import { DataResource, Fn, Op, propertyAccess, TerraformCount, Token } from "cdktf";
import { Construct } from "constructs";
import type { NodeGroupSettings } from "./cluster-settings";

export interface GroupSizeProps {
  /** Tags by which the node group's Auto Scaling group is told from all others. */
  readonly tags: Readonly<Record<string, string>>;
  readonly settings: Pick<NodeGroupSettings, "capacity" | "desiredSize" | "instanceTypes" | "maxSize" | "minSize">;
  /** Subnets of the nodes. */
  readonly subnetIds: readonly string[];
}

/**
 * Number of nodes that EKS is told along with the limits of a node group, since the provider sends all three at once. It is
 * the number that runs, within the limits: read when a plan is made, and where the limits change or the group is replaced,
 * only when the plan is applied. So no node ends that the Cluster Autoscaler added meanwhile, a higher minimum needs no
 * second step, and a group that replaces another begins with as many nodes.
 */
export class GroupSize extends Construct {
  /** Nodes to have: those that run, or `desiredSize` where none do yet. */
  readonly nodes: number;

  constructor(scope: Construct, id: string, { tags, settings, subnetIds }: GroupSizeProps) {
    super(scope, id);
    const { minSize, desiredSize, maxSize, instanceTypes, capacity } = settings;
    const changes = new DataResource(this, "changes", {
      input: { minSize, maxSize, instanceTypes: [...instanceTypes], capacity, subnetIds: [...subnetIds] },
    });
    const groups = new DataAwsAutoscalingGroups(this, "groups", {
      filter: Object.entries(tags).map(([key, value]) => ({ name: `tag:${key}`, values: [value] })),
    });
    const found = Token.asNumber(Fn.lengthOf(groups.names));
    const count = TerraformCount.of(found);
    const running = new DataAwsAutoscalingGroup(this, "running", {
      count,
      name: Token.asString(Fn.element(groups.names, count.index)),
      // A data source that waits for a change is read during the apply.
      dependsOn: [changes],
    });
    const sizes = propertyAccess(running.fqn, ["*", "desired_capacity"]);
    const nodes = Fn.max([minSize, Token.asNumber(Fn.sum(Token.asList(Fn.concat([[0], Token.asList(sizes)]))))]);
    this.nodes = Token.asNumber(Fn.conditional(Op.lt(found, 1), desiredSize, Fn.min([maxSize, nodes])));
  }
}
