import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { ENVIRONMENTS } from "../../environments";
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

it("tells that a service is half made, and has the rest written by one command", () => {
  const half = copy();
  const synth = () => half.run("main.ts", [], { LMS_ENVIRONMENTS: "dev" }).stderr;
  const missing = ["services", ...ENVIRONMENTS.map(({ name }) => `environments/${name}`)];
  const files = missing.map((folder) => `gitops/${folder}/forum.yaml`);
  expect(synth()).toBe(
    `warning: forum: is half made, it lacks ${files.join(", ")}; npm run new-service -- forum writes what is missing, or take ` +
      "out what is there\n",
  );
  expect(half.run("gitops/check.ts", ["dev/forum"])).toMatchObject({
    status: 1,
    stderr:
      "gitops/services/forum.yaml: must be a YAML file, got no file; add it\n" +
      "gitops/environments/dev/forum.yaml: must be a YAML file, got no file; add it\n",
  });

  const { status, stdout, stderr } = half.run("scripts/new-service.ts", ["forum", "--like", "media"]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const contracts = ENVIRONMENTS.map(({ name }) => `gitops/platform/${name}.yaml`);
  expect(stdout.match(/^wrote .*$/gm)).toEqual([...files, ...contracts].map((file) => `wrote ${file}`));
  expect(readFileSync(join(half.folder, "gitops/services/forum.yaml"), "utf8")).toMatch(
    /^# forum: say in a line what it is for\.\nname: forum\nnamespace: microservices\nserviceAccount: forum\ncallers: \[web\]\nnodes: /,
  );
  const contract = parse(readFileSync(join(half.folder, "gitops/platform/dev.yaml"), "utf8"));
  expect(contract.platform.services.forum).toMatchObject({
    serviceAccount: "forum",
    targetGroup: expect.stringMatching(/:targetgroup\/unapplied\/0000000000000000$/),
    secrets: { database: "lms/dev/forum/database" },
    queues: { "forum-moderation": expect.stringMatching(/\/lms-dev-forum-moderation$/) },
  });
  expect(synth()).toBe("");
  expect(half.run("scripts/new-service.ts", ["forum"]).stderr).toBe(
    "new-service: forum must be new or half made, got a whole service; edit modules/foundation/services.ts and gitops/\n",
  );
});
