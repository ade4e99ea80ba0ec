import { check, problem } from "../modules/foundation/checks";
import { DEFAULT_REGIONS } from "../modules/foundation/regions";
import type { PipelineTrust } from "../modules/iam";
import type { AccountSettings, Environment } from "./environment";
import type { SharedSettings } from "./shared";

/** Name of the shared account, by which the pipelines and the commands know it. */
const SHARED = "shared";

/** A pipeline's identity, with the name that messages give it. */
interface Pipeline {
  readonly where: string;
  readonly trust: PipelineTrust;
}

/** Checks the shared account: its name and its regions. */
export function sharedProblems({ name, region, replicaRegion }: SharedSettings): string[] {
  const known = (where: string, got: string) =>
    check(
      DEFAULT_REGIONS.includes(got),
      where,
      "must be a region that every account has from the start",
      got,
      `choose one of ${DEFAULT_REGIONS.join(", ")}`,
    );
  return [
    ...check(
      name === SHARED,
      "shared.name",
      `must be "${SHARED}"`,
      name,
      "pipelines and commands know it by this name",
    ),
    ...known("shared.region", region),
    ...known("shared.replicaRegion", replicaRegion),
    ...check(
      replicaRegion !== region,
      "shared.replicaRegion",
      "must be another region than shared.region",
      replicaRegion,
      "images are copied there so that a lost region does not take them along",
    ),
  ];
}

/** Checks that each pipeline's role has an external id of its own: that of another one is a copy that was not finished. */
export function externalIdProblems(environments: readonly Environment[], shared: SharedSettings | "unknown"): string[] {
  const builder = shared === "unknown" ? [] : [{ where: "shared.imagePublisher", trust: shared.imagePublisher }];
  const known = new Map<string, string>();
  return [...pipelinesOf(environments), ...builder].flatMap(({ where, trust }) => {
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

/** Checks that what an account's resources are called by hand bears the number or the name of no other account. */
export function foreignNameProblems(
  accounts: readonly AccountSettings[],
  environments: readonly Environment[],
): string[] {
  return [
    ...accounts.flatMap((own) =>
      accounts
        .filter(({ stateBucket }) => stateBucket !== own.stateBucket && !own.stateBucket.includes(own.account))
        .filter(({ account }) => own.stateBucket.includes(account))
        .map((other) =>
          problem(
            `${own.name}.stateBucket`,
            `must not bear the number of ${other.name}.account`,
            own.stateBucket,
            `name it after account ${own.account}`,
          ),
        ),
    ),
    ...environments.flatMap(({ name, addons: { alerts } }) =>
      environments
        .filter((other) => other.name !== name && alerts.slackChannel.split(/[#_-]/).includes(other.name))
        .filter(() => !alerts.slackChannel.split(/[#_-]/).includes(name))
        .map((other) =>
          problem(
            `${name}.addons.alerts.slackChannel`,
            `must not be named after ${other.name}`,
            alerts.slackChannel,
            `name that of ${name}, or one of no environment`,
          ),
        ),
    ),
  ];
}

function pipelinesOf(environments: readonly Environment[]): Pipeline[] {
  return environments.flatMap(({ name, access }) =>
    (["deployer", "planner"] as const).flatMap((role) => {
      const trust = access[role];
      return trust === "none" ? [] : [{ where: `${name}.access.${role}`, trust }];
    }),
  );
}
