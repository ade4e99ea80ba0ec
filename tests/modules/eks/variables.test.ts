import { Construct } from "constructs";
import { expect, it } from "vitest";
import { Cluster } from "../../../modules/eks/cluster";
import { ContainerInsights, NodeAddons } from "../../../modules/eks/managed-addons";
import { NodeGroups } from "../../../modules/eks/node-groups";
import type { SecurityGroup, Vpc } from "../../../modules/foundation/contracts";
import { buildFromVariables, type VariablesRoot } from "../../support/variables";

class GivenGroup extends Construct implements SecurityGroup {
  readonly id: string;

  constructor(root: VariablesRoot, name: string) {
    super(root, name);
    this.id = root.text(`${name}_id`);
  }
}

/** A VPC of somebody else, known by its ids. */
function givenVpc(root: VariablesRoot): Vpc {
  const ids = (tier: string) => [root.text(`${tier}_subnet_a`), root.text(`${tier}_subnet_b`)];
  return {
    id: root.text("vpc"),
    zones: ["us-east-1a", "us-east-1b"],
    subnetIds: {
      public: ids("public"),
      "private-app": ids("app"),
      "private-data": ids("data"),
      "control-plane": ids("control_plane"),
    },
    subnetSizes: { public: 256, "private-app": 4096, "private-data": 256, "control-plane": 64 },
    internetAccess: [],
    securityGroups: {
      loadBalancer: new GivenGroup(root, "load_balancer_group"),
      workloads: new GivenGroup(root, "workloads_group"),
    },
  };
}

const ref = (value: string) => `\${${value}}`;

it("is built from variables as it is from values", () => {
  const { errors, spoiltNumbers, resources } = buildFromVariables((root) => {
    const site = root.site();
    const keys = { cluster: root.arn("cluster_key"), logs: root.arn("logs_key"), data: root.arn("data_key") };
    const logRetentionDays = root.number("log_retention_days");
    const cluster = new Cluster(root, "cluster", {
      keys,
      network: givenVpc(root),
      site,
      settings: {
        kubernetesVersion: "1.35",
        containerInsights: "enhanced",
        publicAccess: [root.text("office")],
        privateAccess: ["10.200.0.0/24"],
      },
      access: { admin: { principalArn: root.text("admin_role"), policy: "cluster-admin", namespaces: "all" } },
      logRetentionDays,
      today: new Date("2026-11-01"),
    });
    const general = {
      instanceTypes: ["t3.large"],
      capacity: "on-demand",
      scalingGroups: "one",
      minSize: root.number("min_size"),
      desiredSize: root.number("desired_size"),
      maxSize: root.number("max_size"),
      diskGib: root.number("disk_gib"),
      taints: [],
    } as const;
    const nodes = new NodeGroups(root, "nodes", {
      cluster,
      keys,
      tags: { Environment: root.text("project") },
      changingTags: { Owner: root.text("owner") },
      identities: { associations: [] },
      site,
      settings: { nodeGroups: { general, zonal: { ...general, scalingGroups: "one-per-zone" } } },
    });
    new NodeAddons(root, "node-addons", { cluster, nodes });
    return new ContainerInsights(root, "insights", { cluster, nodes, keys, logRetentionDays });
  });
  expect({ errors, spoiltNumbers }).toEqual({ errors: [], spoiltNumbers: [] });
  const [one, first, second] = Object.values(resources.aws_eks_node_group ?? {});
  expect(first?.scaling_config).toMatchObject({ max_size: ref("floor(((var.max_size + 1) / 2))") });
  expect(second?.scaling_config).toMatchObject({ max_size: ref("floor((var.max_size / 2))") });
  expect(one).toMatchObject({
    scaling_config: {
      min_size: ref("var.min_size"),
      desired_size: expect.stringMatching(
        /^\$\{\(length\(data\.aws_autoscaling_groups\.[\w-]+\.names\) < 1\) \? var\.desired_size : min\(var\.max_size, max\(var\.min_size, sum\(/,
      ),
      max_size: ref("var.max_size"),
    },
  });
});
