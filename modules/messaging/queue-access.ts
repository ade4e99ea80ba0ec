import type { PolicyStatement } from "../iam/policy-document";

/** Queues that a role uses, and the key that encrypts their messages. */
export interface QueueScope {
  readonly queueArns: readonly string[];
  readonly messagesKeyArn: string;
  /** The queues' region. */
  readonly region: string;
}

/**
 * What sending to encrypted queues takes. Decrypting, too: SQS uses a data key again.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
export function sendStatements({ queueArns, messagesKeyArn, region }: QueueScope): PolicyStatement[] {
  return [
    { Sid: "SendMessages", Effect: "Allow", Action: ["sqs:SendMessage"], Resource: queueArns },
    throughSqs("EncryptMessages", ["kms:Decrypt", "kms:GenerateDataKey"], messagesKeyArn, region),
  ];
}

/**
 * What an event source mapping of Lambda does with encrypted queues in the name of the function.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export function consumeStatements({ queueArns, messagesKeyArn, region }: QueueScope): PolicyStatement[] {
  return [
    {
      Sid: "ConsumeMessages",
      Effect: "Allow",
      Action: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
      Resource: queueArns,
    },
    throughSqs("DecryptMessages", ["kms:Decrypt"], messagesKeyArn, region),
  ];
}

function throughSqs(Sid: string, Action: readonly string[], key: string, region: string): PolicyStatement {
  return {
    Sid,
    Effect: "Allow",
    Action,
    Resource: key,
    Condition: { StringEquals: { "kms:ViaService": `sqs.${region}.amazonaws.com` } },
  };
}
