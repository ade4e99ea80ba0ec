import { expect, it } from "vitest";
import { FULL, observabilityRoot, ref } from "../monitoring/observability-root";

const PUBLISHERS = [
  "backup.amazonaws.com",
  "budgets.amazonaws.com",
  "cloudwatch.amazonaws.com",
  "costalerts.amazonaws.com",
];

it("makes a topic for each severity, encrypted with the key of messages", () => {
  const kms_master_key_id = ref("aws_kms_key.keys_messages.arn");
  expect(observabilityRoot(FULL).resources("aws_sns_topic")).toEqual({
    alerts_critical: { name: "lms-test-critical", kms_master_key_id },
    alerts_warning: { name: "lms-test-warning", kms_master_key_id },
  });
});

it.each(["critical", "warning"])("lets only publishers publish to %s, for this account if they tell it", (severity) => {
  const { policy } = observabilityRoot(FULL).resources("aws_sns_topic_policy")[`alerts_${severity}_policy`] ?? {};
  expect(JSON.parse(String(policy)).Statement).toEqual([
    {
      Sid: "PublishByServices",
      Effect: "Allow",
      Principal: { Service: PUBLISHERS },
      Action: "sns:Publish",
      Resource: ref(`aws_sns_topic.alerts_${severity}.arn`),
      Condition: { StringEquals: { "aws:SourceAccount": "444444444444" } },
    },
    {
      Sid: "PublishByEventBridge",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sns:Publish",
      Resource: ref(`aws_sns_topic.alerts_${severity}.arn`),
    },
  ]);
});

it("lets each publisher, and SNS, use the key of messages", () => {
  const { policy } = observabilityRoot(FULL).resources("aws_kms_key").keys_messages ?? {};
  const statements: { Sid: string; Principal: unknown }[] = JSON.parse(String(policy)).Statement;
  expect(statements.find(({ Sid }) => Sid === "UseByServices")?.Principal).toEqual({
    Service: [...PUBLISHERS, "sns.amazonaws.com"],
  });
});
