import { describe, expect, it } from "vitest";
import { ENVIRONMENTS } from "../../environments";
import type { NodeGroupSettings } from "../../modules/eks";
import { root } from "../support/synthesized";

/** The EKS node groups of one name: each with the zones of its subnets and the nodes that fall to them, dealt out in turn. */
function partsOf([name, settings]: [string, NodeGroupSettings], zones: readonly string[]) {
  const { minSize, desiredSize, maxSize } = settings;
  const sizes = [minSize, desiredSize, maxSize] as const;
  if (settings.scalingGroups === "one") return [{ id: name, name, settings, zones, sizes }];
  const dealt = (nodes: number, to: string) =>
    Array.from({ length: nodes }, (_, index) => zones[index % zones.length]).filter((zone) => zone === to).length;
  return zones.map((zone) => ({
    id: `${name}-${zone}`,
    name,
    settings,
    zones: [zone],
    sizes: [dealt(minSize, zone), dealt(desiredSize, zone), dealt(maxSize, zone)] as const,
  }));
}

const LABEL = "k8s.io/cluster-autoscaler/node-template/label";

describe.each(ENVIRONMENTS)("the node groups of $name", (settings) => {
  const { name: environment, owner, costCenter, cluster, network } = settings;
  const groups: Readonly<Record<string, NodeGroupSettings>> = cluster.nodeGroups;
  const platform = () => root(`${environment}-platform`);
  const zonesInOrder = [...network.zones].sort();
  const parts = Object.entries(groups).flatMap((group) => partsOf(group, zonesInOrder));
  const subnetIds = (zones: readonly string[]) =>
    zones.map((zone) => ref(`aws_subnet.network_private_app_${underscored(zone)}.id`));

  it("are general, compute and memory, one of each zone where pods have volumes", () => {
    expect(Object.keys(groups)).toEqual(["general", "compute", "memory"]);
    expect(groups.general?.scalingGroups).toBe("one-per-zone");
    expect(Object.keys(platform().resources("aws_eks_node_group")).sort()).toEqual(
      parts.map(({ id }) => `nodes_${underscored(id)}`).sort(),
    );
  });

  it.each(parts)(
    "$id has its types, sizes, label and taints",
    ({ id, name, zones, settings: { instanceTypes, capacity, taints }, sizes: [minSize, desiredSize, maxSize] }) => {
      const address = `nodes_${underscored(id)}`;
      const { depends_on: _, ...group } = platform().resources("aws_eks_node_group")[address] ?? {};
      expect(group).toEqual({
        cluster_name: ref("aws_eks_cluster.cluster_cluster.name"),
        node_group_name_prefix: `${id}-`,
        node_role_arn: ref("aws_iam_role.nodes_role.arn"),
        subnet_ids: subnetIds(zones),
        version: cluster.kubernetesVersion,
        release_version: expect.stringMatching(/^1\.\d+\.\d+-\d{8}$/),
        ami_type: "AL2023_x86_64_STANDARD",
        instance_types: instanceTypes,
        capacity_type: { spot: "SPOT", "on-demand": "ON_DEMAND" }[capacity],
        launch_template: {
          id: ref(`aws_launch_template.nodes_${name}_template.id`),
          version: ref(`aws_launch_template.nodes_${name}_template.latest_version`),
        },
        scaling_config: {
          min_size: minSize,
          desired_size: ref(
            `(length(data.aws_autoscaling_groups.${address}_size_groups.names) < 1) ? ${desiredSize} : ` +
              `min(${maxSize}, max(${minSize}, sum(concat([0], data.aws_autoscaling_group.${address}_size_running[*].desired_capacity))))`,
          ),
          max_size: maxSize,
        },
        update_config: { max_unavailable_percentage: 33 },
        node_repair_config: { enabled: true },
        labels: { "lms.platform/node-group": name },
        taint: taints,
        lifecycle: { create_before_destroy: true },
      });
    },
  );

  it.each(Object.entries(groups))("%s starts instances that are closed, encrypted and tagged", (name, { diskGib }) => {
    const template = platform().resources("aws_launch_template")[`nodes_${name}_template`];
    expect(template).toMatchObject({
      name_prefix: `lms-${environment}-${name}-`,
      vpc_security_group_ids: [ref("aws_security_group.network_security_groups_workloads.id")],
      metadata_options: { http_endpoint: "enabled", http_tokens: "required", http_put_response_hop_limit: 1 },
      monitoring: { enabled: true },
      block_device_mappings: [
        {
          device_name: "/dev/xvda",
          ebs: {
            volume_type: "gp3",
            volume_size: diskGib,
            encrypted: "true",
            kms_key_id: ref("aws_kms_key.keys_data.arn"),
            delete_on_termination: "true",
          },
        },
      ],
    });
    const tags = {
      Project: "lms",
      Environment: environment,
      ManagedBy: "terraform",
      TerraformRoot: `${environment}-platform`,
      Name: `lms-${environment}-${name}`,
    };
    expect(template?.tag_specifications).toEqual(
      ["instance", "volume", "network-interface"].map((resource_type) => ({ resource_type, tags })),
    );
  });

  it("are asked for their present size when it is applied that their limits change or that they are replaced", () => {
    const { json } = platform() as unknown as {
      json: { data: Record<string, Record<string, Record<string, unknown>>> };
    };
    for (const { id, name, zones, settings, sizes } of parts) {
      const { instanceTypes, capacity } = settings;
      const [minSize, , maxSize] = sizes;
      const address = `nodes_${underscored(id)}_size`;
      expect(platform().resources("terraform_data")[`${address}_changes`]?.input).toEqual({
        minSize,
        maxSize,
        instanceTypes,
        capacity,
        subnetIds: subnetIds(zones),
      });
      expect(json.data.aws_autoscaling_group?.[`${address}_running`]).toMatchObject({
        depends_on: [`terraform_data.${address}_changes`],
      });
      const ofZone = { name: `tag:${LABEL}/topology.ebs.csi.aws.com/zone`, values: zones };
      expect(json.data.aws_autoscaling_groups?.[`${address}_groups`]?.filter).toEqual([
        { name: `tag:k8s.io/cluster-autoscaler/lms-${environment}`, values: ["owned"] },
        { name: `tag:${LABEL}/lms.platform/node-group`, values: [name] },
        ...(zones.length === 1 ? [ofZone] : []),
      ]);
    }
  });

  it("are made and rolled one name after the other, the first zone's before the others'", () => {
    const address = ({ id }: { readonly id: string }) => `aws_eks_node_group.nodes_${underscored(id)}`;
    const ofName = (name: string | undefined) => parts.filter((part) => part.name === name);
    for (const part of parts) {
      const { depends_on: waits } = platform().resources("aws_eks_node_group")[`nodes_${underscored(part.id)}`] ?? {};
      const [first] = ofName(part.name);
      const before = new Map([
        ["compute", "general"],
        ["memory", "compute"],
      ]).get(part.name);
      expect([waits].flat().filter((one) => String(one).startsWith("aws_eks_node_group."))).toEqual(
        part === first ? ofName(before).map(address) : [first].flatMap((one) => (one ? [address(one)] : [])),
      );
    }
  });

  it("take the place of one of all zones, which goes last", () => {
    const { moved = [] } = platform().json as unknown as { readonly moved?: readonly unknown[] };
    const perZone = Object.keys(groups).filter((name) => groups[name]?.scalingGroups === "one-per-zone");
    expect(moved).toEqual(
      perZone.map((name) => ({
        from: `aws_eks_node_group.nodes_${name}`,
        to: `aws_eks_node_group.nodes_${name}_${underscored(zonesInOrder[0] ?? "")}`,
      })),
    );
  });

  it("are found by the Cluster Autoscaler, also when they are empty, and hand on the tags that may change", () => {
    const tags = Object.values(platform().resources("aws_autoscaling_group_tag")).map(
      ({ autoscaling_group_name, tag }) => {
        const group = /nodes_(\w+)\.resources\[0\]\.autoscaling_groups\[0\]\.name/.exec(String(autoscaling_group_name));
        const { key, value, propagate_at_launch } = tag as Record<string, unknown>;
        return [group?.[1], key, value, propagate_at_launch].join(" ");
      },
    );
    const prefix = "k8s.io/cluster-autoscaler";
    const expected = parts.flatMap(({ id, name, zones: [zone, ...others] }) =>
      [
        `${prefix}/enabled true false`,
        `${prefix}/lms-${environment} owned false`,
        `${LABEL}/lms.platform/node-group ${name} false`,
        `Owner ${owner} true`,
        `CostCenter ${costCenter} true`,
        ...(others.length === 0 ? [`${LABEL}/topology.ebs.csi.aws.com/zone ${zone} false`] : []),
        ...(name === "general" ? [] : [`${prefix}/node-template/taint/lms.platform/workload ${name}:NoSchedule false`]),
      ].map((tag) => `${underscored(id)} ${tag}`),
    );
    expect(tags.sort()).toEqual(expected.sort());
  });

  it("have nodes with the rights of a node and no more", () => {
    const attached = Object.values(platform().resources("aws_iam_role_policy_attachment"))
      .filter(({ role }) => role === ref("aws_iam_role.nodes_role.name"))
      .map(({ policy_arn }) => policy_arn);
    expect(attached).toEqual([
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
      "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
    ]);
  });
});

function ref(attribute: string): string {
  return `\${${attribute}}`;
}

function underscored(text: string): string {
  return text.replaceAll("-", "_");
}
