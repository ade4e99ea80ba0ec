import { check } from "../modules/foundation/checks";
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
 * service's own code, so neither may be done by who deploys to any environment, nor any pipeline be an administrator. What one
 * environment says of itself is checked with its own settings.
 * @param shared account of the images; `unknown` where its own settings are wrong
 * @returns every problem at once, `[]` when there is none
 */
export function pipelineProblems(environments: readonly Environment[], shared: SharedSettings | "unknown"): string[] {
  const [deployers, planners] = (["deployer", "planner"] as const).map((role) =>
    environments.flatMap(({ name, access }): Pipeline[] => {
      const trust = access[role];
      return trust === "none" ? [] : [{ account: name, where: `${name}.access.${role}`, trust }];
    }),
  ) as [Pipeline[], Pipeline[]];
  const builders = shared === "unknown" ? [] : [builderOf(shared)];
  return [
    ...planners.flatMap((planner) => ownIdentityProblems(planner, deployers)),
    ...builders.flatMap((builder) => ownIdentityProblems(builder, [...deployers, ...planners])),
    ...environments.flatMap((environment) =>
      administratorProblems(environment, [...deployers, ...planners, ...builders]),
    ),
  ];
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

function administratorProblems({ name, access }: Environment, pipelines: readonly Pipeline[]): string[] {
  const others = pipelines.filter(({ account }) => account !== name);
  const principals = others.flatMap(({ trust }) => (trust.kind === "external-id" ? [trust.principal] : []));
  return [...new Set(principals)].flatMap((principal) =>
    check(
      !access.admin.includes(principal),
      `${name}.access.admin`,
      "must name people, and no pipeline",
      principal,
      "a pipeline has a role of its own, with less",
    ),
  );
}
