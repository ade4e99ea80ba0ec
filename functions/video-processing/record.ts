import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { type JobStateChangeEvent, parseJobStateChange } from "./events";
import { expectTold, recordEnd } from "./outcome";
import { Records } from "./records";
import { variable } from "./variables";

/** Records how a job ended, when MediaConvert tells. */
export async function record(
  event: JobStateChangeEvent,
  { s3, sqs }: { readonly s3: S3Client; readonly sqs: SQSClient },
): Promise<void> {
  expectTold(await recordEnd({ sqs, records: new Records(s3, variable("MEDIA_BUCKET")) }, parseJobStateChange(event)));
}

const clients = { s3: new S3Client({}), sqs: new SQSClient({}) };

export const handler = (event: JobStateChangeEvent) => record(event, clients);
