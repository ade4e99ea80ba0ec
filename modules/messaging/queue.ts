import { SqsQueue, type SqsQueueConfig } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { SqsQueueRedriveAllowPolicy } from "@cdktf/provider-aws/lib/sqs-queue-redrive-allow-policy";
import { Construct } from "constructs";
import { check, report, wholeNumber } from "../foundation/checks";
import type { Keys, QueueRef } from "../foundation/contracts";
import { textOf, times } from "../foundation/numbers";
import { type PolicyStatement, policyDocument } from "../foundation/policy-document";
import { type QueueMetrics, queueMetrics } from "./metrics";

export interface PrivateQueueProps {
  readonly keys: Pick<Keys, "messages">;
  /** Name in the account, at most 80 characters. */
  readonly name: string;
  /** Days until a message that nobody received is deleted, 1 to 14. */
  readonly retentionDays: number;
  /** Seconds that a received message is hidden from other consumers, 0 to 43200; SQS's own 30 by default. */
  readonly visibilityTimeoutSeconds?: number;
  /** Dead-letter queue of the queue, as JSON. */
  readonly redrivePolicy?: SqsQueueConfig["redrivePolicy"];
}

const SECONDS_PER_DAY = 86_400;

/** Seconds for which SQS reuses a data key before it asks KMS for another. */
const DATA_KEY_REUSE_SECONDS = 300;

/**
 * SQS queue that is encrypted with the environment's key of messages and refuses plain HTTP. Identities of the account
 * use it by their own policies, AWS services once `allow` lets them.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html
 */
export class PrivateQueue extends SqsQueue implements QueueRef {
  readonly metrics: QueueMetrics;
  private readonly policyResource: SqsQueuePolicy;
  private readonly statements: PolicyStatement[];

  constructor(scope: Construct, id: string, props: PrivateQueueProps) {
    const { keys, name, retentionDays, visibilityTimeoutSeconds = 30, redrivePolicy } = props;
    super(scope, id, {
      name,
      kmsMasterKeyId: keys.messages.arn,
      kmsDataKeyReusePeriodSeconds: DATA_KEY_REUSE_SECONDS,
      messageRetentionSeconds: times(retentionDays, SECONDS_PER_DAY),
      visibilityTimeoutSeconds,
      ...(redrivePolicy === undefined ? {} : { redrivePolicy }),
    });
    this.metrics = queueMetrics(this.name);
    this.statements = [denyPlainHttp(this.arn)];
    this.policyResource = new SqsQueuePolicy(this, "policy", {
      queueUrl: this.url,
      policy: policyDocument(this.statements),
    });
  }

  /** Adds statements to the queue's policy, for AWS services that send to it. */
  allow(statements: readonly PolicyStatement[]): void {
    this.statements.push(...statements);
    this.policyResource.policy = policyDocument(this.statements);
  }
}

function denyPlainHttp(queueArn: string): PolicyStatement {
  return {
    Sid: "DenyPlainHttp",
    Effect: "Deny",
    Principal: "*",
    Action: "sqs:*",
    Resource: queueArn,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/** Settings of a queue with consumers. */
export interface QueueSettings {
  /** Days until a message that nobody received is deleted, 1 to 13: dead letters keep it for at least a day more. */
  readonly retentionDays: number;
  /** Seconds that a consumer has for a message before another one gets it, 1 to 43200. */
  readonly visibilityTimeoutSeconds: number;
  /** Receives of a message, after which it is a dead letter, 1 to 1000. */
  readonly maxReceives: number;
}

export interface QueueProps {
  readonly keys: Pick<Keys, "messages">;
  /** Name in the account, see `queueName`; with `-dead-letters` at most 80 characters. */
  readonly name: string;
  readonly settings: QueueSettings;
}

/** Maximum retention of SQS: time enough to find out why a message failed. */
export const DEAD_LETTER_RETENTION_DAYS = 14;

/**
 * SQS queue and its dead-letter queue. Both are encrypted and refuse plain HTTP, and only the queue itself may send its
 * dead letters there. Reports every problem of the settings.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export class Queue extends Construct {
  readonly queue: PrivateQueue;
  readonly deadLetters: PrivateQueue;
  readonly visibilityTimeoutSeconds: number;

  constructor(scope: Construct, id: string, { keys, name, settings }: QueueProps) {
    super(scope, id);
    const { retentionDays, visibilityTimeoutSeconds, maxReceives } = settings;
    report(this, queueProblems(name, settings));
    this.visibilityTimeoutSeconds = visibilityTimeoutSeconds;
    this.deadLetters = new PrivateQueue(this, "dead-letters", {
      keys,
      name: `${name}-dead-letters`,
      retentionDays: DEAD_LETTER_RETENTION_DAYS,
    });
    this.queue = new PrivateQueue(this, "queue", {
      keys,
      name,
      retentionDays,
      visibilityTimeoutSeconds,
      redrivePolicy: `{"deadLetterTargetArn":"${this.deadLetters.arn}","maxReceiveCount":${textOf(maxReceives)}}`,
    });
    new SqsQueueRedriveAllowPolicy(this, "redrive-allow", {
      queueUrl: this.deadLetters.url,
      redriveAllowPolicy: JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [this.queue.arn] }),
    });
  }

  get arn(): string {
    return this.queue.arn;
  }
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
const MAX_NAME = 80 - "-dead-letters".length;
const MAX_VISIBILITY_TIMEOUT_SECONDS = 43_200;
const MAX_RECEIVES = 1000;

/** Checks a queue's name and settings. @returns every problem at once, `[]` when there is none */
export function queueProblems(name: string, settings: QueueSettings): string[] {
  const { retentionDays, visibilityTimeoutSeconds, maxReceives } = settings;
  return [
    // A dead letter's age counts from when it was first sent, so its queue must keep it for longer.
    ...wholeNumber(
      "retentionDays",
      retentionDays,
      [1, DEAD_LETTER_RETENTION_DAYS - 1],
      "dead letters are kept for 14 days from when they were first sent",
    ),
    ...wholeNumber(
      "visibilityTimeoutSeconds",
      visibilityTimeoutSeconds,
      [1, MAX_VISIBILITY_TIMEOUT_SECONDS],
      "SQS hides a message for 12 hours at most",
    ),
    ...wholeNumber("maxReceives", maxReceives, [1, MAX_RECEIVES], "SQS counts up to 1000"),
    ...check(
      /^[\w-]+$/.test(name) && name.length <= MAX_NAME,
      "name",
      `must be at most ${MAX_NAME} letters, digits, hyphens and underscores`,
      name,
      "shorten it, or leave out what is none of these",
    ),
  ];
}
