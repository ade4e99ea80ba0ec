import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkDeliveries, DELIVERIES, questionsOf } from "../../sandbox/at-work/check";
import { Account, type Standing } from "../../sandbox/at-work/delivery";
import { root } from "../support/synthesized";

// What services and roles need at work, by the resources that have them work.

const ACCOUNT = "111111111111";
const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:alerts`;
const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:letters`;
const FUNCTION = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:record`;
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/worker`;

const topic: Standing = { type: "aws_sns_topic", values: { arn: TOPIC, kms_master_key_id: KEY } };
const queue: Standing = { type: "aws_sqs_queue", values: { arn: QUEUE, kms_master_key_id: "1" } };
const key: Standing = { type: "aws_kms_key", values: { key_id: "1", arn: KEY } };
const fn: Standing = { type: "aws_lambda_function", values: { function_name: "record", arn: FUNCTION, role: ROLE } };

/** Who needs what on which resource, of one resource beside others. */
function needs(type: string, values: object, ...others: readonly Standing[]): string[] {
  const standing = [{ type, values: values as Standing["values"] }, ...others];
  const asked = questionsOf(new Account(ACCOUNT, "us-east-1", standing));
  return asked
    .filter((each) => each.type === type)
    .map(({ question: { need } }) => `${need.by ?? need.as} ${need.action} ${need.resource}`);
}

/** The context of the first need of a resource. */
function context(type: string, values: object, ...others: readonly Standing[]) {
  const standing = [{ type, values: values as Standing["values"] }, ...others];
  return questionsOf(new Account(ACCOUNT, "us-east-1", standing))[0]?.question.need.context;
}

