import { describe, expect, it } from "vitest";
import { FULL, LEAST, observabilityRoot, problemsOf, ref } from "../observability-root";

const full = () => observabilityRoot(FULL);
const own = (type: string, settings = FULL) => observabilityRoot(settings).part("notifications").resources(type);

describe("where no one needs to act", () => {
  it("nothing is made", () => {
    const addresses = observabilityRoot(LEAST).addresses();
    expect(addresses.filter((address) => address.includes(".notifications_"))).toEqual([]);
    expect(observabilityRoot(LEAST).data("aws_ssm_parameter")).toEqual({});
  });
});

describe("PagerDuty", () => {
  it("is subscribed to what is critical, by a URL that only Terraform reads", () => {
    expect(own("aws_sns_topic_subscription").notifications_pager_duty_critical).toEqual({
      topic_arn: ref("aws_sns_topic.alerts_critical.arn"),
      protocol: "https",
      endpoint: ref("data.aws_ssm_parameter.notifications_pager_duty_url.value"),
      endpoint_auto_confirms: true,
    });
    const { "//": _, ...parameter } = full().data("aws_ssm_parameter").notifications_pager_duty_url as {
      "//": unknown;
    };
    expect(parameter).toEqual({
      name: "/lms/test/pagerduty-integration-url",
      with_decryption: true,
      lifecycle: {
        postcondition: [
          {
            condition: ref(
              'can(regex("^https://events[.](eu[.])?pagerduty[.]com/integration/[0-9A-Za-z]{32}/enqueue$", self.value))',
            ),
            error_message:
              "/lms/test/pagerduty-integration-url: must hold " +
              "https://events.pagerduty.com/integration/<32 letters or digits>/enqueue; " +
              "copy the URL of the service's Amazon CloudWatch integration, and put it with --overwrite",
          },
        ],
      },
    });
  });

  it("takes the URL of an integration and nothing else", () => {
    const [condition] = (
      full().data("aws_ssm_parameter").notifications_pager_duty_url as {
        lifecycle: { postcondition: [{ condition: string }] };
      }
    ).lifecycle.postcondition;
    const pattern = new RegExp(String(/"(.+)"/.exec(condition.condition)?.[1]));
    const key = "0123456789abcdef0123456789abcdef";
    expect(`https://events.pagerduty.com/integration/${key}/enqueue`).toMatch(pattern);
    expect(`https://events.eu.pagerduty.com/integration/${key}/enqueue`).toMatch(pattern);
    for (const wrong of [
      key,
      `https://events.pagerduty.com/integration/${key.slice(1)}/enqueue`,
      `https://events.pagerduty.com/integration/${key}/enqueue?a=b`,
      `http://events.pagerduty.com/integration/${key}/enqueue`,
      `https://events-pagerduty.com/integration/${key}/enqueue`,
    ]) {
      expect(wrong).not.toMatch(pattern);
    }
  });
});

