import { check, problem } from "../modules/foundation/checks";
import { identityOf, type PipelineTrust, shareIdentity } from "../modules/iam";
import type { Environment } from "./environment";
import type { SharedSettings } from "./shared";

/** Pipeline of an account, with the name that messages give it. */
interface Pipeline {
  readonly account: string;
  readonly where: string;
  readonly trust: PipelineTrust;
}

/**
 * Checks across accounts that what nobody has approved cannot be deployed: a plan runs for branches, and an image is built with a
 * service's own code, so neither may be done by who deploys to any environment, nor any pipeline be among the people; and that each role has an
 * external id of its own. What one environment says of its own identities is checked with its own settings.
 * @param shared account of the images; `unknown` where its own settings are wrong
 * @returns every problem at once, `[]` when there is none
 */
export function pipelineProblems(environments: readonly Environment[], shared: SharedSettings | "unknown"): string[] {
  const [deployers, planners] = [pipelinesOf(environments, "deployer"), pipelinesOf(environments, "planner")];
  const builders = shared === "unknown" ? [] : [builderOf(shared)];
  const all = [...deployers, ...planners, ...builders];
  return [
    ...planners.flatMap((planner) => ownIdentityProblems(planner, deployers)),
    ...builders.flatMap((builder) => ownIdentityProblems(builder, [...deployers, ...planners])),
    ...environments.flatMap((environment) => peopleProblems(environment, all)),
    ...externalIdProblems(all),
  ];
}

function pipelinesOf(environments: readonly Environment[], role: "deployer" | "planner"): Pipeline[] {
  return environments.flatMap(({ name, access }) => {
    const trust = access[role];
    return trust === "none" ? [] : [{ account: name, where: `${name}.access.${role}`, trust }];
  });
}

function builderOf({ name, imagePublisher }: SharedSettings): Pipeline {
  return { account: name, where: `${name}.imagePublisher`, trust: imagePublisher };
}

function ownIdentityProblems({ account, where, trust }: Pipeline, others: readonly Pipeline[]): string[] {
  return others
    .filter((other) => other.account !== account)
    .flatMap((other) =>
      check(
        !shareIdentity(trust, other.trust),
        where,
        `must be another identity than ${other.where}`,
        identityOf(trust),
        "it runs what nobody has approved: give it a job, or an IAM role, of its own",
      ),
    );
}

function peopleProblems({ name, access }: Environment, pipelines: readonly Pipeline[]): string[] {
  const others = pipelines.filter(({ account }) => account !== name);
  const principals = others.flatMap(({ trust }) => (trust.kind === "external-id" ? [trust.principal] : []));
  return (["admin", "developer", "readonly"] as const).flatMap((role) =>
    [...new Set(principals)].flatMap((principal) =>
      check(
        !access[role].includes(principal),
        `${name}.access.${role}`,
        "must name people, and no pipeline",
        principal,
        "a pipeline has a role of its own",
      ),
    ),
  );
}

/** An external id that two roles have is a copy that was not finished. */
function externalIdProblems(pipelines: readonly Pipeline[]): string[] {
  const known = new Map<string, string>();
  return pipelines.flatMap(({ where, trust }) => {
    if (trust.kind !== "external-id") return [];
    const other = known.get(trust.externalId);
    known.set(trust.externalId, other ?? where);
    if (other === undefined) return [];
    return problem(
      `${where}.externalId`,
      `must differ from ${other}.externalId`,
      trust.externalId,
      "agree on one for each role",
    );
  });
}
