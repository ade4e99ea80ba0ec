import type { Site } from "../../foundation/names";
import type { PolicyStatement } from "../../foundation/policy-document";
import { type StoreUse, storeName } from "../../foundation/store-uses";

/**
 * What an identity needs to log in to stores of an environment: it signs a token that is good for 15 minutes, as the
 * user with the store's name. Without this statement no one can, since there is no password.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
 */
export function connectStatement(site: Site, uses: readonly StoreUse[]): PolicyStatement {
  const { prefix, account, region } = site;
  return {
    Sid: "ConnectToRedis",
    Effect: "Allow",
    Action: ["elasticache:Connect"],
    Resource: uses.flatMap((use) =>
      ["replicationgroup", "user"].map(
        (kind) => `arn:aws:elasticache:${region}:${account}:${kind}:${storeName(`${prefix}`, use)}`,
      ),
    ),
  };
}
