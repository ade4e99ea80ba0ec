import { expect, it } from "vitest";
import { siteOf } from "../../../../modules/foundation/names";
import { workload } from "../../../../modules/iam/policies/workload";

const SCOPE = {
  site: siteOf({ name: "prod", account: "333333333333", region: "us-east-1" }),
  clusterName: "lms-prod",
  dataKeyArn: "arn:aws:kms:us-east-1:333333333333:key/data",
  logsKeyArn: "arn:aws:kms:us-east-1:333333333333:key/logs",
  messagesKeyArn: "arn:aws:kms:us-east-1:333333333333:key/messages",
};

it("gives a service without any need no right at all", () => {
  const idle = {
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
  expect(workload("idle", idle, SCOPE)).toEqual([]);
});
