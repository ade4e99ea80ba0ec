import { describe, expect, it } from "vitest";
import { ENVIRONMENTS } from "../../environments";
import { root } from "../support/synthesized";

describe.each(ENVIRONMENTS)("the node groups of $name", (settings) => {
  const { name: environment, owner, costCenter, cluster, network } = settings;
  const groups = cluster.nodeGroups;
  const platform = () => root(`${environment}-platform`);

  it("are general, compute and memory", () => {
    expect(Object.keys(platform().resources("aws_eks_node_group")).sort()).toEqual([
      "nodes_compute",
      "nodes_general",
      "nodes_memory",
    ]);
  });

  it.each(Object.entries(groups))(
    "%s has its types, sizes, label and taints",
    (name, { instanceTypes, capacity, minSize, desiredSize, maxSize, taints }) => {
      const { depends_on: _, ...group } = platform().resources("aws_eks_node_group")[`nodes_${name}`] ?? {};
      expect(group).toEqual({
        cluster_name: ref("aws_eks_cluster.cluster_cluster.name"),
        node_group_name_prefix: `${name}-`,
        node_role_arn: ref("aws_iam_role.nodes_role.arn"),
        subnet_ids: network.zones.map((zone) => ref(`aws_subnet.network_private_app_${zone.replaceAll("-", "_")}.id`)),
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
            `(length(data.aws_autoscaling_groups.nodes_${name}_size_groups.names) < 1) ? ${desiredSize} : ` +
              `min(${maxSize}, max(${minSize}, sum(concat([0], data.aws_autoscaling_group.nodes_${name}_size_running[*].desired_capacity))))`,
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
    const subnetIds = network.zones.map((zone) =>
      ref(`aws_subnet.network_private_app_${zone.replaceAll("-", "_")}.id`),
    );
    for (const [name, { minSize, maxSize, instanceTypes, capacity }] of Object.entries(groups)) {
      expect(platform().resources("terraform_data")[`nodes_${name}_size_changes`]?.input).toEqual({
        minSize,
        maxSize,
        instanceTypes,
        capacity,
        subnetIds,
      });
      expect(json.data.aws_autoscaling_group?.[`nodes_${name}_size_running`]).toMatchObject({
        depends_on: [`terraform_data.nodes_${name}_size_changes`],
      });
      expect(json.data.aws_autoscaling_groups?.[`nodes_${name}_size_groups`]?.filter).toEqual([
        { name: `tag:k8s.io/cluster-autoscaler/lms-${environment}`, values: ["owned"] },
        { name: "tag:k8s.io/cluster-autoscaler/node-template/label/lms.platform/node-group", values: [name] },
      ]);
    }
  });

  it("are made and rolled one after the other", () => {
    const waits = (name: string) =>
      [platform().resources("aws_eks_node_group")[`nodes_${name}`]?.depends_on]
        .flat()
        .filter((address) => String(address).startsWith("aws_eks_node_group."));
    expect(["general", "compute", "memory"].map(waits)).toEqual([
      [],
      ["aws_eks_node_group.nodes_general"],
      ["aws_eks_node_group.nodes_compute"],
    ]);
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
    const common = (name: string) => [
      `${name} ${prefix}/enabled true false`,
      `${name} ${prefix}/lms-${environment} owned false`,
      `${name} ${prefix}/node-template/label/lms.platform/node-group ${name} false`,
      `${name} Owner ${owner} true`,
      `${name} CostCenter ${costCenter} true`,
    ];
    expect(tags.sort()).toEqual(
      [
        ...["general", "compute", "memory"].flatMap(common),
        `compute ${prefix}/node-template/taint/lms.platform/workload compute:NoSchedule false`,
        `memory ${prefix}/node-template/taint/lms.platform/workload memory:NoSchedule false`,
      ].sort(),
    );
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
