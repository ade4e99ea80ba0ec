import { AutoscalingGroupTagA } from "@cdktf/provider-aws/lib/autoscaling-group-tag";
import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { type ITerraformDependable, Token } from "cdktf";
import { Construct } from "constructs";
import { isReference, report } from "../foundation/checks";
import type { Keys } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { ServiceRole } from "../foundation/service-role";
import { autoscalerTags, identifyingTags } from "./autoscaler-tags";
import { nodeGroupProblems } from "./capacity";
import type { Cluster } from "./cluster";
import { type ClusterSettings, NODE_GROUP_LABEL, type NodeGroupSettings } from "./cluster-settings";
import { GroupSize } from "./group-size";
import { KUBERNETES_VERSIONS } from "./kubernetes-versions";
import { type ScalingGroup, scalingGroupsOf } from "./scaling-groups";

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

/** What the groups of one name have in common. */
interface Kind {
  readonly name: string;
  readonly settings: NodeGroupSettings;
  readonly template: LaunchTemplate;
  readonly role: ServiceRole;
}

/**
 * The managed node groups of a cluster, which are made and rolled one name after the other; of those of one name the first zone's
 * comes first, and shows what is wrong with a release. Their nodes run a pinned release of Amazon Linux 2023, have encrypted disks
 * and answer metadata requests of their own processes only, not of pods.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
 */
export class NodeGroups extends Construct {
  /** The node groups by name, with its zone where it has one. */
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
    const { zones } = props.cluster.network;
    const groups: Record<string, EksNodeGroup> = {};
    let before: readonly EksNodeGroup[] = [];
    for (const [name, settings] of Object.entries(props.settings.nodeGroups)) {
      const kind = { name, settings, role, template: this.createLaunchTemplate(name, settings) };
      const [first, ...others] = scalingGroupsOf(name, settings, zones);
      if (first === undefined) continue;
      const leading = this.createGroup(kind, first, before);
      if (settings.scalingGroups === "one-per-zone") takePlaceOfOne(leading, first);
      groups[first.id] = leading;
      for (const other of others) groups[other.id] = this.createGroup(kind, other, [leading]);
      before = [first, ...others].flatMap(({ id }) => groups[id] ?? []);
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
    { name, settings, template, role }: Kind,
    scalingGroup: ScalingGroup,
    before: readonly EksNodeGroup[],
  ): EksNodeGroup {
    const { cluster, identities, site } = this.props;
    const { network } = cluster;
    const { id, zones, minSize, desiredSize, maxSize } = scalingGroup;
    const { instanceTypes, capacity } = settings;
    const tags = identifyingTags(site.prefix, name, scalingGroup);
    const subnetIds = network.subnetIds["private-app"].filter((_, index) => zones.includes(network.zones[index] ?? ""));
    const sizes = { minSize, desiredSize, maxSize, instanceTypes, capacity };
    const group = new EksNodeGroup(this, id, {
      clusterName: cluster.clusterName,
      nodeGroupNamePrefix: `${id}-`,
      nodeRoleArn: role.arn,
      subnetIds,
      version: cluster.kubernetesVersion,
      releaseVersion: KUBERNETES_VERSIONS[cluster.kubernetesVersion].amiRelease,
      amiType: "AL2023_x86_64_STANDARD",
      instanceTypes: [...instanceTypes],
      capacityType: capacity === "spot" ? "SPOT" : "ON_DEMAND",
      launchTemplate: { id: template.id, version: Token.asString(template.latestVersion) },
      scalingConfig: {
        minSize,
        desiredSize: new GroupSize(this, `${id}-size`, { tags, settings: sizes, subnetIds }).nodes,
        maxSize,
      },
      updateConfig: { maxUnavailablePercentage: 33 },
      nodeRepairConfig: { enabled: true },
      labels: { [NODE_GROUP_LABEL]: name },
      taint: settings.taints.map((taint) => ({ ...taint })),
      lifecycle: { createBeforeDestroy: true },
      dependsOn: [...role.rights, ...cluster.networkAddons, ...identities.associations, ...before],
    });
    this.tagAutoScalingGroup(group, autoscalerTags(site.prefix, name, settings, scalingGroup));
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

  private tagAutoScalingGroup(group: EksNodeGroup, fixedTags: Readonly<Record<string, string>>): void {
    const autoscalingGroupName = group.resources.get(0).autoscalingGroups.get(0).name;
    const create = (tags: Readonly<Record<string, string>>, propagateAtLaunch: boolean) => {
      for (const [key, value] of Object.entries(tags)) {
        // A name that only Terraform knows has no place in an address.
        new AutoscalingGroupTagA(group, isReference(key) ? "tag-of-cluster" : `tag-${key}`, {
          autoscalingGroupName,
          tag: { key, value, propagateAtLaunch },
        });
      }
    };
    create(fixedTags, false);
    create(this.props.changingTags, true);
  }
}

/** Has a group over all zones go only when those of each zone, which wait for the first, are there. */
function takePlaceOfOne(first: EksNodeGroup, { zones: [zone = ""] }: ScalingGroup): void {
  first.moveFromId(`${first.terraformResourceType}.${first.friendlyUniqueId.slice(0, -`-${zone}`.length)}`);
}
