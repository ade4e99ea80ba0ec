import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import type { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { Construct } from "constructs";
import { principalProblems } from "../foundation/formats";

/**
 * Rights of an IAM role in the cluster, by the access policies that EKS defines.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
 */
export interface ClusterAccess {
  readonly principalArn: string;
  /** `cluster-admin`: everything. `view`: sees all but secrets, the logs of pods too. */
  readonly policy: keyof typeof ACCESS_POLICIES;
  /** The namespaces that the policy holds in, or all of them. */
  readonly namespaces: "all" | readonly string[];
}

const ACCESS_POLICIES = {
  "cluster-admin": "AmazonEKSClusterAdminPolicy",
  view: "AmazonEKSViewPolicy",
} as const;

/**
 * Checks that each access names one IAM role or user.
 * @returns every problem at once, `[]` when there is none
 */
export function accessEntryProblems(access: Readonly<Record<string, ClusterAccess>>): string[] {
  return Object.entries(access).flatMap(([name, { principalArn }]) =>
    principalProblems(`access.${name}`, principalArn),
  );
}

/** Access to a cluster: one access entry for each name, and nobody else, not even who created the cluster. */
export class AccessEntries extends Construct {
  constructor(scope: Construct, id: string, cluster: EksCluster, access: Readonly<Record<string, ClusterAccess>>) {
    super(scope, id);
    for (const [name, { principalArn, policy, namespaces }] of Object.entries(access)) {
      const entry = new EksAccessEntry(this, name, { clusterName: cluster.name, principalArn, type: "STANDARD" });
      new EksAccessPolicyAssociation(entry, "policy", {
        clusterName: cluster.name,
        principalArn,
        policyArn: `arn:aws:eks::aws:cluster-access-policy/${ACCESS_POLICIES[policy]}`,
        accessScope: namespaces === "all" ? { type: "cluster" } : { type: "namespace", namespaces: [...namespaces] },
        dependsOn: [entry],
      });
    }
  }
}
