import type { Question } from "../gateway/dispatch";
import {
  type Account,
  type Actor,
  ask,
  blocks,
  type Delivery,
  regionOf,
  text,
  texts,
  untold,
  type Values,
} from "./delivery";

const WRITE = ["kms:GenerateDataKey", "kms:Decrypt"];

/** What it takes to send to a topic or a queue: the message, and the key that it is encrypted with. */
export function send(
  account: Account,
  actor: Actor,
  target: string,
  context: Readonly<Record<string, string>> = {},
): Question[] {
  const service = target.split(":")[2];
  if (service !== "sns" && service !== "sqs") return untold("a message", target);
  const action = service === "sns" ? "sns:Publish" : "sqs:SendMessage";
  const key = keyOf(account, target);
  const via = "as" in actor ? { "kms:viaservice": `${service}.${regionOf(target, account.region)}.amazonaws.com` } : {};
  // AWS's own keys let in who uses them through their service, and no other service.
  const isOpen = "as" in actor && key.includes(":alias/aws/");
  return [
    ...ask(account, actor, target, [action], context),
    ...(isOpen ? [] : ask(account, actor, key, WRITE, { ...context, ...via })),
  ];
}

/**
 * ARN of the key of a topic or a queue; empty where there is none, and of an alias for AWS's own.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
function keyOf(account: Account, target: string): string {
  const type = target.split(":")[2] === "sns" ? "aws_sns_topic" : "aws_sqs_queue";
  const holder = account.find(type, "arn", target) ?? untold(type, `${target}, which is in no resource here`);
  const key = text(holder, "kms_master_key_id");
  if (key === "" || key.startsWith("arn:")) return key;
  if (key.startsWith("alias/aws/")) return `arn:aws:kms:${regionOf(target, account.region)}:${account.id}:${key}`;
  const [from, name, arn] = key.startsWith("alias/")
    ? ["aws_kms_alias", "name", "target_key_arn"]
    : ["aws_kms_key", "key_id", "arn"];
  return text(account.find(from, name, key), arn) || untold(from, `${key}, which is in no resource here`);
}

function publish(account: Account, service: string, topics: readonly string[], source = ""): Question[] {
  const context = source === "" ? {} : { "aws:sourcearn": source };
  return topics.flatMap((topic) => send(account, { by: service }, topic, context));
}

/** Ways out of AWS, which take no right in it. */
const TO_PEOPLE = ["email", "email-json", "http", "https", "sms"];

const ALARM = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html";

/** What it takes a schedule's role to do what is scheduled: to invoke, to send, or to call AWS's own API. */
function scheduled(account: Account, as: Actor, schedule: Values, target: Values | undefined): Question[] {
  const arn = text(target, "arn");
  if (arn.startsWith("arn:aws:lambda:")) return ask(account, as, arn, ["lambda:InvokeFunction"]);
  if (arn !== SET_ALARM_STATE) return send(account, as, arn);
  const { AlarmName } = JSON.parse(text(target, "input")) as { readonly AlarmName: string };
  // The call is made in the region of the schedule.
  const region = regionOf(text(schedule, "arn"), account.region);
  const alarm = `arn:aws:cloudwatch:${region}:${account.id}:alarm:${AlarmName}`;
  return ask(account, as, alarm, ["cloudwatch:SetAlarmState"]);
}

/** A target of a schedule that is a call. @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html */
const SET_ALARM_STATE = "arn:aws:scheduler:::aws-sdk:cloudwatch:setAlarmState";

