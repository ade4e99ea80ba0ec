import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import type { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { KUBERNETES_VERSIONS, type KubernetesVersion, type ManagedAddonName } from "./kubernetes-versions";

export interface ManagedAddonProps {
  readonly cluster: EksCluster;
  readonly kubernetesVersion: KubernetesVersion;
  /** What the add-on is told, in its own schema: `aws eks describe-addon-configuration`. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** The role of the add-on's pods, by its fixed service account. */
  readonly podIdentity?: { readonly serviceAccount: string; readonly roleArn: string };
  /** What must exist first. */
  readonly after: readonly ITerraformDependable[];
}

/**
 * An EKS add-on in the version that belongs to the cluster's Kubernetes version. Changes made by hand in the cluster
 * are taken back.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html
 */
export class ManagedAddon extends EksAddon {
  constructor(scope: Construct, name: ManagedAddonName, props: ManagedAddonProps) {
    const { cluster, kubernetesVersion, configuration, podIdentity, after } = props;
    super(scope, name, {
      clusterName: cluster.name,
      addonName: name,
      addonVersion: KUBERNETES_VERSIONS[kubernetesVersion].addons[name],
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      ...(configuration === undefined ? {} : { configurationValues: JSON.stringify(configuration) }),
      ...(podIdentity === undefined ? {} : { podIdentityAssociation: [podIdentity] }),
      dependsOn: [...after],
    });
  }
}
