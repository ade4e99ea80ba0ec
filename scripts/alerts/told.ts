/** A synthesized root as it is looked at for who tells whom. */
export interface AlertingRoot {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/** Kinds of messages, by what they are written by. */
export type Kind = keyof typeof MESSAGES;

/** Who shows a message to people. */
export type Way = "PagerDuty" | "Slack" | "mail";

interface Message {
  /** The message in words. */
  readonly name: string;
  /** Service that must be allowed to publish and to use the key; `undefined` where a role of ours publishes. */
  readonly service: string | undefined;
  /** Who shows it, beside mail, which shows any text. */
  readonly shownBy: readonly Way[];
  /** Source of what is shown. */
  readonly source: string;
}

/**
 * Messages that reach topics, and who makes something of each. PagerDuty's integration for CloudWatch takes alarms only;
 * Slack, by Amazon Q Developer, what it knows. Anything else they drop without a word.
 */
export const MESSAGES = {
  alarm: {
    name: "alarm",
    service: "cloudwatch.amazonaws.com",
    shownBy: ["PagerDuty", "Slack"],
    source: "https://support.pagerduty.com/main/docs/aws-cloudwatch-integration-guide",
  },
  event: {
    name: "event, as a custom notification",
    service: "events.amazonaws.com",
    shownBy: ["Slack"],
    source: "https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html",
  },
  budget: {
    name: "budget",
    service: "budgets.amazonaws.com",
    shownBy: ["Slack"],
    source: "https://docs.aws.amazon.com/cost-management/latest/userguide/sns-alert-chime.html",
  },
  anomaly: {
    name: "unusual cost",
    service: "costalerts.amazonaws.com",
    shownBy: ["Slack"],
    source: "https://docs.aws.amazon.com/cost-management/latest/userguide/cad-alert-chime.html",
  },
  backup: {
    name: "notice of a backup vault",
    service: "backup.amazonaws.com",
    shownBy: [],
    source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html",
  },
  result: {
    name: "result of a function",
    service: undefined,
    shownBy: [],
    source: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
  },
  database: {
    name: "event, as RDS writes it",
    service: "events.rds.amazonaws.com",
    shownBy: [],
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.html",
  },
  raw: {
    name: "event, as EventBridge writes it",
    service: "events.amazonaws.com",
    shownBy: [],
    source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html",
  },
} as const satisfies Record<string, Message>;

/** Something that tells a topic, and who shows it to people. */
export interface Told {
  readonly kind: Kind;
  /** Address of the resource that publishes. */
  readonly publisher: string;
  /** Name of the topic. */
  readonly topic: string;
  /** Ways to people; empty where it reaches no one. */
  readonly ways: readonly Way[];
  /** What keeps it from the topic, if anything does. */
  readonly obstacle: string | undefined;
}

/** Everything that tells a topic in a root, and who shows it to people. */
export function whoIsTold(root: AlertingRoot): Told[] {
  const subscribed = ways(root);
  return publishers(root).map(({ kind, publisher, topic }) => {
    const message: Message = MESSAGES[kind];
    const obstacle = obstacleOf(root, message, topic);
    const shown = (subscribed.get(topic) ?? []).filter((way) => way === "mail" || message.shownBy.includes(way));
    const name = String(root.resource.aws_sns_topic?.[topic]?.name ?? topic);
    return { kind, publisher, topic: name, ways: obstacle === undefined ? shown : [], obstacle };
  });
}

interface Publisher {
  readonly kind: Kind;
  readonly publisher: string;
  /** Address of the topic, without its type. */
  readonly topic: string;
}

/** Where each kind of resource names the topics that it tells. */
const TOPICS_OF: Readonly<Record<string, (values: Readonly<Record<string, unknown>>) => readonly [Kind, unknown]>> = {
  aws_cloudwatch_metric_alarm: ({ alarm_actions }) => ["alarm", alarm_actions],
  aws_cloudwatch_composite_alarm: ({ alarm_actions }) => ["alarm", alarm_actions],
  aws_cloudwatch_event_target: ({ arn, input_transformer }) => [
    JSON.stringify(input_transformer ?? "").includes('\\"source\\":\\"custom\\"') ? "event" : "raw",
    arn,
  ],
  aws_budgets_budget: ({ notification }) => ["budget", notification],
  aws_ce_anomaly_subscription: ({ subscriber }) => ["anomaly", subscriber],
  aws_backup_vault_notifications: ({ sns_topic_arn }) => ["backup", sns_topic_arn],
  aws_lambda_function_event_invoke_config: ({ destination_config }) => ["result", destination_config],
  aws_db_event_subscription: ({ sns_topic }) => ["database", sns_topic],
};

function publishers({ resource }: AlertingRoot): Publisher[] {
  return Object.entries(TOPICS_OF).flatMap(([type, topicsOf]) =>
    Object.entries(resource[type] ?? {}).flatMap(([name, values]) => {
      const [kind, told] = topicsOf(values);
      return topicsIn(told).map((topic) => ({ kind, publisher: `${type}.${name}`, topic }));
    }),
  );
}

/** Ways from each topic to people. */
function ways({ resource }: AlertingRoot): Map<string, Way[]> {
  const found = new Map<string, Way[]>();
  const add = (topics: unknown, way: Way) => {
    for (const topic of topicsIn(topics)) found.set(topic, [...new Set([...(found.get(topic) ?? []), way])]);
  };
  for (const { topic_arn, protocol } of Object.values(resource.aws_sns_topic_subscription ?? {})) {
    add(topic_arn, protocol === "email" ? "mail" : "PagerDuty");
  }
  for (const { sns_topic_arns } of Object.values(resource.aws_chatbot_slack_channel_configuration ?? {})) {
    add(sns_topic_arns, "Slack");
  }
  return found;
}

function topicsIn(value: unknown): string[] {
  const references = JSON.stringify(value ?? "").matchAll(/\$\{aws_sns_topic\.(\w+)\.arn\}/g);
  return [...new Set([...references].map(([, topic = ""]) => topic))];
}

/** What keeps a service from a topic: the topic's policy, or that of the key that encrypts it. */
function obstacleOf({ resource }: AlertingRoot, { service }: Message, topic: string): string | undefined {
  if (service === undefined) return undefined;
  const policies = Object.values(resource.aws_sns_topic_policy ?? {});
  const own = policies.find(({ arn }) => topicsIn(arn).includes(topic))?.policy;
  if (!allows(own, service)) return `the policy of the topic does not let ${service} publish`;
  const key = /\$\{(aws_kms_\w+)\.(\w+)\.arn\}/.exec(String(resource.aws_sns_topic?.[topic]?.kms_master_key_id));
  const keyPolicy = resource[key?.[1] ?? ""]?.[key?.[2] ?? ""]?.policy;
  return allows(keyPolicy, service) ? undefined : `the policy of the topic's key does not let ${service} use it`;
}

function allows(policy: unknown, service: string): boolean {
  const { Statement = [] } = JSON.parse(String(policy ?? "{}")) as {
    readonly Statement?: readonly { readonly Effect: string; readonly Principal?: unknown }[];
  };
  return Statement.some(
    ({ Effect, Principal }) => Effect === "Allow" && JSON.stringify(Principal ?? "").includes(`"${service}"`),
  );
}