describe("a message", () => {
  it("of a rule goes to its target and, when that fails, to its dead letters", () => {
    const rule = { type: "aws_cloudwatch_event_rule", values: { name: "ended", arn: "arn:aws:events:::rule/ended" } };
    const target = { rule: "ended", arn: FUNCTION, dead_letter_config: [{ arn: QUEUE }] };
    expect(needs("aws_cloudwatch_event_target", target, rule, queue, key)).toEqual([
      `events.amazonaws.com lambda:InvokeFunction ${FUNCTION}`,
      `events.amazonaws.com sqs:SendMessage ${QUEUE}`,
      `events.amazonaws.com kms:GenerateDataKey ${KEY}`,
      `events.amazonaws.com kms:Decrypt ${KEY}`,
    ]);
    expect(context("aws_cloudwatch_event_target", target, rule, queue, key)).toEqual({
      "aws:sourcearn": "arn:aws:events:::rule/ended",
    });
  });

  it("of a rule to a topic does not name the rule", () => {
    const target = { rule: "ended", arn: TOPIC, dead_letter_config: [] };
    expect(context("aws_cloudwatch_event_target", target, topic)).toEqual({});
  });

  it.each([
    [
      "an alarm",
      "aws_cloudwatch_metric_alarm",
      { arn: "arn:alarm", alarm_actions: [TOPIC], ok_actions: [TOPIC] },
      "cloudwatch.amazonaws.com",
    ],
    [
      "a composite alarm",
      "aws_cloudwatch_composite_alarm",
      { arn: "arn:alarm", insufficient_data_actions: [TOPIC] },
      "cloudwatch.amazonaws.com",
    ],
    [
      "a budget",
      "aws_budgets_budget",
      { notification: [{ subscriber_sns_topic_arns: [TOPIC] }, { subscriber_sns_topic_arns: [TOPIC] }] },
      "budgets.amazonaws.com",
    ],
    [
      "an unusual cost",
      "aws_ce_anomaly_subscription",
      {
        subscriber: [
          { type: "SNS", address: TOPIC },
          { type: "EMAIL", address: "a@example.com" },
        ],
      },
      "costalerts.amazonaws.com",
    ],
    [
      "a backup vault",
      "aws_backup_vault_notifications",
      { sns_topic_arn: TOPIC, backup_vault_arn: "arn:vault" },
      "backup.amazonaws.com",
    ],
  ])("of %s is published, encrypted with the topic's key", (_, type, values, service) => {
    expect(needs(type, values, topic)).toEqual([
      `${service} sns:Publish ${TOPIC}`,
      `${service} kms:GenerateDataKey ${KEY}`,
      `${service} kms:Decrypt ${KEY}`,
    ]);
  });

  it("of a topic goes to a queue that is subscribed, to a mailbox without a right", () => {
    const subscription = { topic_arn: TOPIC, protocol: "sqs", endpoint: QUEUE };
    expect(needs("aws_sns_topic_subscription", subscription, queue, key)).toEqual([
      `sns.amazonaws.com sqs:SendMessage ${QUEUE}`,
      `sns.amazonaws.com kms:GenerateDataKey ${KEY}`,
      `sns.amazonaws.com kms:Decrypt ${KEY}`,
    ]);
    expect(needs("aws_sns_topic_subscription", { protocol: "email", endpoint: "a@example.com" })).toEqual([]);
  });

  it("on how a function ended is sent by the function's role, through the queue's service", () => {
    const ends = { function_name: "record", destination_config: [{ on_failure: [{ destination: QUEUE }] }] };
    const asked = questionsOf(
      new Account(ACCOUNT, "us-east-1", [
        { type: "aws_lambda_function_event_invoke_config", values: ends },
        fn,
        queue,
        key,
      ]),
    ).filter(({ type }) => type === "aws_lambda_function_event_invoke_config");
    expect(asked.map(({ question: { need } }) => [need.as, need.action, need.context])).toEqual([
      [ROLE, "sqs:SendMessage", {}],
      [ROLE, "kms:GenerateDataKey", { "kms:viaservice": "sqs.us-east-1.amazonaws.com" }],
      [ROLE, "kms:Decrypt", { "kms:viaservice": "sqs.us-east-1.amazonaws.com" }],
    ]);
  });

  it("of a schedule invokes a function as the schedule's role", () => {
    const schedule = { target: [{ arn: FUNCTION, role_arn: ROLE, dead_letter_config: [{ arn: QUEUE }] }] };
    expect(needs("aws_scheduler_schedule", schedule, { ...queue, values: { arn: QUEUE } })).toEqual([
      `${ROLE} lambda:InvokeFunction ${FUNCTION}`,
      `${ROLE} sqs:SendMessage ${QUEUE}`,
    ]);
  });

  it("of a schedule that calls AWS takes the right to the call", () => {
    const target = {
      arn: "arn:aws:scheduler:::aws-sdk:cloudwatch:setAlarmState",
      input: '{"AlarmName":"weekly-test","StateValue":"ALARM"}',
      role_arn: ROLE,
    };
    expect(needs("aws_scheduler_schedule", { target: [target] })).toEqual([
      `${ROLE} cloudwatch:SetAlarmState arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:weekly-test`,
    ]);
    const arn = `arn:aws:scheduler:eu-west-1:${ACCOUNT}:schedule/alerts/weekly-test`;
    expect(needs("aws_scheduler_schedule", { arn, target: [target] })).toEqual([
      `${ROLE} cloudwatch:SetAlarmState arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:weekly-test`,
    ]);
  });

  it("of Secrets Manager to a function that rotates is said to be of the account", () => {
    const rotation = { secret_id: "arn:secret", rotation_lambda_arn: FUNCTION };
    expect(needs("aws_secretsmanager_secret_rotation", rotation)).toEqual([
      `secretsmanager.amazonaws.com lambda:InvokeFunction ${FUNCTION}`,
    ]);
    expect(context("aws_secretsmanager_secret_rotation", rotation)).toEqual({ "aws:sourceaccount": ACCOUNT });
  });

  it("is not let in by AWS's own key, unless a role sends it", () => {
    const own = { type: "aws_sns_topic", values: { arn: TOPIC, kms_master_key_id: "alias/aws/sns" } };
    const alarm = { arn: "arn:alarm", alarm_actions: [TOPIC] };
    expect(needs("aws_cloudwatch_metric_alarm", alarm, own)).toEqual([
      `cloudwatch.amazonaws.com sns:Publish ${TOPIC}`,
      `cloudwatch.amazonaws.com kms:GenerateDataKey arn:aws:kms:us-east-1:${ACCOUNT}:alias/aws/sns`,
      `cloudwatch.amazonaws.com kms:Decrypt arn:aws:kms:us-east-1:${ACCOUNT}:alias/aws/sns`,
    ]);
    const ends = { function_name: "record", destination_config: [{ on_failure: [{ destination: TOPIC }] }] };
    expect(needs("aws_lambda_function_event_invoke_config", ends, fn, own)).toEqual([`${ROLE} sns:Publish ${TOPIC}`]);
  });

  it("goes to a topic of another root, which nothing is asked about that is not this root's", () => {
    const alarm = { type: "aws_cloudwatch_metric_alarm", values: { arn: "arn:alarm", alarm_actions: [TOPIC] } };
    const other = { type: "aws_cloudwatch_metric_alarm", values: { arn: "arn:other", alarm_actions: [TOPIC] } };
    const asked = questionsOf(new Account(ACCOUNT, "us-east-1", [alarm], [topic, other]));
    expect(asked.map(({ question: { need } }) => [need.resource, need.context])).toEqual([
      [TOPIC, { "aws:sourcearn": "arn:alarm" }],
      [KEY, { "aws:sourcearn": "arn:alarm" }],
      [KEY, { "aws:sourcearn": "arn:alarm" }],
    ]);
  });

  it("is encrypted with the key that an alias of the root points to", () => {
    const named = { type: "aws_sns_topic", values: { arn: TOPIC, kms_master_key_id: "alias/lms" } };
    const alias = { type: "aws_kms_alias", values: { name: "alias/lms", target_key_arn: KEY } };
    expect(needs("aws_cloudwatch_metric_alarm", { alarm_actions: [TOPIC] }, named, alias)).toContain(
      `cloudwatch.amazonaws.com kms:Decrypt ${KEY}`,
    );
  });

  it.each<[string, object, string]>([
    [
      "aws_cloudwatch_event_target",
      { arn: "arn:aws:ecs:us-east-1:1:cluster/c" },
      "a message: must be told what it takes at work, got arn:aws:ecs:us-east-1:1:cluster/c",
    ],
    [
      "aws_cloudwatch_metric_alarm",
      { alarm_actions: ["arn:aws:automate:us-east-1:ec2:stop"] },
      "a message: must be told what it takes at work, got arn:aws:automate:us-east-1:ec2:stop",
    ],
    [
      "aws_cloudwatch_metric_alarm",
      { alarm_actions: [TOPIC] },
      `aws_sns_topic: must be told what it takes at work, got ${TOPIC}, which is in no resource here`,
    ],
    [
      "aws_scheduler_schedule",
      { target: [{ arn: "arn:aws:scheduler:::aws-sdk:rds:stopDBCluster" }] },
      "a message: must be told what it takes at work, got arn:aws:scheduler:::aws-sdk:rds:stopDBCluster",
    ],
    [
      "aws_sns_topic_subscription",
      { protocol: "firehose" },
      "aws_sns_topic_subscription: must be told what it takes at work, got firehose",
    ],
    [
      "aws_flow_log",
      { log_destination: "arn:aws:s3:::flows" },
      "aws_flow_log: must be told what it takes at work, got arn:aws:s3:::flows",
    ],
  ])("that no one has told of is not let through: %s %j", (type, values, message) => {
    expect(() => needs(type, values)).toThrow(`${message}; teach it in sandbox/at-work`);
  });
});

