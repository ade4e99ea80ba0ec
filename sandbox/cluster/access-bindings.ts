import { Failure } from "../../scripts/failure";
import { get, type LocalAws } from "../local-aws";
import type { KubernetesObject } from "./api";

/** The roles of Kubernetes that access policies are like. @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html */
const ROLES: Readonly<Record<string, string>> = {
  AmazonEKSClusterAdminPolicy: "cluster-admin",
  AmazonEKSAdminPolicy: "admin",
  AmazonEKSEditPolicy: "edit",
  AmazonEKSViewPolicy: "view",
};

interface Association {
  readonly policyArn: string;
  readonly accessScope: { readonly type: string; readonly namespaces: readonly string[] };
}

/**
 * Bindings that stand in for what EKS does by itself: they give the groups of access policies what those allow. The groups' names are
 * those of `sandbox/gateway/services/eks/tokens.ts`.
 * @throws Failure where a cluster has no access entry
 */
export async function accessBindings(aws: LocalAws, cluster: string): Promise<readonly KubernetesObject[]> {
  const path = `/clusters/${cluster}/access-entries`;
  const { accessEntries } = (await get(aws, "eks", path)) as { accessEntries: readonly string[] };
  if (accessEntries.length === 0) throw new Failure(`${cluster}: people must have access entries, got none`);
  const associations: Association[] = [];
  for (const principal of accessEntries) {
    const found = await get(aws, "eks", `${path}/${encodeURIComponent(principal)}/access-policies`);
    associations.push(...(found as { associatedAccessPolicies: Association[] }).associatedAccessPolicies);
  }
  const bindings = associations.flatMap(({ policyArn, accessScope: { type, namespaces } }) => {
    const policy = policyArn.slice(policyArn.lastIndexOf("/") + 1);
    return type === "cluster" ? [binding(policy)] : namespaces.map((namespace) => binding(policy, namespace));
  });
  return [...new Map(bindings.map((one) => [`${one.metadata.namespace}/${one.metadata.name}`, one])).values()];
}

function binding(policy: string, namespace?: string): KubernetesObject {
  const role = ROLES[policy];
  if (role === undefined) throw new Error(`no role of Kubernetes is known of ${policy}; add it to ROLES`);
  const name = `access-policy:${policy}${namespace === undefined ? "" : `:${namespace}`}`;
  const apiGroup = "rbac.authorization.k8s.io";
  return {
    apiVersion: `${apiGroup}/v1`,
    kind: namespace === undefined ? "ClusterRoleBinding" : "RoleBinding",
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    roleRef: { apiGroup, kind: "ClusterRole", name: role },
    subjects: [{ apiGroup, kind: "Group", name }],
  };
}
