import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Queue, queueProblems } from "../../../modules/messaging/queue";
import { type ServiceQueueName, ServiceQueues } from "../../../modules/messaging/service-queues";
import { synthesize } from "../../../stacks/synthesize";
import { type SynthesizedRoot, synthesizeRoots } from "../../support/synthesized";
import { buildFromVariables } from "../../support/variables";
import { ref, TestRoot, work } from "./fixture";

let synthesized: SynthesizedRoot | undefined;

function root(): SynthesizedRoot {
  synthesized ??= synthesizeRoots([(app) => new TestRoot(app, work)]).get("test-messaging");
  if (synthesized === undefined) throw new Error("no root");
  return synthesized;
}

const encrypted = { kms_master_key_id: ref("aws_kms_key.keys_messages.arn"), kms_data_key_reuse_period_seconds: 300 };
const queues = () => root().resources("aws_sqs_queue");
const statements = (name: string) =>
  JSON.parse(String(root().resources("aws_sqs_queue_policy")[name]?.policy)).Statement;

const denyPlainHttp = (queue: string) => ({
  Sid: "DenyPlainHttp",
  Effect: "Deny",
  Principal: "*",
  Action: "sqs:*",
  Resource: ref(`aws_sqs_queue.${queue}.arn`),
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

describe("Queue", () => {
  it("keeps messages as its settings say, encrypted, and leaves dead letters", () => {
    expect(queues().work_queue).toEqual({
      ...encrypted,
      name: "lms-test-work",
      message_retention_seconds: 345_600,
      visibility_timeout_seconds: 180,
      redrive_policy: `{"deadLetterTargetArn":"${ref("aws_sqs_queue.work_dead_letters.arn")}","maxReceiveCount":5}`,
    });
  });

  it("keeps dead letters for 14 days, encrypted", () => {
    expect(queues().work_dead_letters).toEqual({
      ...encrypted,
      name: "lms-test-work-dead-letters",
      message_retention_seconds: 1_209_600,
      visibility_timeout_seconds: 30,
    });
  });

  it("lets no other queue leave dead letters there", () => {
    expect(root().resources("aws_sqs_queue_redrive_allow_policy").work_redrive_allow).toEqual({
      queue_url: ref("aws_sqs_queue.work_dead_letters.url"),
      redrive_allow_policy: `{"redrivePermission":"byQueue","sourceQueueArns":["${ref("aws_sqs_queue.work_queue.arn")}"]}`,
    });
  });

  it("refuses plain HTTP", () => {
    expect(statements("work_queue_policy")).toEqual([denyPlainHttp("work_queue")]);
    expect(statements("work_dead_letters_policy")).toEqual([denyPlainHttp("work_dead_letters")]);
  });

  it("tells all that is wrong with its settings, by its path", () => {
    const outdir = mkdtempSync(join(tmpdir(), "lms-synth-"));
    const broken = { ...work, retentionDays: 0, maxReceives: 0 };
    expect(synthesize(() => [(app) => new TestRoot(app, broken)], outdir).problems).toEqual([
      "test-messaging/work: retentionDays: must be a whole number from 1 to 13, got 0; " +
        "dead letters are kept for 14 days from when they were first sent",
      "test-messaging/work: maxReceives: must be a whole number from 1 to 1000, got 0; SQS counts up to 1000",
    ]);
  });
});

describe("PrivateQueue", () => {
  it("lets services of AWS send once it is told to", () => {
    expect(statements("events_policy")).toEqual([
      denyPlainHttp("events"),
      {
        Sid: "SendByEvents",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: ref("aws_sqs_queue.events.arn"),
      },
    ]);
  });
});

describe("ServiceQueues", () => {
  it("has each queue that a service consumes, with its dead letters, and no other", () => {
    const own = Object.entries(queues()).filter(([name]) => name.startsWith("queues_"));
    expect(Object.fromEntries(own.map(([name, { name: queue }]) => [name, queue]))).toEqual({
      queues_media_transcoded_queue: "lms-test-media-transcoded",
      queues_media_transcoded_dead_letters: "lms-test-media-transcoded-dead-letters",
      queues_notifications_outbound_queue: "lms-test-notifications-outbound",
      queues_notifications_outbound_dead_letters: "lms-test-notifications-outbound-dead-letters",
      queues_analytics_learning_events_queue: "lms-test-analytics-learning-events",
      queues_analytics_learning_events_dead_letters: "lms-test-analytics-learning-events-dead-letters",
    });
  });

  it("gives a pod two minutes for a message, five times, within four days", () => {
    for (const service of ["media_transcoded", "notifications_outbound", "analytics_learning_events"]) {
      expect(queues()[`queues_${service}_queue`]).toMatchObject({
        message_retention_seconds: 345_600,
        visibility_timeout_seconds: 120,
        redrive_policy: `{"deadLetterTargetArn":"${ref(`aws_sqs_queue.queues_${service}_dead_letters.arn`)}","maxReceiveCount":5}`,
      });
    }
  });
});

describe("ServiceQueueName", () => {
  it("is the name of a queue that exists", () => {
    const names: readonly ServiceQueueName[] = [
      "media/transcoded",
      "notifications/outbound",
      // @ts-expect-error: that service consumes another queue
      "analytics/outbound",
    ];
    expect(names).toHaveLength(3);
  });
});

describe("queues of a Terraform module", () => {
  it("take variables as they are", () => {
    const { errors, spoiltNumbers, resources } = buildFromVariables((root) => {
      const keys = { messages: root.arn("messages_key") };
      new ServiceQueues(root, "queues", { site: root.site(), keys });
      return new Queue(root, "work", {
        keys,
        name: root.text("name"),
        settings: {
          retentionDays: root.number("retention_days"),
          visibilityTimeoutSeconds: root.number("visibility_timeout_seconds"),
          maxReceives: root.number("max_receives"),
        },
      });
    });
    expect({ errors, spoiltNumbers }).toEqual({ errors: [], spoiltNumbers: [] });
    const work = Object.entries(resources.aws_sqs_queue ?? {}).find(([id]) => id.startsWith("work_queue"))?.[1];
    expect(work).toMatchObject({
      message_retention_seconds: ref("(var.retention_days * 86400)"),
      visibility_timeout_seconds: ref("var.visibility_timeout_seconds"),
    });
    expect(work?.redrive_policy).toMatch(/"maxReceiveCount":\$\{var\.max_receives\}\}$/);
  });
});

describe("queueProblems", () => {
  const longest = "a".repeat(67);

  it("finds nothing wrong with the ends of each range", () => {
    const least = { retentionDays: 1, visibilityTimeoutSeconds: 1, maxReceives: 1 };
    const most = { retentionDays: 13, visibilityTimeoutSeconds: 43_200, maxReceives: 1000 };
    expect([...queueProblems("a", least), ...queueProblems(longest, most)]).toEqual([]);
  });

  it.each([
    [
      { retentionDays: 14 },
      "retentionDays: must be a whole number from 1 to 13, got 14; " +
        "dead letters are kept for 14 days from when they were first sent",
    ],
    [
      { visibilityTimeoutSeconds: 43_201 },
      "visibilityTimeoutSeconds: must be a whole number from 1 to 43200, got 43201; SQS hides a message for 12 hours at most",
    ],
    [{ maxReceives: 1.5 }, "maxReceives: must be a whole number from 1 to 1000, got 1.5; SQS counts up to 1000"],
  ])("refuses %o", (broken, problem) => {
    expect(queueProblems("work", { ...work, ...broken })).toEqual([problem]);
  });

  it.each([`${longest}a`, "lms.fifo", ""])("refuses the name %j", (name) => {
    expect(queueProblems(name, work)).toEqual([
      "name: must be at most 67 letters, digits, hyphens and underscores, " +
        `got ${JSON.stringify(name)}; shorten it, or leave out what is none of these`,
    ]);
  });
});
