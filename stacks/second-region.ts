import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import type { Environment } from "../environments/environment";
import { RecoveryRegion } from "../modules/disaster-recovery";
import type { Keys } from "../modules/foundation/contracts";
import { siteOf } from "../modules/foundation/names";
import type { GlobalDatabaseSettings } from "../modules/rds";

/** The second region of an environment, and how the database uses it. */
export interface SecondRegion {
  readonly region: RecoveryRegion;
  readonly settings: GlobalDatabaseSettings;
}

/**
 * Creates what an environment has in a second region. Of one that is being left only the provider stays, without which
 * Terraform could not destroy what is there.
 * @param providerIn makes the provider of a region
 */
export function createSecondRegion(
  scope: Construct,
  environment: Environment,
  keys: Pick<Keys, "data">,
  providerIn: (region: string) => AwsProvider,
): "none" | SecondRegion {
  const { recovery, dataProtection, logRetentionDays } = environment;
  if (recovery === "none") return "none";
  if ("leaving" in recovery) {
    providerIn(recovery.leaving);
    return "none";
  }
  const region = new RecoveryRegion(scope, "recovery", {
    keys,
    site: siteOf(environment),
    provider: providerIn(recovery.region),
    settings: recovery,
    dataProtection,
    logRetentionDays,
  });
  return { region, settings: recovery.database };
}
