import { describe, expect, it } from "vitest";
import { autoscalerTags } from "../../../modules/eks/node-groups";
import { root } from "../../support/synthesized";

const NONE: readonly unknown[] = [];
const compute = [{ key: "lms.platform/workload", value: "compute", effect: "NO_SCHEDULE" }];
const memory = [{ key: "lms.platform/workload", value: "memory", effect: "NO_SCHEDULE" }];

describe.each([
  {
    environment: "dev",
    disk: 50,
    groups: {
      general: { types: ["t3.large", "m6i.large"], capacity: "SPOT", sizes: [1, 2, 4], taint: NONE },
      compute: { types: ["c6i.xlarge", "c6i.2xlarge"], capacity: "SPOT", sizes: [0, 0, 2], taint: compute },
      memory: { types: ["r6i.large", "r6i.xlarge"], capacity: "SPOT", sizes: [0, 0, 2], taint: memory },
    },
  },
  {
    environment: "staging",
    disk: 100,
    groups: {
      general: { types: ["t3.large"], capacity: "ON_DEMAND", sizes: [2, 2, 6], taint: NONE },
      compute: { types: ["c6i.xlarge", "c6i.2xlarge"], capacity: "SPOT", sizes: [0, 1, 3], taint: compute },
      memory: { types: ["r6i.large"], capacity: "ON_DEMAND", sizes: [0, 1, 3], taint: memory },
    },
  },
  {
    environment: "prod",
    disk: 100,
    groups: {
      general: { types: ["t3.large"], capacity: "ON_DEMAND", sizes: [3, 3, 12], taint: NONE },
      compute: { types: ["c6i.2xlarge"], capacity: "ON_DEMAND", sizes: [2, 2, 8], taint: compute },
      memory: { types: ["r6i.xlarge"], capacity: "ON_DEMAND", sizes: [2, 2, 6], taint: memory },
    },
  },
])("the node groups of $environment", ({ environment, disk, groups }) => {
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
    (name, { types, capacity, sizes, taint }) => {
      const { depends_on: _, ...group } = platform().resources("aws_eks_node_group")[`nodes_${name}`] ?? {};
      expect(group).toEqual({
        cluster_name: ref("aws_eks_cluster.cluster_cluster.name"),
        node_group_name_prefix: `${name}-`,
        node_role_arn: ref("aws_iam_role.nodes_role.arn"),
        subnet_ids: ["a", "b", "c"].map((zone) => ref(`aws_subnet.network_private_app_us_east_1${zone}.id`)),
        version: "1.35",
        release_version: "1.35.8-20260923",
        ami_type: "AL2023_x86_64_STANDARD",
        instance_types: types,
        capacity_type: capacity,
        launch_template: {
          id: ref(`aws_launch_template.nodes_${name}_template.id`),
          version: ref(`aws_launch_template.nodes_${name}_template.latest_version`),
        },
        scaling_config: { min_size: sizes[0], desired_size: sizes[1], max_size: sizes[2] },
        update_config: { max_unavailable_percentage: 33 },
        node_repair_config: { enabled: true },
        labels: { "lms.platform/node-group": name },
        taint,
        lifecycle: { create_before_destroy: true, ignore_changes: ["scaling_config[0].desired_size"] },
      });
    },
  );

  it.each(Object.keys(groups))("%s starts instances that are closed, encrypted and tagged", (name) => {
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
            volume_size: disk,
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
      Owner: "lms-platform-team",
      CostCenter: `lms-${environment}`,
      ManagedBy: "terraform",
      TerraformRoot: `${environment}-platform`,
      Name: `lms-${environment}-${name}`,
    };
    expect(template?.tag_specifications).toEqual(
      ["instance", "volume", "network-interface"].map((resource_type) => ({ resource_type, tags })),
    );
  });

  it("are found by the Cluster Autoscaler, also when they are empty", () => {
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

it("tells the Cluster Autoscaler whose the group is and what its nodes would be like", () => {
  const taints = [{ key: "lms.platform/workload", value: "compute", effect: "NO_SCHEDULE" }] as const;
  expect(autoscalerTags("lms-prod", "compute", { taints })).toEqual({
    "k8s.io/cluster-autoscaler/enabled": "true",
    "k8s.io/cluster-autoscaler/lms-prod": "owned",
    "k8s.io/cluster-autoscaler/node-template/label/lms.platform/node-group": "compute",
    "k8s.io/cluster-autoscaler/node-template/taint/lms.platform/workload": "compute:NoSchedule",
  });
});

it("says nothing of taints where there are none", () => {
  expect(autoscalerTags("lms-dev", "general", { taints: [] })).toEqual({
    "k8s.io/cluster-autoscaler/enabled": "true",
    "k8s.io/cluster-autoscaler/lms-dev": "owned",
    "k8s.io/cluster-autoscaler/node-template/label/lms.platform/node-group": "general",
  });
});
