import { expect, it } from "vitest";
import { ACCOUNT, allow, ask, authorizerOf, json, query, rest } from "./account";

const FUNCTION = "arn:aws:lambda:us-east-1:111111111111:function:f";
const STREAM = `arn:aws:kinesis:us-east-1:${ACCOUNT}:stream/s`;
const BUS = `arn:aws:events:us-east-1:${ACCOUNT}:event-bus/b`;
const BUCKET = "arn:aws:s3:::aws-waf-logs-lms";

it.each([
  [
    "an event source that is no queue",
    rest(
      "lambda",
      "POST /2015-03-31/event-source-mappings",
      JSON.stringify({ FunctionName: FUNCTION, EventSourceArn: STREAM }),
    ),
    `got the event source ${STREAM}`,
  ],
  [
    "a destination that is neither a queue nor a topic",
    rest(
      "lambda",
      "PUT /2019-09-25/functions/f/event-invoke-config",
      JSON.stringify({ DestinationConfig: { OnFailure: { Destination: BUS } } }),
    ),
    `got the destination ${BUS}`,
  ],
  [
    "logs of Redis that do not go to CloudWatch Logs",
    query("elasticache", {
      Action: "CreateReplicationGroup",
      ReplicationGroupId: "r",
      "LogDeliveryConfigurations.LogDeliveryConfigurationRequest.1.DestinationType": "kinesis-firehose",
    }),
    "got logs for kinesis-firehose",
  ],
  [
    "logs of a web ACL that go to a bucket",
    json("wafv2", "PutLoggingConfiguration", {
      LoggingConfiguration: {
        ResourceArn: `arn:aws:wafv2:us-east-1:${ACCOUNT}:regional/webacl/a/1`,
        LogDestinationConfigs: [BUCKET],
      },
    }),
    `got logs for ${BUCKET}`,
  ],
  [
    "a key by an alias that does not exist",
    json("secretsmanager", "CreateSecret", { Name: "s", SecretString: "v", KmsKeyId: "alias/gone" }),
    "got the key alias/gone, which is not there",
  ],
])("what AWS does on behalf of the caller is not let through untold: %s", async (_, request, message) => {
  const account = { allowed: [allow("*")], functions: { f: `arn:aws:iam::${ACCOUNT}:role/worker` } };
  expect(await ask(await authorizerOf(account), request)).toContain(
    `must be told its IAM action and resource before the local AWS takes it, ${message}; teach it in`,
  );
});
