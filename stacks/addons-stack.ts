import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { DataTerraformRemoteStateS3, Fn, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { type Environment, lackedPrograms } from "../environments/environment";
import { shared } from "../environments/shared";
import { rootPrefixOf, type Standby, siteAt } from "../environments/standby";
import {
  AddonReleases,
  addonsSettings,
  ClusterClasses,
  ClusterNamespaces,
  GrafanaDashboards,
  NAMESPACE_NAMES,
  platformAddons,
} from "../modules/cluster-addons";
import { report } from "../modules/foundation/checks";
import { settingsProblems } from "../modules/foundation/schema";
import { tierCidr } from "../modules/vpc";
import { Root } from "./root";

/** Outputs of the platform's root that it reads. */
export const PLATFORM_OUTPUTS = [
  "cluster_name",
  "cluster_endpoint",
  "cluster_certificate_authority",
  "vpc_id",
  "hosted_zone_id",
  "data_key_arn",
] as const;
type PlatformOutputs = Readonly<Record<(typeof PLATFORM_OUTPUTS)[number], string>>;

const KUBERNETES_PROVIDER_VERSIONS = ">= 2.38.0, < 3.0.0";
const HELM_PROVIDER_VERSIONS = ">= 3.1.0, < 4.0.0";

/**
 * Root of what runs inside the cluster of an environment: namespaces with their rules, and the add-ons. Applied after the
 * platform, whose outputs it reads; taken down before it.
 */
export class AddonsStack extends Root {
  constructor(
    scope: Construct,
    private readonly environment: Environment | Standby,
  ) {
    super(scope, `${rootPrefixOf(environment)}-addons`, environment);
    const { region, network, cluster, edge, addons: settings } = environment;
    report(this, settingsProblems(`${environment.name}.addons`, addonsSettings, settings));
    const platform = this.readPlatform(environment);
    this.connect(platform, region);

    const classes = new ClusterClasses(this, "classes", { dataKeyArn: platform.data_key_arn });
    const namespaces = new ClusterNamespaces(this, "namespaces", {
      availability: settings.availability,
      cidrs: {
        app: tierCidr(network.cidr, "private-app"),
        data: tierCidr(network.cidr, "private-data"),
        controlPlane: tierCidr(network.cidr, "control-plane"),
      },
    });
    const lacks = lackedPrograms(environment);
    if (!lacks.includes("metrics")) new GrafanaDashboards(this, "dashboards", { namespaces, region });
    const addons = platformAddons({
      site: siteAt(environment),
      contract: rootPrefixOf(environment),
      clusterName: platform.cluster_name,
      kubernetesVersion: cluster.kubernetesVersion,
      vpcId: platform.vpc_id,
      zone: { id: platform.hosted_zone_id, name: edge.zone.name },
      imageAccount: shared.account,
      lacks,
      settings,
    });
    new AddonReleases(this, "releases", { namespaces, classes, addons });

    this.publish("namespace_names", "Namespaces that may be deployed to", NAMESPACE_NAMES);
    this.publish("addon_names", "The add-ons, by the names of their releases", Object.keys(addons));
  }

  override get after(): readonly string[] {
    return [`${rootPrefixOf(this.environment)}-platform`];
  }

  private readPlatform({ account, region, stateBucket }: Environment): PlatformOutputs {
    const state = new DataTerraformRemoteStateS3(this, "platform", {
      bucket: stateBucket,
      key: `${this.after[0]}/terraform.tfstate`,
      region,
      allowedAccountIds: [account],
    });
    return Object.fromEntries(PLATFORM_OUTPUTS.map((output) => [output, state.getString(output)])) as PlatformOutputs;
  }

  /**
   * Both providers ask the AWS CLI for a token when they need one: it is valid for a quarter of an hour only, and in no
   * plan and no state. Whoever runs Terraform needs an access entry of the cluster.
   * @see https://docs.aws.amazon.com/cli/latest/reference/eks/get-token.html
   */
  private connect(platform: PlatformOutputs, region: string): void {
    const role = new TerraformVariable(this, "cluster_role_arn", {
      type: "string",
      default: "",
      description:
        "The role to get a token of the cluster with; empty: that of whoever runs Terraform. It must need no external id.",
    });
    const connection = {
      host: platform.cluster_endpoint,
      clusterCaCertificate: Fn.base64decode(platform.cluster_certificate_authority),
    };
    const exec = {
      apiVersion: "client.authentication.k8s.io/v1beta1",
      command: "aws",
      // Without a role the second list is empty.
      args: Fn.concat([
        ["eks", "get-token", "--output", "json", "--cluster-name", platform.cluster_name, "--region", region],
        Fn.formatlist("--role-arn=%s", [Fn.compact([role.stringValue])]),
      ]),
    };
    new KubernetesProvider(this, "kubernetes", { ...connection, exec: [exec] });
    new HelmProvider(this, "helm", { kubernetes: { ...connection, exec } });
    this.addOverride("terraform.required_providers.kubernetes.version", KUBERNETES_PROVIDER_VERSIONS);
    this.addOverride("terraform.required_providers.helm.version", HELM_PROVIDER_VERSIONS);
  }
}
