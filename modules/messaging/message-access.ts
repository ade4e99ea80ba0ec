import type { PolicyStatement } from "../foundation/policy-document";

/** Key that encrypts messages, and its region. */
interface MessageScope {
  readonly messagesKeyArn: string;
  readonly region: string;
}

/** Queues that a role uses. */
export interface QueueScope extends MessageScope {
  readonly queueArns: readonly string[];
}

/**
 * Statements for sending to encrypted queues; none for no queue. SQS decrypts too, since it reuses data keys.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
export function sendStatements({ queueArns, ...scope }: QueueScope): PolicyStatement[] {
  if (queueArns.length === 0) return [];
  return [
    { Sid: "SendMessages", Effect: "Allow", Action: ["sqs:SendMessage"], Resource: queueArns },
    useKey("EncryptMessages", ["kms:Decrypt", "kms:GenerateDataKey"], "sqs", scope),
  ];
}

/**
 * Statements for publishing to an encrypted topic.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function publishStatements({
  topicArn,
  ...scope
}: MessageScope & { readonly topicArn: string }): PolicyStatement[] {
  return [
    { Sid: "PublishResults", Effect: "Allow", Action: ["sns:Publish"], Resource: topicArn },
    useKey("EncryptResults", ["kms:Decrypt", "kms:GenerateDataKey"], "sns", scope),
  ];
}

/**
 * Statements for consuming encrypted queues, as an event source mapping of Lambda does with the function's role.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export function consumeStatements({ queueArns, ...scope }: QueueScope): PolicyStatement[] {
  return [
    {
      Sid: "ConsumeMessages",
      Effect: "Allow",
      Action: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
      Resource: queueArns,
    },
    useKey("DecryptMessages", ["kms:Decrypt"], "sqs", scope),
  ];
}

function useKey(
  Sid: string,
  Action: readonly string[],
  service: "sns" | "sqs",
  { messagesKeyArn, region }: MessageScope,
): PolicyStatement {
  return {
    Sid,
    Effect: "Allow",
    Action,
    Resource: messagesKeyArn,
    Condition: { StringEquals: { "kms:ViaService": `${service}.${region}.amazonaws.com` } },
  };
}