describe("Slack", () => {
  it("has a channel for each severity, with errors logged", () => {
    const channel = (severity: string, slack_channel_id: string) => ({
      configuration_name: `lms-test-${severity}`,
      slack_team_id: "T0123ABCD",
      slack_channel_id,
      sns_topic_arns: [ref(`aws_sns_topic.alerts_${severity}.arn`)],
      iam_role_arn: ref("aws_iam_role.notifications_slack_role.arn"),
      guardrail_policy_arns: [ref("aws_iam_policy.notifications_slack_guardrail.arn")],
      user_authorization_required: true,
      logging_level: "ERROR",
      depends_on: [
        `aws_cloudwatch_log_group.notifications_slack_${severity}_log`,
        "aws_iam_role_policy.notifications_slack_role_policy",
      ],
    });
    expect(own("aws_chatbot_slack_channel_configuration")).toEqual({
      notifications_slack_critical: channel("critical", "C0CRITICAL"),
      notifications_slack_warning: channel("warning", "C0WARNING1"),
    });
  });

  it("writes to log groups that are there before it, in us-east-1", () => {
    const log = (severity: string) => ({
      provider: "aws.global",
      name: `/aws/chatbot/lms-test-${severity}`,
      kms_key_id: ref("aws_kms_key.keys_logs.arn"),
      retention_in_days: 30,
    });
    expect(own("aws_cloudwatch_log_group")).toEqual({
      notifications_slack_critical_log: log("critical"),
      notifications_slack_warning_log: log("warning"),
    });
  });

  it("can look at metrics, and so can whoever uses it, whatever their own role allows", () => {
    const statements = [
      {
        Sid: "ShowMetrics",
        Effect: "Allow",
        Action: ["cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*"],
        Resource: "*",
      },
    ];
    const role = own("aws_iam_role").notifications_slack_role;
    expect(role?.name).toBe("lms-test-slack");
    expect(JSON.parse(String(role?.assume_role_policy)).Statement).toEqual([
      {
        Sid: "AssumedByService",
        Effect: "Allow",
        Principal: { Service: "chatbot.amazonaws.com" },
        Action: ["sts:AssumeRole"],
      },
    ]);
    for (const policy of [
      own("aws_iam_role_policy").notifications_slack_role_policy,
      own("aws_iam_policy").notifications_slack_guardrail,
    ]) {
      expect(JSON.parse(String(policy?.policy)).Statement).toEqual(statements);
    }
    expect(own("aws_iam_policy").notifications_slack_guardrail?.name).toBe("lms-test-slack-guardrail");
  });
});

describe("the weekly test", () => {
  it("raises an alarm that tells both topics, as its role may, and no other alarm", () => {
    const arn = ref("aws_cloudwatch_metric_alarm.notifications_weekly_test_alarm.arn");
    const { target, ...schedule } = own("aws_scheduler_schedule").notifications_weekly_test_schedule ?? {};
    expect(schedule).toMatchObject({
      schedule_expression: "cron(0 15 ? * MON *)",
      name: "lms-test-alerts-weekly-test",
      group_name: ref("aws_scheduler_schedule_group.notifications_weekly_test_group.name"),
    });
    expect(target).toMatchObject({
      arn: "arn:aws:scheduler:::aws-sdk:cloudwatch:setAlarmState",
      role_arn: ref("aws_iam_role.notifications_weekly_test_role.arn"),
    });
    expect(JSON.parse((target as { input: string }).input)).toEqual({
      AlarmName: ref("aws_cloudwatch_metric_alarm.notifications_weekly_test_alarm.alarm_name"),
      StateValue: "ALARM",
      StateReason: "Weekly test: nothing is wrong. Acknowledge it.",
    });
    const { policy } = own("aws_iam_role_policy").notifications_weekly_test_role_policy ?? {};
    expect(JSON.parse(String(policy)).Statement).toEqual([
      { Sid: "RaiseAlarm", Effect: "Allow", Action: "cloudwatch:SetAlarmState", Resource: arn },
    ]);
    expect(own("aws_cloudwatch_metric_alarm").notifications_weekly_test_alarm).toMatchObject({
      alarm_name: "lms-test-alerts-weekly-test",
      alarm_actions: [ref("aws_sns_topic.alerts_critical.arn"), ref("aws_sns_topic.alerts_warning.arn")],
    });
  });

  it("is raised in earnest when nothing reached anyone for a week", () => {
    expect(own("aws_cloudwatch_metric_alarm").notifications_weekly_test_alarm).toMatchObject({
      namespace: "AWS/SNS",
      metric_name: "NumberOfNotificationsDelivered",
      dimensions: { TopicName: ref("aws_sns_topic.alerts_critical.name") },
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      period: 86_400,
      evaluation_periods: 7,
      datapoints_to_alarm: 7,
      treat_missing_data: "breaching",
    });
  });
});

