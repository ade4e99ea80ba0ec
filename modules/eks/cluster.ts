import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import type { Keys, Vpc } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { PORTS } from "../foundation/ports";
import { settingsProblems } from "../foundation/schema";
import { ServiceRole } from "../foundation/service-role";
import { allowFrom, allowFromOutside, SecurityGroup } from "../vpc";
import { AccessEntries, accessEntryProblems, type ClusterAccess } from "./access";
import { apiAccessProblems } from "./api-access";
import { apiAccess, type ClusterSettings } from "./cluster-settings";
import { type KubernetesVersion, versionSupport } from "./kubernetes-versions";
import type { ManagedAddon } from "./managed-addons";
import { type ClusterMetrics, clusterMetrics } from "./metrics";
import { networkAddons } from "./network-addons";

export interface ClusterProps {
  readonly keys: Pick<Keys, "cluster" | "logs">;
  readonly network: Vpc;
  /** Its prefix is the name of the cluster. */
  readonly site: Pick<Site, "prefix">;
  readonly settings: Pick<
    ClusterSettings,
    "containerInsights" | "kubernetesVersion" | "privateAccess" | "publicAccess"
  >;
  /** Who may do what in the cluster, by a short name. */
  readonly access: Readonly<Record<string, ClusterAccess>>;
  readonly logRetentionDays: number;
  /** The day on which the version's support is judged; today by default. */
  readonly today?: Date;
}

/** Ports of the nodes that the control plane calls: kubelet, webhooks, and the API of metrics-server. */
const CONTROL_PLANE_TO_NODES = [
  [PORTS.https, "Webhooks on 443"],
  [PORTS.webhook, "Webhook of the AWS Load Balancer Controller"],
  [PORTS.kubelet, "Kubelet, and webhooks on its port"],
  [PORTS.metricsServer, "metrics-server"],
] as const;

/**
 * The control plane of an EKS cluster: in private subnets of its own, its secrets encrypted with the environment's key, every
 * log kept, access by entries only. Nodes and add-ons are constructs of their own, since their order matters.
 * @see https://docs.aws.amazon.com/eks/latest/best-practices/security.html
 */
export class Cluster extends Construct {
  readonly cluster: EksCluster;
  readonly kubernetesVersion: KubernetesVersion;
  readonly oidcProvider: IamOpenidConnectProvider;
  readonly network: Vpc;
  /** The add-ons that a node needs before it can be ready. */
  readonly networkAddons: readonly ManagedAddon[];
  /** The control plane's own security group; nodes have the network's `workloads`. */
  readonly controlPlane: SecurityGroup;
  /** The control plane's logs, the audit log among them. */
  readonly logs: CloudwatchLogGroup;
  /** Metrics of nodes and pods, by Container Insights. */
  readonly metrics: "none" | ClusterMetrics;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ClusterProps,
  ) {
    super(scope, id);
    this.kubernetesVersion = props.settings.kubernetesVersion;
    this.network = props.network;
    this.checkProps();
    const role = this.createRole();
    this.controlPlane = this.createSecurityGroup();
    this.logs = this.createLogGroup();
    this.cluster = this.createCluster(role);
    this.metrics = props.settings.containerInsights === "none" ? "none" : clusterMetrics(this.cluster.name);
    this.oidcProvider = new IamOpenidConnectProvider(this, "oidc", {
      url: this.cluster.identity.get(0).oidc.get(0).issuer,
      clientIdList: ["sts.amazonaws.com"],
    });
    new AccessEntries(this, "access", this.cluster, props.access);
    this.networkAddons = networkAddons(this, props.site, this.cluster, this.kubernetesVersion);
  }

  get clusterName(): string {
    return this.cluster.name;
  }

  get clusterArn(): string {
    return this.cluster.arn;
  }

  /** Certificate of the Kubernetes API's authority, PEM in base64. */
  get certificate(): string {
    return this.cluster.certificateAuthority.get(0).data;
  }

  private checkProps(): void {
    const { settings, access, today = new Date() } = this.props;
    const { kubernetesVersion, privateAccess, publicAccess } = settings;
    const annotations = Annotations.of(this);
    const { error, warning } = versionSupport(kubernetesVersion, today);
    const problems = [
      error ?? [],
      settingsProblems("", apiAccess, { publicAccess, privateAccess }),
      apiAccessProblems(privateAccess, publicAccess),
      accessEntryProblems(access),
    ].flat();
    for (const problem of problems) annotations.addError(problem);
    if (warning !== undefined) annotations.addWarning(warning);
  }

  private createRole(): ServiceRole {
    const { keys, site } = this.props;
    return new ServiceRole(this, "role", {
      name: `${site.prefix}-eks-cluster`,
      description: "The EKS control plane",
      service: "eks.amazonaws.com",
      managedPolicies: ["AmazonEKSClusterPolicy"],
      statements: [
        {
          Sid: "EncryptSecrets",
          Effect: "Allow",
          Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants"],
          Resource: keys.cluster.arn,
        },
      ],
    });
  }

  private createSecurityGroup(): SecurityGroup {
    const { network, site, settings } = this.props;
    const { workloads } = network.securityGroups;
    const group = new SecurityGroup(this, "control-plane", {
      vpcId: network.id,
      name: `${site.prefix}-control-plane`,
      description: "EKS control plane",
    });
    allowFrom(group, workloads, PORTS.https, "Kubernetes API");
    for (const peer of settings.privateAccess) allowFromOutside(group, peer, PORTS.https, "Kubernetes API");
    for (const [port, what] of CONTROL_PLANE_TO_NODES) allowFrom(workloads, group, port, what);
    return group;
  }

  private createLogGroup(): CloudwatchLogGroup {
    const { keys, logRetentionDays, site } = this.props;
    // EKS writes to this very name, and would create the group itself, unencrypted and for ever.
    return new CloudwatchLogGroup(this, "logs", {
      name: `/aws/eks/${site.prefix}/cluster`,
      kmsKeyId: keys.logs.arn,
      retentionInDays: logRetentionDays,
    });
  }

  private createCluster(role: ServiceRole): EksCluster {
    const { keys, network, site, settings } = this.props;
    const { kubernetesVersion, publicAccess } = settings;
    return new EksCluster(this, "cluster", {
      name: site.prefix,
      version: kubernetesVersion,
      roleArn: role.arn,
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      encryptionConfig: { provider: { keyArn: keys.cluster.arn }, resources: ["secrets"] },
      vpcConfig: {
        // In zones that never change: EKS takes no others later, https://github.com/aws/containers-roadmap/issues/2258
        subnetIds: [...network.subnetIds["control-plane"]],
        securityGroupIds: [this.controlPlane.id],
        endpointPrivateAccess: true,
        ...(publicAccess === "none"
          ? { endpointPublicAccess: false }
          : { endpointPublicAccess: true, publicAccessCidrs: [...publicAccess] }),
      },
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      // Add-ons of ours, `ManagedAddon`, with versions of our own, instead of those that EKS would install unmanaged.
      bootstrapSelfManagedAddons: false,
      upgradePolicy: { supportType: "STANDARD" },
      zonalShiftConfig: { enabled: true },
      dependsOn: [this.logs, ...role.rights],
    });
  }
}
