import type { ClusterAccess } from "../modules/eks";
import { roleArn, type Site } from "../modules/foundation/names";

/** What the roles of an environment's people and pipelines may do in its cluster. Nobody else has any access. */
export function clusterAccess(site: Site): Readonly<Record<string, ClusterAccess>> {
  const role = (name: string) => roleArn(site, name);
  return {
    admin: { principalArn: role("admin"), policy: "cluster-admin", namespaces: "all" },
    developer: { principalArn: role("developer"), policy: "edit", namespaces: ["microservices"] },
    readonly: { principalArn: role("readonly"), policy: "view", namespaces: "all" },
    deployer: { principalArn: role("deployer"), policy: "cluster-admin", namespaces: "all" },
    // A plan of the add-ons reads Helm's releases, which are secrets.
    planner: { principalArn: role("planner"), policy: "admin-view", namespaces: "all" },
  };
}
