import type { ClusterAccess } from "../modules/eks";
import { roleArn, type Site } from "../modules/foundation/names";
import type { AccessSettings } from "../modules/iam";

/**
 * Rights of an environment's people and pipelines in its cluster. Nobody else has any access: not the
 * planner, for which Helm's releases would have to be secrets that it reads, and not who may only see how the platform is
 * built, since a cluster cannot be looked at without its logs.
 */
export function clusterAccess(
  site: Site,
  { deployer }: Pick<AccessSettings, "deployer">,
): Readonly<Record<string, ClusterAccess>> {
  const role = (name: string) => roleArn(site, name);
  return {
    admin: { principalArn: role("admin"), policy: "cluster-admin", namespaces: "all" },
    // What runs there comes from Git, by Argo CD, which would undo any other change.
    developer: { principalArn: role("developer"), policy: "view", namespaces: ["microservices"] },
    ...(deployer === "none"
      ? {}
      : { deployer: { principalArn: role("deployer"), policy: "cluster-admin", namespaces: "all" } }),
  };
}
