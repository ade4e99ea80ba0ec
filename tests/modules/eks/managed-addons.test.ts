import type { Construct } from "constructs";
import { expect, it } from "vitest";
import { Cluster } from "../../../modules/eks/cluster";
import { ContainerInsights } from "../../../modules/eks/managed-addons";
import { NodeGroups } from "../../../modules/eks/node-groups";
import { EncryptionKeys } from "../../../modules/encryption/encryption-keys";
import { siteOf } from "../../../modules/foundation/names";
import { Network } from "../../../modules/vpc/network";
import { Root } from "../../../stacks/root";
import { dev } from "../../support/environments";
import { synthesizeRoots } from "../../support/synthesized";

/** A cluster that is watched. */
class ClusterRoot extends Root {
  constructor(scope: Construct) {
    super(scope, "dev-insights", dev);
    const { dataProtection, logRetentionDays, cluster: settings } = dev;
    const site = siteOf(dev);
    const keys = new EncryptionKeys(this, "keys", { site, dataProtection });
    const network = new Network(this, "network", {
      keys,
      site,
      settings: dev.network,
      controlPlaneZones: settings.controlPlaneZones,
      logRetentionDays,
    });
    const cluster = new Cluster(this, "cluster", { keys, network, site, settings, access: {}, logRetentionDays });
    const nodes = new NodeGroups(this, "nodes", {
      cluster,
      keys,
      identities: { associations: [] },
      tags: {},
      changingTags: {},
      site,
      settings,
    });
    new ContainerInsights(this, "insights", { cluster, nodes, keys, logRetentionDays });
  }
}

const [root] = synthesizeRoots([(app) => new ClusterRoot(app)]).values();

it("is an add-on that measures nodes and pods, and does nothing else", () => {
  const { configuration_values, ...addon } =
    root?.resources("aws_eks_addon").insights_amazon_cloudwatch_observability ?? {};
  expect(addon).toEqual({
    cluster_name: ref("aws_eks_cluster.cluster_cluster.name"),
    addon_name: "amazon-cloudwatch-observability",
    addon_version: "v6.6.0-eksbuild.1",
    resolve_conflicts_on_create: "OVERWRITE",
    resolve_conflicts_on_update: "OVERWRITE",
    depends_on: [
      "aws_eks_node_group.nodes_general_us_east_1a",
      "aws_eks_node_group.nodes_general_us_east_1b",
      "aws_eks_node_group.nodes_general_us_east_1c",
      "aws_eks_node_group.nodes_compute",
      "aws_eks_node_group.nodes_memory",
      "aws_cloudwatch_log_group.insights_performance",
    ],
  });
  expect(JSON.parse(String(configuration_values))).toEqual({
    containerInsights: { enabled: true },
    otelContainerInsights: { enabled: false },
    applicationSignals: { enabled: false },
    containerLogs: { enabled: false },
    manager: { applicationSignals: { autoMonitor: { monitorAllServices: false } } },
  });
});

it("writes to an encrypted log group that does not keep events for ever", () => {
  expect(root?.resources("aws_cloudwatch_log_group").insights_performance).toEqual({
    name: `/aws/containerinsights/${ref("aws_eks_cluster.cluster_cluster.name")}/performance`,
    kms_key_id: ref("aws_kms_key.keys_logs.arn"),
    retention_in_days: 30,
  });
});

function ref(attribute: string): string {
  return `\${${attribute}}`;
}
