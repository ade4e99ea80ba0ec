import { CreateQueueCommand, DeleteQueueCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { add, at, type Edit, ref, remove, rename } from "./edit";

const QUEUE = "lms-dev-notifications-outbound";

/** Edits whose effect no diff of a resource shows, and edits that follow from nothing else. */
export const UNSEEN_EDITS: Readonly<Record<string, Edit>> = {
  nothing: { about: "nothing is edited", says: ["dev-platform: nothing to change"] },
  "nothing-in-prod": { environment: "prod", about: "nothing is edited", says: ["prod-platform: nothing to change"] },
  "moved-only": {
    about: "a construct is renamed, with a move",
    configuration: (root) => {
      rename(root, "aws_sqs_queue.video_failures", "video_failed");
      Object.assign(root, { moved: [{ from: "aws_sqs_queue.video_failures", to: "aws_sqs_queue.video_failed" }] });
    },
    says: ["1 moved", "moved from aws_sqs_queue.video_failures, nothing else"],
  },
  "moved-and-changed": {
    about: "a construct is renamed with a move, and changed",
    configuration: (root) => {
      rename(root, "aws_sqs_queue.video_failures", "video_failed");
      at(root, "aws_sqs_queue.video_failed").visibility_timeout_seconds = 99;
      Object.assign(root, { moved: [{ from: "aws_sqs_queue.video_failures", to: "aws_sqs_queue.video_failed" }] });
    },
    says: ["moved from aws_sqs_queue.video_failures", "visibility_timeout_seconds: 30 -> 99"],
  },
  "forgotten-only": {
    about: "Terraform forgets a dashboard without destroying it",
    configuration: (root) => {
      const [name = ""] = Object.keys(root.resource.aws_cloudwatch_dashboard ?? {});
      remove(root, `aws_cloudwatch_dashboard.${name}`);
      Object.assign(root, { removed: [{ from: `aws_cloudwatch_dashboard.${name}`, lifecycle: { destroy: false } }] });
    },
    says: ["1 forgotten", "forgotten: it stays in AWS, and nothing looks after it"],
  },
  "imported-only": {
    about: "a queue that someone made comes under Terraform",
    configuration: (root) => {
      add(root, "aws_sqs_queue.imported", { name: "made-by-hand" });
      Object.assign(root, {
        import: [
          {
            to: "aws_sqs_queue.imported",
            id: "https://sqs.us-east-1.amazonaws.com/111111111111/made-by-hand",
          },
        ],
      });
    },
    byHand: async (endpoint) => {
      const client = queues(endpoint);
      const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: "made-by-hand" }));
      return async () => {
        await client.send(new DeleteQueueCommand({ QueueUrl }));
      };
    },
    says: ["1 imported", "comes under Terraform: https://sqs.us-east-1.amazonaws.com/111111111111/made-by-hand"],
  },
  "check-fails": {
    about: "a check of the configuration fails",
    configuration: (root) => {
      Object.assign(root, {
        check: {
          site: {
            assert: [
              {
                condition: ref('aws_sqs_queue.video_uploads_queue.name == "other"'),
                error_message: "the certificate of the site is about to expire",
              },
            ],
          },
        },
      });
    },
    says: ["1 check fails", "check.site fails: the certificate of the site is about to expire"],
  },
  "changed-by-hand": {
    about: "someone made a queue forget its messages sooner",
    refresh: true,
    byHand: async (endpoint) => {
      const client = queues(endpoint);
      const QueueUrl = `${endpoint}/111111111111/${QUEUE}`;
      const set = (MessageRetentionPeriod: string) =>
        client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { MessageRetentionPeriod } }));
      await set("60");
      return async () => {
        await set("345600");
      };
    },
    says: ["1 changed by hand", "was changed by hand: message_retention_seconds: 345600 -> 60"],
  },
  "noise-of-refreshes": {
    about: "nothing is edited, and AWS fills in what Terraform left out",
    refresh: true,
    says: ["dev-platform: nothing to change"],
  },
  "looks-like-a-rename": {
    about: "a log group's construct is renamed, without a move",
    configuration: (root) =>
      rename(root, "aws_cloudwatch_log_group.monitoring_workload_logs_argocd", "monitoring_workload_logs_argo_cd"),
    says: [
      'looks like a rename to aws_cloudwatch_log_group.monitoring_workload_logs_argo_cd: .moveFromId("aws_cloudwatch_log_group.monitoring_workload_logs_argocd")',
    ],
  },
  "log-retention": {
    about: "logs are kept for a day",
    settings: (environment) => {
      environment.logRetentionDays = 1;
    },
    says: ["24 aws_cloudwatch_log_group", "retention_in_days: 30 -> 1"],
  },
  "alarm-threshold": {
    about: "an alarm goes off later",
    configuration: (root) => {
      at(root, "aws_cloudwatch_metric_alarm.monitoring_alarms_cache_cpu").threshold = 95;
    },
    says: ["threshold: 45 -> 95"],
  },
  "output-only": {
    about: "an output has another value",
    configuration: (root) => {
      (root.output as Record<string, { value: unknown }>).note = { value: "hello" };
    },
    says: ["output.note: created"],
  },
  "secret-in-user-data": {
    about: "a sensitive value goes into user data, a policy and a function",
    configuration: (root) => {
      Object.assign(root, {
        variable: { password: { type: "string", sensitive: true, default: "canary-of-a-variable" } },
      });
      at(root, "aws_launch_template.nodes_general_template").user_data = ref(
        `base64encode(join("=", ["PASSWORD", var.password]))`,
      );
      const submit = at(root, "aws_lambda_function.video_functions_submit_function");
      submit.environment.variables.API_PASSWORD = ref("var.password");
      at(root, "aws_sqs_queue.video_failures").tags = { Note: ref(`nonsensitive(join(" ", ["uses", var.password]))`) };
    },
    says: ["user_data: (sensitive)", "nodes roll: nodes_general"],
  },
  "new-service": {
    about: "a function with its role, queue and log group is added",
    configuration: (root) => {
      add(root, "aws_sqs_queue.reports", {
        name: "lms-dev-reports",
        kms_master_key_id: ref("aws_kms_key.keys_messages.arn"),
      });
      add(root, "aws_cloudwatch_log_group.reports", { name: "/lms-dev/reports", retention_in_days: 30 });
      add(root, "aws_iam_role.reports", {
        name: "lms-dev-reports",
        assume_role_policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
        }),
      });
      add(root, "aws_lambda_function.reports", {
        ...at(root, "aws_lambda_function.video_functions_sweep_function"),
        function_name: "lms-dev-reports",
        role: ref("aws_iam_role.reports.arn"),
      });
    },
    says: [
      "aws_lambda_function.reports: created: function_name lms-dev-reports",
      "aws_sqs_queue.reports: created: name lms-dev-reports",
      "aws_iam_role.reports: created: name lms-dev-reports",
    ],
  },
};

function queues(endpoint: string): SQSClient {
  return new SQSClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
}
