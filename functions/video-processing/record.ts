import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { type JobStateChangeEvent, parseJobStateChange } from "./events";
import { endOf } from "./job";
import { recordOutcome } from "./outcome";

const clients = { s3: new S3Client({}), sqs: new SQSClient({}) };

/** Records how a job ended, when MediaConvert tells. */
export async function handler(event: JobStateChangeEvent): Promise<void> {
  const end = endOf(parseJobStateChange(event));
  if (end !== undefined) await recordOutcome(clients, end);
}
