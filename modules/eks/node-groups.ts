import { AutoscalingGroupTagA } from "@cdktf/provider-aws/lib/autoscaling-group-tag";
import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { type ITerraformDependable, Token } from "cdktf";
import { Construct } from "constructs";
import { isReference, report } from "../foundation/checks";
import type { Keys } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { ServiceRole } from "../foundation/service-role";
import { nodeGroupProblems } from "./capacity";
import type { Cluster } from "./cluster";
import { type ClusterSettings, NODE_GROUP_LABEL, type NodeGroupSettings, TAINT_EFFECTS } from "./cluster-settings";
import { GroupSize } from "./group-size";
import { KUBERNETES_VERSIONS } from "./kubernetes-versions";

const TEMPLATE = "k8s.io/cluster-autoscaler/node-template";

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
  return {
    "k8s.io/cluster-autoscaler/enabled": "true",
    ...identifyingTags(clusterName, groupName),
    ...Object.fromEntries(
      taints.map(({ key, value, effect }) => [`${TEMPLATE}/taint/${key}`, `${value}:${TAINT_EFFECTS[effect]}`]),
    ),
  };
}

/** The tags that only the Auto Scaling group of one node group has. */
function identifyingTags(clusterName: string, groupName: string): Record<string, string> {
  return {
    [`k8s.io/cluster-autoscaler/${clusterName}`]: "owned",
    [`${TEMPLATE}/label/${NODE_GROUP_LABEL}`]: groupName,
  };
}

export interface NodeGroupsProps {
  readonly cluster: Cluster;
  readonly keys: Pick<Keys, "data">;
  /** Tags of instances, volumes and interfaces, which the provider's default tags do not reach. A change rolls every node. */
  readonly tags: Readonly<Record<string, string>>;
  /** Tags that may change: new instances get them from their Auto Scaling group, and no node is rolled for them. */
  readonly changingTags: Readonly<Record<string, string>>;
  /** The identities of pods: they must exist before the first pod, which would otherwise start without its rights. */
  readonly identities: { readonly associations: readonly ITerraformDependable[] };
  readonly site: Pick<Site, "prefix">;
  readonly settings: Pick<ClusterSettings, "nodeGroups">;
}

/**
 * The managed node groups of a cluster, which are made and rolled one after the other. Their nodes run a pinned release of Amazon Linux 2023, have encrypted disks
 * and answer metadata requests of their own processes only, not of pods.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
 */
export class NodeGroups extends Construct {
  /** The node groups by name. */
  readonly groups: Readonly<Record<string, EksNodeGroup>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NodeGroupsProps,
  ) {
    super(scope, id);
    this.checkCapacity();
    const role = new ServiceRole(this, "role", {
      name: `${props.site.prefix}-eks-nodes`,
      description: "The nodes of the EKS cluster",
      service: "ec2.amazonaws.com",
      managedPolicies: ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"],
    });
    const groups: Record<string, EksNodeGroup> = {};
    for (const [name, settings] of Object.entries(props.settings.nodeGroups)) {
      groups[name] = this.createGroup(name, settings, role, Object.values(groups).slice(-1));
    }
    this.groups = groups;
  }

  /** The name that EKS gave each group, by its name here. */
  get names(): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(this.groups).map(([name, group]) => [name, group.nodeGroupName]));
  }

  private checkCapacity(): void {
    const { cluster, settings } = this.props;
    const { network } = cluster;
    const zones = network.subnetIds["private-app"].length;
    report(this, nodeGroupProblems("nodeGroups", settings.nodeGroups, zones, network.subnetSizes["private-app"]));
  }

  private createGroup(
    name: string,
    settings: NodeGroupSettings,
    role: ServiceRole,
    before: readonly EksNodeGroup[],
  ): EksNodeGroup {
    const { cluster, identities, site } = this.props;
    const tags = identifyingTags(site.prefix, name);
    const subnetIds = [...cluster.network.subnetIds["private-app"]];
    const template = this.createLaunchTemplate(name, settings);
    const group = new EksNodeGroup(this, name, {
      clusterName: cluster.clusterName,
      nodeGroupNamePrefix: `${name}-`,
      nodeRoleArn: role.arn,
      subnetIds,
      version: cluster.kubernetesVersion,
      releaseVersion: KUBERNETES_VERSIONS[cluster.kubernetesVersion].amiRelease,
      amiType: "AL2023_x86_64_STANDARD",
      instanceTypes: [...settings.instanceTypes],
      capacityType: settings.capacity === "spot" ? "SPOT" : "ON_DEMAND",
      launchTemplate: { id: template.id, version: Token.asString(template.latestVersion) },
      scalingConfig: {
        minSize: settings.minSize,
        desiredSize: new GroupSize(this, `${name}-size`, { tags, settings, subnetIds }).nodes,
        maxSize: settings.maxSize,
      },
      updateConfig: { maxUnavailablePercentage: 33 },
      nodeRepairConfig: { enabled: true },
      labels: { [NODE_GROUP_LABEL]: name },
      taint: settings.taints.map((taint) => ({ ...taint })),
      lifecycle: { createBeforeDestroy: true },
      dependsOn: [...role.rights, ...cluster.networkAddons, ...identities.associations, ...before],
    });
    this.tagAutoScalingGroup(name, settings, group);
    return group;
  }

  private createLaunchTemplate(name: string, { diskGib }: NodeGroupSettings): LaunchTemplate {
    const { cluster, keys, tags, site } = this.props;
    return new LaunchTemplate(this, `${name}-template`, {
      namePrefix: `${site.prefix}-${name}-`,
      updateDefaultVersion: true,
      vpcSecurityGroupIds: [cluster.network.securityGroups.workloads.id],
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        // One hop does not reach into a pod: pods have identities of their own, not the node's.
        httpPutResponseHopLimit: 1,
      },
      // Metrics of each minute have their price, and without those of pods nobody looks at them.
      monitoring: { enabled: cluster.metrics !== "none" },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: {
            volumeType: "gp3",
            volumeSize: diskGib,
            encrypted: "true",
            kmsKeyId: keys.data.arn,
            deleteOnTermination: "true",
          },
        },
      ],
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
        resourceType,
        tags: { ...tags, Name: `${site.prefix}-${name}` },
      })),
    });
  }

  private tagAutoScalingGroup(name: string, settings: NodeGroupSettings, group: EksNodeGroup): void {
    const autoscalingGroupName = group.resources.get(0).autoscalingGroups.get(0).name;
    const { site, changingTags } = this.props;
    const create = (tags: Readonly<Record<string, string>>, propagateAtLaunch: boolean) => {
      for (const [key, value] of Object.entries(tags)) {
        // A name that only Terraform knows has no place in an address.
        new AutoscalingGroupTagA(group, isReference(key) ? "tag-of-cluster" : `tag-${key}`, {
          autoscalingGroupName,
          tag: { key, value, propagateAtLaunch },
        });
      }
    };
    create(autoscalerTags(site.prefix, name, settings), false);
    create(changingTags, true);
  }
}
