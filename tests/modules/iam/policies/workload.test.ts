import { expect, it } from "vitest";
import { siteOf } from "../../../../modules/foundation/names";
import type { StoreUse } from "../../../../modules/foundation/store-uses";
import { workload } from "../../../../modules/iam/policies/workload";

const SCOPE = {
  site: siteOf({ name: "prod", account: "333333333333", region: "us-east-1" }),
  clusterName: "lms-prod",
  dataKeyArn: "arn:aws:kms:us-east-1:333333333333:key/data",
  logsKeyArn: "arn:aws:kms:us-east-1:333333333333:key/logs",
  messagesKeyArn: "arn:aws:kms:us-east-1:333333333333:key/messages",
  tokenStoreOf: (use: StoreUse) => (use === "sessions" ? use : "none"),
};

const IDLE = {
  priority: 170,
  paths: { uploads: [], assertions: [], logins: [] },
  traced: "other",
  namespace: "microservices",
  serviceAccount: "idle",
  buckets: [],
  secrets: [],
  redis: [],
  queues: [],
} as const;

it("gives a service without any need no right at all", () => {
  expect(workload("idle", IDLE, SCOPE)).toEqual([]);
});

it("lets a service log in to a store by a token where the store takes one, and says nothing of the other", () => {
  const statements = workload("idle", { ...IDLE, redis: ["sessions", "cache"] }, SCOPE);
  expect(statements).toEqual([
    {
      Sid: "ConnectToRedis",
      Effect: "Allow",
      Action: ["elasticache:Connect"],
      Resource: [
        "arn:aws:elasticache:us-east-1:333333333333:replicationgroup:lms-prod-sessions",
        "arn:aws:elasticache:us-east-1:333333333333:user:lms-prod-sessions",
      ],
    },
  ]);
  expect(workload("idle", { ...IDLE, redis: ["cache"] }, SCOPE)).toEqual([]);
});

it("signs for the sessions' store, as the cache's user, where that keeps the cache", () => {
  const scope = { ...SCOPE, tokenStoreOf: () => "sessions" as const };
  expect(workload("idle", { ...IDLE, redis: ["cache"] }, scope).flatMap(({ Resource }) => Resource)).toEqual([
    "arn:aws:elasticache:us-east-1:333333333333:replicationgroup:lms-prod-sessions",
    "arn:aws:elasticache:us-east-1:333333333333:user:lms-prod-cache",
  ]);
});
