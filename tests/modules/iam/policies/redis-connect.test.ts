import { expect, it } from "vitest";
import { siteOf } from "../../../../modules/foundation/names";
import { connectStatement } from "../../../../modules/iam/policies/workload";

const environment = siteOf({ name: "prod", account: "333333333333", region: "us-east-1" });

it("lets an identity log in to the stores that it uses, as the user of each", () => {
  expect(connectStatement(environment, ["sessions", "cache"])).toEqual({
    Sid: "ConnectToRedis",
    Effect: "Allow",
    Action: ["elasticache:Connect"],
    Resource: [
      "arn:aws:elasticache:us-east-1:333333333333:replicationgroup:lms-prod-sessions",
      "arn:aws:elasticache:us-east-1:333333333333:user:lms-prod-sessions",
      "arn:aws:elasticache:us-east-1:333333333333:replicationgroup:lms-prod-cache",
      "arn:aws:elasticache:us-east-1:333333333333:user:lms-prod-cache",
    ],
  });
});

it("names no other store", () => {
  expect(connectStatement(environment, ["cache"]).Resource).toEqual([
    "arn:aws:elasticache:us-east-1:333333333333:replicationgroup:lms-prod-cache",
    "arn:aws:elasticache:us-east-1:333333333333:user:lms-prod-cache",
  ]);
});
