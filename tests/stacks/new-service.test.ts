import { expect, it } from "vitest";
import { ChangedCopy } from "../support/changed-copy";

const FORUM = `  forum: {
    priority: 170,
    paths: { ...NO_PATHS, uploads: ["/api/forum/attachments"] },
    traced: "learner",
    namespace: "microservices",
    serviceAccount: "forum",
    buckets: [{ purpose: "media", prefix: "forum/", access: "read-write" }],
    secrets: ["database"],
    redis: ["cache"],
    queues: [SEND_NOTIFICATIONS, { service: "forum", queue: "moderation", access: "consume" }],
  },
} as const satisfies Record<string, LmsService>;`;

const copy = () =>
  new ChangedCopy([
    {
      file: "modules/foundation/services.ts",
      from: "} as const satisfies Record<string, LmsService>;",
      to: FORUM,
    },
  ]);

it("makes all that a service needs of AWS from one entry in the catalogue", () => {
  const roots = copy().synthesize();
  const dev = JSON.parse(roots["dev-platform"] ?? "") as { resource: Record<string, Record<string, unknown>> };
  const registry = JSON.parse(roots["shared-registry"] ?? "") as typeof dev;
  const named = (resource: Record<string, Record<string, unknown>>) =>
    Object.entries(resource)
      .flatMap(([type, byName]) => Object.keys(byName).map((name) => `${type}.${name}`))
      .filter((address) => address.includes("forum"))
      .sort();
  expect(named(registry.resource)).toEqual([
    "aws_ecr_lifecycle_policy.registry_forum_lifecycle",
    "aws_ecr_repository.registry_forum",
    "aws_ecr_repository_policy.registry_forum_access",
  ]);
  expect(named(dev.resource)).toEqual([
    "aws_cloudwatch_metric_alarm.monitoring_alarms_no_target_forum",
    "aws_cloudwatch_metric_alarm.monitoring_alarms_queue_forum_moderation_age",
    "aws_cloudwatch_metric_alarm.monitoring_alarms_queue_forum_moderation_dead_letters",
    "aws_eks_pod_identity_association.identities_forum_association",
    "aws_iam_role.identities_forum_role",
    "aws_iam_role_policy.identities_forum_policy",
    "aws_lb_listener_rule.load_balancer_rule_forum",
    "aws_lb_target_group.load_balancer_targets_forum",
    "aws_secretsmanager_secret.secrets_forum_database",
    "aws_secretsmanager_secret_policy.secrets_forum_database_policy",
    "aws_sqs_queue.queues_forum_moderation_dead_letters",
    "aws_sqs_queue.queues_forum_moderation_queue",
    "aws_sqs_queue_policy.queues_forum_moderation_dead_letters_policy",
    "aws_sqs_queue_policy.queues_forum_moderation_queue_policy",
    "aws_sqs_queue_redrive_allow_policy.queues_forum_moderation_redrive_allow",
    "aws_xray_sampling_rule.monitoring_tracing_sample_forum",
  ]);
  expect(JSON.stringify(dev.resource.aws_wafv2_web_acl)).toContain("/api/forum/attachments");
});

it("asks for the values of a new service before it can be deployed", () => {
  const { status, stderr } = copy().run("gitops/check.ts", ["dev/forum"]);
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr:
      "gitops/services/forum.yaml: must be a YAML file, got no file; add it\n" +
      "gitops/environments/dev/forum.yaml: must be a YAML file, got no file; add it\n",
  });
});
