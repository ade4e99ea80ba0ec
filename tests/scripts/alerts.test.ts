import { describe, expect, it } from "vitest";
import { alertsPage } from "../../scripts/alerts/page";
import { type AlertingRoot, whoIsTold } from "../../scripts/alerts/told";

const policy = (...services: readonly string[]) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { Service: services }, Action: "sns:Publish" }] });

const TOPIC = `\${aws_sns_topic.night.arn}`;
const PUBLISHERS = ["cloudwatch.amazonaws.com", "events.amazonaws.com", "events.rds.amazonaws.com"];

/** A topic with an alarm, to which a case adds. */
function rootWith(resource: AlertingRoot["resource"], topicPolicy = policy(...PUBLISHERS), keyPolicy = topicPolicy) {
  return {
    resource: {
      aws_kms_key: { messages: { policy: keyPolicy } },
      aws_sns_topic: { night: { name: "lms-test-night", kms_master_key_id: `\${aws_kms_key.messages.arn}` } },
      aws_sns_topic_policy: { night: { arn: TOPIC, policy: topicPolicy } },
      aws_sns_topic_subscription: {
        pager: { topic_arn: TOPIC, protocol: "https" },
        team: { topic_arn: TOPIC, protocol: "email" },
      },
      aws_chatbot_slack_channel_configuration: { channel: { sns_topic_arns: [TOPIC] } },
      ...resource,
    },
  };
}

const alarm = { aws_cloudwatch_metric_alarm: { cpu: { alarm_actions: [TOPIC] }, silent: {} } };
const waysOf = (root: AlertingRoot) => whoIsTold(root).map(({ publisher, ways }) => [publisher, ways]);

describe("who is told", () => {
  it("of an alarm: all that subscribe", () => {
    expect(whoIsTold(rootWith(alarm))).toEqual([
      {
        kind: "alarm",
        publisher: "aws_cloudwatch_metric_alarm.cpu",
        topic: "lms-test-night",
        ways: ["PagerDuty", "mail", "Slack"],
        obstacle: undefined,
      },
    ]);
  });

  it("of anything else: those who know its format", () => {
    const custom = { input_template: '{"version":"1.0","source":"custom","content":{}}' };
    expect(
      waysOf(
        rootWith({
          aws_cloudwatch_event_target: { custom: { arn: TOPIC, input_transformer: custom }, raw: { arn: TOPIC } },
          aws_db_event_subscription: { failures: { sns_topic: TOPIC } },
          aws_lambda_function_event_invoke_config: {
            report: { destination_config: { on_success: { destination: TOPIC } } },
          },
        }),
      ),
    ).toEqual([
      ["aws_cloudwatch_event_target.custom", ["mail", "Slack"]],
      ["aws_cloudwatch_event_target.raw", ["mail"]],
      ["aws_lambda_function_event_invoke_config.report", ["mail"]],
      ["aws_db_event_subscription.failures", ["mail"]],
    ]);
  });

  it("of nothing, where the topic or its key does not let the service in", () => {
    const others = policy("events.amazonaws.com");
    expect(whoIsTold(rootWith(alarm, others))).toMatchObject([
      { ways: [], obstacle: "the policy of the topic does not let cloudwatch.amazonaws.com publish" },
    ]);
    expect(whoIsTold(rootWith(alarm, policy(...PUBLISHERS), others))).toMatchObject([
      { ways: [], obstacle: "the policy of the topic's key does not let cloudwatch.amazonaws.com use it" },
    ]);
  });
});

describe("the page", () => {
  it("has a table for each environment in which someone is told", () => {
    const page = alertsPage({ quiet: [], busy: whoIsTold(rootWith(alarm)) });
    expect(page).toContain("## quiet\n\nNo one needs to act: no one is told of anything.\n");
    expect(page).toContain("| `lms-test-night` | alarm | `cpu` | yes | yes | yes |");
  });
});