/** Alarms, events and reports, from the services that have them to topics, queues and functions. */
export const MESSAGES: readonly Delivery[] = [
  {
    // EventBridge names the rule to queues and functions, not to topics, and not to KMS.
    of: "aws_cloudwatch_event_target",
    needs: (values, account) => {
      const rule = text(account.find("aws_cloudwatch_event_rule", "name", text(values, "rule")), "arn");
      const by = { by: "events.amazonaws.com" };
      const sourced = { "aws:sourcearn": rule };
      const [letters] = blocks(values, "dead_letter_config");
      const targets = [text(values, "arn"), text(letters, "arn")].filter((target) => target !== "");
      return targets.flatMap((target) => {
        const service = target.split(":")[2];
        if (service === "lambda") return ask(account, by, target, ["lambda:InvokeFunction"], sourced);
        if (service !== "sqs") return send(account, by, target);
        return [
          ...ask(account, by, target, ["sqs:SendMessage"], sourced),
          ...send(account, by, target).filter(({ need }) => need.action.startsWith("kms:")),
        ];
      });
    },
    source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
  },
  ...["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"].map(
    (of): Delivery => ({
      of,
      needs: (values, account) => {
        const actions = ["alarm_actions", "ok_actions", "insufficient_data_actions"];
        const topics = new Set(actions.flatMap((name) => texts(values, name)));
        return publish(account, "cloudwatch.amazonaws.com", [...topics], text(values, "arn"));
      },
      source: ALARM,
    }),
  ),
  {
    of: "aws_budgets_budget",
    needs: (values, account) => {
      const topics = blocks(values, "notification").flatMap((each) => texts(each, "subscriber_sns_topic_arns"));
      return publish(account, "budgets.amazonaws.com", [...new Set(topics)], text(values, "arn"));
    },
    source: "https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html",
  },
  {
    of: "aws_ce_anomaly_subscription",
    needs: (values, account) => {
      const subscribers = blocks(values, "subscriber").filter((each) => text(each, "type") === "SNS");
      const topics = subscribers.map((each) => text(each, "address"));
      return publish(account, "costalerts.amazonaws.com", topics, text(values, "arn"));
    },
    source: "https://docs.aws.amazon.com/cost-management/latest/userguide/ad-SNS.html",
  },
  {
    of: "aws_backup_vault_notifications",
    needs: (values, account) =>
      publish(account, "backup.amazonaws.com", [text(values, "sns_topic_arn")], text(values, "backup_vault_arn")),
    source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html",
  },
  {
    of: "aws_sns_topic_subscription",
    needs: (values, account) => {
      const [endpoint, topic] = [text(values, "endpoint"), text(values, "topic_arn")];
      const by = { by: "sns.amazonaws.com" };
      const context = { "aws:sourcearn": topic };
      const protocol = text(values, "protocol");
      if (protocol === "sqs") return send(account, by, endpoint, context);
      if (protocol === "lambda") return ask(account, by, endpoint, ["lambda:InvokeFunction"], context);
      return TO_PEOPLE.includes(protocol) ? [] : untold("aws_sns_topic_subscription", protocol);
    },
    source: "https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html",
  },
  {
    of: "aws_scheduler_schedule",
    needs: (values, account) => {
      const [target] = blocks(values, "target");
      const [letters] = blocks(target, "dead_letter_config");
      const as = { as: text(target, "role_arn") };
      const failed = text(letters, "arn");
      return [...scheduled(account, as, values, target), ...(failed === "" ? [] : send(account, as, failed))];
    },
    source: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html",
  },
  {
    of: "aws_secretsmanager_secret_rotation",
    needs: (values, account) =>
      ask(
        account,
        { by: "secretsmanager.amazonaws.com" },
        text(values, "rotation_lambda_arn"),
        ["lambda:InvokeFunction"],
        {
          "aws:sourceaccount": account.id,
        },
      ),
    source:
      "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html",
  },
  {
    of: "aws_lambda_function_event_invoke_config",
    needs: (values, account) => {
      const invoked = account.find("aws_lambda_function", "function_name", text(values, "function_name"));
      const as = { as: text(invoked, "role") };
      const [ends] = blocks(values, "destination_config");
      const targets = ["on_failure", "on_success"].flatMap((end) => blocks(ends, end));
      return targets.flatMap((each) => send(account, as, text(each, "destination")));
    },
    source: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
  },
];