describe("a file or a log", () => {
  const encrypted = (bucket: string, bucketKey: boolean): Standing => ({
    type: "aws_s3_bucket_server_side_encryption_configuration",
    values: {
      bucket,
      rule: [{ apply_server_side_encryption_by_default: [{ kms_master_key_id: KEY }], bucket_key_enabled: bucketKey }],
    },
  });

  it("of a bucket's access is written to a bucket that no key of the account encrypts", () => {
    const logging = { bucket: "books", target_bucket: "logs", target_prefix: "s3/books/" };
    const file = "arn:aws:s3:::logs/s3/books/2026-01-01-00-00-00-0123456789ABCDEF";
    expect(needs("aws_s3_bucket_logging", logging)).toEqual([`logging.s3.amazonaws.com s3:PutObject ${file}`]);
    expect(needs("aws_s3_bucket_logging", logging, encrypted("logs", true))).toEqual([
      `logging.s3.amazonaws.com s3:PutObject ${file}`,
      `logging.s3.amazonaws.com kms:GenerateDataKey ${KEY}`,
    ]);
  });

  it("is copied by a role that reads with one key and writes with another", () => {
    const replica = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/2`;
    const destination = { bucket: "arn:aws:s3:::copies", encryption_configuration: [{ replica_kms_key_id: replica }] };
    const replication = {
      bucket: "books",
      role: ROLE,
      rule: [{ filter: [{ prefix: "media/" }], destination: [destination] }],
    };
    const standing = [
      { type: "aws_s3_bucket_replication_configuration", values: replication },
      encrypted("books", true),
      encrypted("copies", false),
    ];
    const asked = questionsOf(new Account(ACCOUNT, "us-east-1", standing));
    expect(asked.map(({ question: { need, region } }) => [need.action, need.resource, region])).toEqual([
      ["sts:AssumeRole", ROLE, "us-east-1"],
      ["s3:GetReplicationConfiguration", "arn:aws:s3:::books", "us-east-1"],
      ["s3:ListBucket", "arn:aws:s3:::books", "us-east-1"],
      ["s3:GetObjectVersionForReplication", "arn:aws:s3:::books/media/object", "us-east-1"],
      ["s3:GetObjectVersionAcl", "arn:aws:s3:::books/media/object", "us-east-1"],
      ["s3:GetObjectVersionTagging", "arn:aws:s3:::books/media/object", "us-east-1"],
      ["s3:ReplicateObject", "arn:aws:s3:::copies/media/object", "us-east-1"],
      ["s3:ReplicateDelete", "arn:aws:s3:::copies/media/object", "us-east-1"],
      ["s3:ReplicateTags", "arn:aws:s3:::copies/media/object", "us-east-1"],
      ["kms:Decrypt", KEY, "us-east-1"],
      ["kms:Encrypt", replica, "eu-west-1"],
    ]);
    expect(asked.slice(-2).map(({ question }) => question.need.context)).toEqual([
      { "kms:viaservice": "s3.us-east-1.amazonaws.com", "kms:encryptioncontext:aws:s3:arn": "arn:aws:s3:::books" },
      {
        "kms:viaservice": "s3.eu-west-1.amazonaws.com",
        "kms:encryptioncontext:aws:s3:arn": "arn:aws:s3:::copies/media/object",
      },
    ]);
  });

  it("of a distribution is delivered where the delivery says", () => {
    const destination = {
      type: "aws_cloudwatch_log_delivery_destination",
      values: { arn: "arn:d", delivery_destination_configuration: [{ destination_resource_arn: "arn:aws:s3:::logs" }] },
    };
    const source = { type: "aws_cloudwatch_log_delivery_source", values: { name: "access", arn: "arn:source" } };
    const delivery = {
      delivery_destination_arn: "arn:d",
      delivery_source_name: "access",
      s3_delivery_configuration: [{ suffix_path: "AWSLogs/{account-id}/CloudFront/{yyyy}" }],
    };
    expect(needs("aws_cloudwatch_log_delivery", delivery, destination, source)).toEqual([
      `delivery.logs.amazonaws.com s3:PutObject arn:aws:s3:::logs/AWSLogs/${ACCOUNT}/CloudFront/2026/EMLARXS9EXAMPLE.2026-01-01-20.RT4KCN4SGK9.gz`,
    ]);
    expect(context("aws_cloudwatch_log_delivery", delivery, destination, source)).toEqual({
      "aws:sourcearn": "arn:source",
      "s3:x-amz-acl": "bucket-owner-full-control",
    });
  });

  it("of a network's flows is written by the role that the flow log has", () => {
    const group = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:flows`;
    expect(needs("aws_flow_log", { arn: "arn:fl", log_destination: group, iam_role_arn: ROLE })).toEqual([
      `vpc-flow-logs.amazonaws.com sts:AssumeRole ${ROLE}`,
      `${ROLE} logs:CreateLogStream ${group}:log-stream:eni-0123456789abcdef0-all`,
      `${ROLE} logs:PutLogEvents ${group}:log-stream:eni-0123456789abcdef0-all`,
      `${ROLE} logs:DescribeLogStreams ${group}:log-stream:`,
      `${ROLE} logs:DescribeLogGroups *`,
    ]);
  });

  it("of a function is written to its group, its traces with it", () => {
    const values = {
      arn: FUNCTION,
      function_name: "record",
      role: ROLE,
      logging_config: [{ log_group: "/lms/record" }],
      tracing_config: [{ mode: "Active" }],
    };
    const stream = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/lms/record:log-stream:2026/01/01/[$LATEST]0123`;
    expect(needs("aws_lambda_function", values)).toEqual([
      `${ROLE} logs:CreateLogStream ${stream}`,
      `${ROLE} logs:PutLogEvents ${stream}`,
      `${ROLE} xray:PutTraceSegments *`,
      `${ROLE} xray:PutTelemetryRecords *`,
    ]);
  });
});

describe("a role", () => {
  it("of a pod is taken with tags that say which pod it is", () => {
    const cluster = { type: "aws_eks_cluster", values: { name: "lms", arn: "arn:cluster" } };
    const pod = { cluster_name: "lms", namespace: "microservices", service_account: "courses", role_arn: ROLE };
    expect(needs("aws_eks_pod_identity_association", pod, cluster)).toEqual([
      `pods.eks.amazonaws.com sts:AssumeRole ${ROLE}`,
      `pods.eks.amazonaws.com sts:TagSession ${ROLE}`,
    ]);
    expect(context("aws_eks_pod_identity_association", pod, cluster)).toEqual({
      "aws:requesttag/eks-cluster-arn": "arn:cluster",
      "aws:requesttag/kubernetes-namespace": "microservices",
      "aws:requesttag/kubernetes-service-account": "courses",
    });
  });

  it("of an add-on's pod is taken in the namespace of the system", () => {
    const cluster = { type: "aws_eks_cluster", values: { name: "lms", arn: "arn:cluster" } };
    const pods = [{ role_arn: ROLE, service_account: "aws-node" }];
    expect(context("aws_eks_addon", { cluster_name: "lms", pod_identity_association: pods }, cluster)).toEqual({
      "aws:requesttag/eks-cluster-arn": "arn:cluster",
      "aws:requesttag/kubernetes-namespace": "kube-system",
      "aws:requesttag/kubernetes-service-account": "aws-node",
    });
  });

  it("of Auto Scaling starts nodes whose volumes a key of the account encrypts", () => {
    const template = {
      type: "aws_launch_template",
      values: { id: "lt-1", block_device_mappings: [{ ebs: [{ kms_key_id: KEY }] }] },
    };
    const group = { node_role_arn: ROLE, launch_template: [{ id: "lt-1" }] };
    const service = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
    expect(needs("aws_eks_node_group", group, template)).toEqual([
      `ec2.amazonaws.com sts:AssumeRole ${ROLE}`,
      `${service} kms:Decrypt ${KEY}`,
      `${service} kms:DescribeKey ${KEY}`,
      `${service} kms:GenerateDataKeyWithoutPlaintext ${KEY}`,
      `${service} kms:ReEncryptFrom ${KEY}`,
      `${service} kms:CreateGrant ${KEY}`,
    ]);
  });

  it("of backups copies into the vaults of the plan's rules", () => {
    const selection = { type: "aws_backup_selection", values: { plan_id: "p", iam_role_arn: ROLE } };
    const copies = [{ copy_action: [{ destination_vault_arn: "arn:vault" }] }, { copy_action: [] }];
    expect(needs("aws_backup_plan", { id: "p", rule: copies }, selection)).toEqual([
      `${ROLE} backup:CopyIntoBackupVault arn:vault`,
    ]);
  });

  it("of restore tests restores under the names of tests", () => {
    const selected = (protected_resource_type: string) =>
      needs("aws_backup_restore_testing_selection", {
        iam_role_arn: ROLE,
        protected_resource_type,
        restore_metadata_overrides: { dbSubnetGroupName: "data" },
      });
    const rds = `arn:aws:rds:us-east-1:${ACCOUNT}`;
    expect(selected("Aurora")).toEqual([
      `backup.amazonaws.com sts:AssumeRole ${ROLE}`,
      `${ROLE} rds:RestoreDBClusterFromSnapshot ${rds}:cluster:awsbackup-restore-test-1`,
      `${ROLE} rds:RestoreDBClusterFromSnapshot ${rds}:subgrp:data`,
    ]);
    expect(selected("S3")).toEqual([
      `backup.amazonaws.com sts:AssumeRole ${ROLE}`,
      `${ROLE} s3:CreateBucket arn:aws:s3:::awsbackup-restore-test-1`,
    ]);
  });

  it.each([
    ["aws_ecr_repository_creation_template", { custom_role_arn: ROLE }, "ecr.amazonaws.com"],
    ["aws_rds_cluster_instance", { monitoring_role_arn: ROLE, arn: "arn:db" }, "monitoring.rds.amazonaws.com"],
    ["aws_backup_selection", { iam_role_arn: ROLE }, "backup.amazonaws.com"],
    ["aws_chatbot_slack_channel_configuration", { iam_role_arn: ROLE }, "chatbot.amazonaws.com"],
  ])("of %s is taken by its service", (type, values, service) => {
    expect(needs(type, values)).toEqual([`${service} sts:AssumeRole ${ROLE}`]);
  });
});

describe("the check of a root", () => {
  let verdict: object = { allowed: true };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (data) => {
      body += data;
    });
    request.on("end", () => response.end(JSON.stringify((JSON.parse(body) as object[]).map(() => verdict))));
  });
  let place = { endpoint: "", account: ACCOUNT, region: "us-east-1" };

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    place = { ...place, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  });
  afterAll(() => {
    server.close();
  });

  const alarm = { type: "aws_cloudwatch_metric_alarm", values: { arn: "arn:alarm", alarm_actions: [TOPIC] } };

  it("tells how many rights were asked about", async () => {
    verdict = { allowed: true };
    expect(await checkDeliveries("dev-platform", place, new Account(ACCOUNT, "us-east-1", [alarm, topic]))).toBe(3);
  });

  it("names identity, action, resource and AWS's page of what is refused", async () => {
    verdict = { allowed: false, reason: "because no resource-based policy allows the sns:Publish action" };
    const plain = { type: "aws_sns_topic", values: { arn: TOPIC } };
    const account = new Account(ACCOUNT, "us-east-1", [alarm, plain]);
    await expect(checkDeliveries("dev-platform", place, account)).rejects.toThrow(
      "dev-platform: what stands must be allowed to do its work, got 1 refusals:\n" +
        `  aws_cloudwatch_metric_alarm: cloudwatch.amazonaws.com is not authorized to perform: sns:Publish on resource: ${TOPIC} ` +
        "because no resource-based policy allows the sns:Publish action; see " +
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html",
    );
  });
});

/** Types that name a role, a topic or a queue, and have nobody act on their own: what the reason says. */
const ACT_NEVER: Readonly<Record<string, string>> = {
  aws_ecr_repository_policy: "says who may, and does nothing",
  aws_eks_cluster: "EKS tries the role while it makes the cluster",
  aws_iam_role_policy: "says who may, and does nothing",
  aws_kms_key: "says who may, and does nothing",
  aws_lambda_event_source_mapping: "Lambda tries the role while it makes the mapping",
  aws_sns_topic_policy: "says who may, and does nothing",
  aws_sqs_queue: "SQS moves its own dead letters",
  aws_sqs_queue_policy: "says who may, and does nothing",
  aws_sqs_queue_redrive_allow_policy: "says who may, and does nothing",
};

it("every type that names a role, a topic or a queue has what it takes at work, or a reason to take nothing", () => {
  const types = ["shared-registry", ...["dev", "staging", "prod"].map((name) => `${name}-platform`)].flatMap((name) =>
    Object.entries(root(name).json.resource ?? {})
      .filter(([, resources]) => /\$\{aws_(?:iam_role|sns_topic|sqs_queue)\.\w+\.arn\}/.test(JSON.stringify(resources)))
      .map(([type]) => type),
  );
  const told = new Set(DELIVERIES.map(({ of }) => of));
  expect([...new Set(types)].filter((type) => !told.has(type)).sort()).toEqual(Object.keys(ACT_NEVER));
});
