import { describe, expect, it } from "vitest";
import { ENVIRONMENTS } from "../../environments";
import { LMS_SERVICE_NAMES } from "../../modules/foundation/services";
import { root } from "../support/synthesized";

describe.each(ENVIRONMENTS)("the cluster of $name", ({ name: environment, account, cluster: settings, ...rest }) => {
  const { publicAccess, kubernetesVersion, controlPlaneZones } = settings;
  const platform = () => root(`${environment}-platform`);
  const nodeGroups = () => Object.keys(platform().resources("aws_eks_node_group")).sort();
  const zones = controlPlaneZones.map((zone) => zone.replaceAll("-", "_"));

  it("is of its Kubernetes version, in subnets of its own, closed but for what the environment opens", () => {
    const { depends_on, lifecycle: _, ...cluster } = platform().resources("aws_eks_cluster").cluster_cluster ?? {};
    expect(cluster).toEqual({
      name: `lms-${environment}`,
      version: kubernetesVersion,
      role_arn: ref("aws_iam_role.cluster_role.arn"),
      enabled_cluster_log_types: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      encryption_config: { provider: { key_arn: ref("aws_kms_key.keys_cluster.arn") }, resources: ["secrets"] },
      vpc_config: {
        subnet_ids: zones.map((zone) => ref(`aws_subnet.network_control_plane_${zone}.id`)),
        security_group_ids: [ref("aws_security_group.cluster_control_plane.id")],
        endpoint_private_access: true,
        ...(publicAccess === "none"
          ? { endpoint_public_access: false }
          : { endpoint_public_access: true, public_access_cidrs: publicAccess }),
      },
      access_config: { authentication_mode: "API", bootstrap_cluster_creator_admin_permissions: false },
      bootstrap_self_managed_addons: false,
      upgrade_policy: { support_type: "STANDARD" },
      zonal_shift_config: { enabled: true },
    });
    expect(Object.keys(platform().resources("aws_eks_cluster"))).toHaveLength(1);
    expect(depends_on).toEqual([
      "aws_cloudwatch_log_group.cluster_logs",
      "aws_iam_role_policy_attachment.cluster_role_AmazonEKSClusterPolicy",
      "aws_iam_role_policy.cluster_role_policy",
    ]);
  });

  it("logs into a group of its own", () => {
    const { lifecycle: _, ...logs } = platform().resources("aws_cloudwatch_log_group").cluster_logs ?? {};
    expect(logs).toEqual({
      name: `/aws/eks/lms-${environment}/cluster`,
      kms_key_id: ref("aws_kms_key.keys_logs.arn"),
      retention_in_days: rest.logRetentionDays,
    });
  });

  it("lets these roles in and no one else", () => {
    const entries = Object.values(platform().resources("aws_eks_access_entry"));
    expect(entries.map(({ principal_arn, type }) => [principal_arn, type])).toEqual(
      ["admin", "deployer", "developer"].map((role) => [
        `arn:aws:iam::${account}:role/lms-${environment}-${role}`,
        "STANDARD",
      ]),
    );
    const policies = Object.values(platform().resources("aws_eks_access_policy_association"));
    expect(
      policies.map(({ principal_arn, policy_arn, access_scope }) => [
        String(principal_arn).split("/").pop(),
        policy_arn,
        access_scope,
      ]),
    ).toEqual([
      [`lms-${environment}-admin`, accessPolicy("AmazonEKSClusterAdminPolicy"), { type: "cluster" }],
      [`lms-${environment}-deployer`, accessPolicy("AmazonEKSClusterAdminPolicy"), { type: "cluster" }],
      [
        `lms-${environment}-developer`,
        accessPolicy("AmazonEKSViewPolicy"),
        { type: "namespace", namespaces: ["microservices"] },
      ],
    ]);
  });

  it("has an OIDC provider", () => {
    expect(platform().resources("aws_iam_openid_connect_provider")).toEqual({
      cluster_oidc: {
        url: ref("aws_eks_cluster.cluster_cluster.identity[0].oidc[0].issuer"),
        client_id_list: ["sts.amazonaws.com"],
      },
    });
  });

  it("installs each add-on in its pinned version", () => {
    expect(
      Object.values(platform().resources("aws_eks_addon")).map(({ addon_name, addon_version }) => [
        addon_name,
        addon_version,
      ]),
    ).toEqual([
      ["aws-ebs-csi-driver", "v1.66.0-eksbuild.1"],
      ["coredns", "v1.13.2-eksbuild.31"],
      ["kube-proxy", "v1.35.3-eksbuild.29"],
      ["metrics-server", "v0.9.0-eksbuild.11"],
      ["eks-pod-identity-agent", "v1.3.10-eksbuild.3"],
      ["vpc-cni", "v1.22.4-eksbuild.3"],
      ["amazon-cloudwatch-observability", "v6.6.0-eksbuild.1"],
    ]);
  });

  it("gives pods prefixes of addresses, and enforces network policies", () => {
    const cni = platform().resources("aws_eks_addon").cluster_vpc_cni;
    expect(JSON.parse(String(cni?.configuration_values))).toEqual({
      enableNetworkPolicy: "true",
      env: { ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1" },
    });
    expect(cni?.pod_identity_association).toEqual([
      { role_arn: ref("aws_iam_role.cluster_vpc_cni_role.arn"), service_account: "aws-node" },
    ]);
  });

  it("has its network add-ons and all pod identities before nodes, and the other add-ons after them", () => {
    const associations = Object.keys(platform().resources("aws_eks_pod_identity_association"));
    expect(associations).toHaveLength(11 + LMS_SERVICE_NAMES.length);
    for (const group of Object.values(platform().resources("aws_eks_node_group"))) {
      expect(group.depends_on).toEqual(
        expect.arrayContaining([
          "aws_eks_addon.cluster_vpc_cni",
          "aws_eks_addon.cluster_eks_pod_identity_agent",
          ...associations.map((name) => `aws_eks_pod_identity_association.${name}`),
        ]),
      );
    }
    for (const addon of ["kube_proxy", "coredns", "aws_ebs_csi_driver", "metrics_server"]) {
      const { depends_on: waits } = platform().resources("aws_eks_addon")[`addons_${addon}`] ?? {};
      expect([waits].flat().sort()).toEqual(nodeGroups().map((name) => `aws_eks_node_group.${name}`));
    }
  });

  it("lets its control plane reach the nodes on these ports only", () => {
    const rules = Object.entries(platform().resources("aws_vpc_security_group_ingress_rule"));
    const ports = (from: string) =>
      rules
        .filter(([, { referenced_security_group_id: peer }]) => peer === ref(`aws_security_group.${from}.id`))
        .map(([, { security_group_id, from_port }]) => [security_group_id, from_port]);
    const workloads = ref("aws_security_group.network_security_groups_workloads.id");
    expect(ports("cluster_control_plane")).toEqual([
      [workloads, 10250],
      [workloads, 10251],
      [workloads, 443],
      [workloads, 9443],
    ]);
    expect(ports("network_security_groups_workloads")).toContainEqual([
      ref("aws_security_group.cluster_control_plane.id"),
      443,
    ]);
  });

  it("publishes what the add-ons root and people need", () => {
    const { output } = platform().json;
    expect(output.cluster_name?.value).toBe(ref("aws_eks_cluster.cluster_cluster.name"));
    expect(output.cluster_endpoint?.value).toBe(ref("aws_eks_cluster.cluster_cluster.endpoint"));
    expect(output.cluster_certificate_authority?.value).toBe(
      ref("aws_eks_cluster.cluster_cluster.certificate_authority[0].data"),
    );
    expect(output.oidc_provider?.value).toBe(ref("aws_iam_openid_connect_provider.cluster_oidc.arn"));
    const named = output.node_groups?.value as Readonly<Record<string, string>>;
    expect(Object.keys(named)).toContain(`general-${rest.region}a`);
    expect(Object.values(named).sort()).toEqual(
      nodeGroups().map((name) => ref(`aws_eks_node_group.${name}.node_group_name`)),
    );
  });
});

function ref(attribute: string): string {
  return `\${${attribute}}`;
}

function accessPolicy(name: string): string {
  return `arn:aws:eks::aws:cluster-access-policy/${name}`;
}
