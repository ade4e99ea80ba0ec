import { SqsQueue, type SqsQueueConfig } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import type { Construct } from "constructs";
import type { Keys, QueueRef } from "../foundation/contracts";
import { type PolicyStatement, policyDocument } from "../foundation/policy-document";
import { type QueueMetrics, queueMetrics } from "./metrics";

export interface PrivateQueueProps {
  readonly keys: Pick<Keys, "messages">;
  /** Name in the account, at most 80 characters. */
  readonly name: string;
  /** Days until a message that no one took is lost, 1 to 14. */
  readonly retentionDays: number;
  /** Seconds that a message is hidden from others once it was received, 0 to 43200; SQS's own 30 by default. */
  readonly visibilityTimeoutSeconds?: number;
  /** Where messages go that were received too often, as JSON. */
  readonly redrivePolicy?: SqsQueueConfig["redrivePolicy"];
}

const SECONDS_PER_DAY = 86_400;

/** For how long SQS uses a data key again before it asks KMS for another. */
const DATA_KEY_REUSE_SECONDS = 300;

/**
 * A queue that is encrypted with the environment's key of messages and takes nothing over plain HTTP. Identities of the
 * account use it by their own policies, services of AWS once `allow` lets them.
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
      messageRetentionSeconds: retentionDays * SECONDS_PER_DAY,
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

  /** Adds statements to the queue's policy, for services of AWS that send to it. */
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
