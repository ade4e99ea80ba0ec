import { check, problem } from "../modules/foundation/checks";
import type { AccountSettings, Environment } from "./environment";
import { defaultRegionProblems } from "./setting-checks";
import type { SharedSettings } from "./shared";

/** Name of the shared account, by which the pipelines and the commands know it. */
const SHARED = "shared";

/** Checks the shared account: its name and its regions. */
export function sharedProblems({ name, region, replicaRegion }: SharedSettings): string[] {
  return [
    ...check(
      name === SHARED,
      "shared.name",
      `must be "${SHARED}"`,
      name,
      "pipelines and commands know it by this name",
    ),
    ...defaultRegionProblems("shared.region", region),
    ...defaultRegionProblems("shared.replicaRegion", replicaRegion),
    ...check(
      replicaRegion !== region,
      "shared.replicaRegion",
      "must be another region than shared.region",
      replicaRegion,
      "images are copied there so that a lost region does not take them along",
    ),
  ];
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
