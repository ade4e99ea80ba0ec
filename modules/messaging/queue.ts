import { SqsQueueRedriveAllowPolicy } from "@cdktf/provider-aws/lib/sqs-queue-redrive-allow-policy";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import type { Keys } from "../foundation/contracts";
import { PrivateQueue } from "./private-queue";
import { queueProblems } from "./queue-checks";

/** How a queue treats its messages. */
export interface QueueSettings {
  /** Days until a message that no one took is lost, 1 to 13: dead letters keep it for a day more at least. */
  readonly retentionDays: number;
  /** Seconds that a consumer has for a message before another one gets it, 1 to 43200. */
  readonly visibilityTimeoutSeconds: number;
  /** How often a message is received before it is a dead letter, 1 to 1000. */
  readonly maxReceives: number;
}

export interface QueueProps extends QueueSettings {
  readonly keys: Pick<Keys, "messages">;
  /** Name in the account, see `queueName`; with `-dead-letters` at most 80 characters. */
  readonly name: string;
}

/** The longest that SQS keeps a message: time enough to find out why it failed. */
export const DEAD_LETTER_RETENTION_DAYS = 14;

/**
 * A queue and the one that takes what its consumers failed at. Both are encrypted and refuse plain HTTP, and only the
 * queue itself may leave its dead letters there. Reports every problem of the settings.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export class Queue extends Construct {
  readonly queue: PrivateQueue;
  readonly deadLetters: PrivateQueue;
  readonly visibilityTimeoutSeconds: number;

  constructor(scope: Construct, id: string, props: QueueProps) {
    super(scope, id);
    const { keys, name, retentionDays, visibilityTimeoutSeconds, maxReceives } = props;
    for (const problem of queueProblems(props)) Annotations.of(this).addError(problem);
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
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: this.deadLetters.arn, maxReceiveCount: maxReceives }),
    });
    new SqsQueueRedriveAllowPolicy(this, "redrive-allow", {
      queueUrl: this.deadLetters.url,
      redriveAllowPolicy: JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [this.queue.arn] }),
    });
  }
}
