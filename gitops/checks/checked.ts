import type { Environment } from "../../environments";
import { rootPrefixOf, type Standby } from "../../environments/standby";
import { quotaProblems } from "../../review/capacity/capacity";
import { serviceSizes } from "../../review/capacity/service-workloads";
import { credentialProblems } from "./credentials";
import { renderedProblems } from "./rendered";
import { folderProblems } from "./services";
import { GitopsTree } from "./tree";

/** What a check looked at, and found. */
export interface Checked {
  readonly services: number;
  /** A line each. */
  readonly problems: readonly string[];
}

/**
 * Checks what Argo CD would be given in an environment, or where it stands by: each file, and once these are as they should be what comes of all
 * together.
 * @param project the folder that `gitops` is in
 * @param service only this one; by default all, and the environment's contract
 */
export function checked(project: string, environment: Environment | Standby, service?: string): Checked {
  const tree = new GitopsTree(project);
  const apps = [
    ...credentialProblems(project, "gitops"),
    ...tree.freezeProblems(),
    ...tree.appsProblems(),
    ...tree.defaultProblems(),
  ];
  const missing = folderProblems(project, environment.name);
  if (missing.length > 0) return { services: 0, problems: [...apps, ...missing] };
  const named =
    service === undefined
      ? tree.deployments().filter((deployment) => deployment.environment === environment.name)
      : [{ environment: environment.name, service }];
  const deployments = named.map((deployment) => ({ ...deployment, contract: rootPrefixOf(environment) }));
  const contract =
    service === undefined ? [...tree.strayProblems(environment), ...tree.contractProblems(environment)] : [];
  const problems = [...apps, ...contract, ...deployments.flatMap((one) => tree.deploymentProblems(one))];
  if (problems.length > 0) return { services: deployments.length, problems };
  const rendered = renderedProblems(
    project,
    environment,
    deployments.map((deployment) => deployment.service),
  );
  const together =
    service === undefined
      ? [
          ...tree.connectionProblems(environment),
          ...tree.tagProblems(environment),
          ...quotaProblems(environment, serviceSizes(project, environment.name)),
        ]
      : [];
  return { services: deployments.length, problems: [...rendered, ...together] };
}