describe("mail", () => {
  it("is sent of either severity", () => {
    const mail = (severity: string) => ({
      topic_arn: ref(`aws_sns_topic.alerts_${severity}.arn`),
      protocol: "email",
      endpoint: "lms-team@example.com",
    });
    const { notifications_pager_duty_critical: _, ...mails } = own("aws_sns_topic_subscription");
    expect(mails).toEqual({
      notifications_critical_mail_lms_team_example_com: mail("critical"),
      notifications_mail_lms_team_example_com: mail("warning"),
    });
  });
});

describe("a second region", () => {
  const RECOVERY = { ...FULL, recovery: true };
  const provider = "aws.recovery";

  it("pages and mails the same people", () => {
    const subscriptions = own("aws_sns_topic_subscription", RECOVERY);
    expect(Object.keys(subscriptions)).toEqual([
      "notifications_critical_mail_lms_team_example_com",
      "notifications_mail_lms_team_example_com",
      "notifications_pager_duty_critical",
      "notifications_pager_duty_recovery_critical",
      "notifications_recovery_critical_mail_lms_team_example_com",
      "notifications_recovery_mail_lms_team_example_com",
    ]);
    expect(subscriptions.notifications_pager_duty_recovery_critical).toEqual({
      provider,
      topic_arn: ref("aws_sns_topic.recovery_critical.arn"),
      protocol: "https",
      endpoint: ref("data.aws_ssm_parameter.notifications_pager_duty_url.value"),
      endpoint_auto_confirms: true,
    });
    expect(subscriptions.notifications_recovery_mail_lms_team_example_com).toEqual({
      provider,
      topic_arn: ref("aws_sns_topic.recovery_warning.arn"),
      protocol: "email",
      endpoint: "lms-team@example.com",
    });
  });

  it("has a weekly test of its own, which tells its topics", () => {
    const alarm = "aws_cloudwatch_metric_alarm.notifications_recovery_weekly_test_alarm";
    expect(own("aws_cloudwatch_metric_alarm", RECOVERY).notifications_recovery_weekly_test_alarm).toMatchObject({
      provider,
      alarm_name: "lms-test-recovery-alerts-weekly-test",
      alarm_actions: [ref("aws_sns_topic.recovery_critical.arn"), ref("aws_sns_topic.recovery_warning.arn")],
      dimensions: { TopicName: ref("aws_sns_topic.recovery_critical.name") },
    });
    const { target, ...schedule } =
      own("aws_scheduler_schedule", RECOVERY).notifications_recovery_weekly_test_schedule ?? {};
    expect(schedule).toMatchObject({
      provider,
      name: "lms-test-recovery-alerts-weekly-test",
      group_name: ref("aws_scheduler_schedule_group.notifications_recovery_weekly_test_group.name"),
    });
    expect(JSON.parse((target as { input: string }).input).AlarmName).toBe(ref(`${alarm}.alarm_name`));
    const { policy } = own("aws_iam_role_policy", RECOVERY).notifications_recovery_weekly_test_role_policy ?? {};
    expect(JSON.parse(String(policy)).Statement[0].Resource).toBe(ref(`${alarm}.arn`));
  });

  it("is shown in the same channels", () => {
    const channels = own("aws_chatbot_slack_channel_configuration", RECOVERY);
    expect(Object.values(channels).map(({ sns_topic_arns }) => sns_topic_arns)).toEqual([
      [ref("aws_sns_topic.alerts_critical.arn"), ref("aws_sns_topic.recovery_critical.arn")],
      [ref("aws_sns_topic.alerts_warning.arn"), ref("aws_sns_topic.recovery_warning.arn")],
    ]);
  });
});

it("tells all that is wrong with the settings, by its path", () => {
  const notifications = {
    ...FULL.notifications,
    slack: { workspaceId: "lms", channelIds: { critical: "C0CRITICAL", warning: "C0WARNING1" } },
    mail: ["team"],
  };
  expect(problemsOf({ notifications })).toEqual([
    'observability/notifications: slack.workspaceId: must be an id such as T0123ABCD, got "lms"; ' +
      "copy it from the console of Amazon Q Developer",
    'observability/notifications: mail: must be a mail address such as team@example.com, got "team"; name one address, without a display name',
  ]);
});
