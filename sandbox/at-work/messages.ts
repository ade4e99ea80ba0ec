import type { Question } from "../gateway/dispatch";
import { type Account, type Actor, ask, blocks, type Delivery, regionOf, text, texts } from "./delivery";

const WRITE = ["kms:GenerateDataKey", "kms:Decrypt"];

/** What it takes to send to a topic or a queue: the message, and the key that it is encrypted with. */
export function send(
  account: Account,
  actor: Actor,
  target: string,
  context: Readonly<Record<string, string>> = {},
): Question[] {
  const isTopic = target.split(":")[2] === "sns";
  const holder = account.find(isTopic ? "aws_sns_topic" : "aws_sqs_queue", "arn", target);
  const key = text(holder, "kms_master_key_id");
  const region = regionOf(target, account.region);
  const via = "as" in actor ? { "kms:viaservice": `${isTopic ? "sns" : "sqs"}.${region}.amazonaws.com` } : {};
  return [
    ...ask(account, actor, target, [isTopic ? "sns:Publish" : "sqs:SendMessage"], context),
    ...ask(account, actor, keyArn(account, key), WRITE, { ...context, ...via }),
  ];
}

/** The key in a topic's or queue's setting; empty for AWS's own keys, whose policies let services in. */
function keyArn(account: Account, key: string): string {
  if (key.includes("alias/")) return "";
  if (key.startsWith("arn:") || key === "") return key;
  return text(account.find("aws_kms_key", "key_id", key), "arn");
}

function publish(account: Account, service: string, topics: readonly string[], source = ""): Question[] {
  const context = source === "" ? {} : { "aws:sourcearn": source };
  return topics
    .filter((topic) => topic.startsWith("arn:aws:sns:"))
    .flatMap((topic) => send(account, { by: service }, topic, context));
}

const ALARM = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html";

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
        if (service === "sns") return send(account, by, target);
        if (service !== "sqs") return [];
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
    of: "aws_db_event_subscription",
    needs: (values, account) =>
      publish(account, "events.rds.amazonaws.com", [text(values, "sns_topic")], text(values, "arn")),
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.GrantingPermissions.html",
  },
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
      const topics = blocks(values, "subscriber").map((each) => text(each, "address"));
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
      if (text(values, "protocol") === "sqs") return send(account, by, endpoint, context);
      if (text(values, "protocol") !== "lambda") return [];
      return ask(account, by, endpoint, ["lambda:InvokeFunction"], context);
    },
    source: "https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html",
  },
  {
    of: "aws_scheduler_schedule",
    needs: (values, account) => {
      const [target] = blocks(values, "target");
      const [letters] = blocks(target, "dead_letter_config");
      const as = { as: text(target, "role_arn") };
      const arn = text(target, "arn");
      const own = arn.split(":")[2] === "lambda" ? ask(account, as, arn, ["lambda:InvokeFunction"]) : [];
      const sent = [arn, text(letters, "arn")].filter((each) => /^arn:aws:(?:sns|sqs):/.test(each));
      return [...own, ...sent.flatMap((each) => send(account, as, each))];
    },
    source: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html",
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
  {
    of: "aws_lambda_event_source_mapping",
    needs: (values, account) => {
      const invoked = account.find("aws_lambda_function", "arn", text(values, "function_arn"));
      const as = { as: text(invoked, "role") };
      const queue = text(values, "event_source_arn");
      const key = keyArn(account, text(account.find("aws_sqs_queue", "arn", queue), "kms_master_key_id"));
      const actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
      const via = { "kms:viaservice": `sqs.${regionOf(queue, account.region)}.amazonaws.com` };
      return [...ask(account, as, queue, actions), ...ask(account, as, key, ["kms:Decrypt"], via)];
    },
    source: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
  },
];
