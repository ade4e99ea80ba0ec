import type { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import type { Construct } from "constructs";
import type { Site } from "../foundation/names";
import { ServiceRole } from "../foundation/service-role";
import type { KubernetesVersion } from "./kubernetes-versions";
import { ManagedAddon } from "./managed-addons";

/** The service account that the EKS add-on vpc-cni has fixed. */
const SERVICE_ACCOUNT = "aws-node";

/** Creates the add-ons that a node needs before it is ready: identities and networking of pods. */
export function networkAddons(
  scope: Construct,
  { prefix }: Pick<Site, "prefix">,
  cluster: EksCluster,
  kubernetesVersion: KubernetesVersion,
): ManagedAddon[] {
  const common = { cluster, kubernetesVersion };
  const role = new ServiceRole(scope, "vpc-cni-role", {
    name: `${prefix}-vpc-cni`,
    description: "Network interfaces and addresses of pods",
    service: "pods.eks.amazonaws.com",
    actions: ["sts:AssumeRole", "sts:TagSession"],
    condition: {
      StringEquals: {
        "aws:RequestTag/eks-cluster-arn": cluster.arn,
        "aws:RequestTag/kubernetes-namespace": "kube-system",
        "aws:RequestTag/kubernetes-service-account": SERVICE_ACCOUNT,
      },
    },
    managedPolicies: ["AmazonEKS_CNI_Policy"],
  });
  return [
    new ManagedAddon(scope, "eks-pod-identity-agent", { ...common, after: [] }),
    new ManagedAddon(scope, "vpc-cni", {
      ...common,
      configuration: {
        enableNetworkPolicy: "true",
        env: { ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1" },
      },
      podIdentity: { serviceAccount: SERVICE_ACCOUNT, roleArn: role.arn },
      after: role.rights,
    }),
  ];
}
