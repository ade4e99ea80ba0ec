import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { type JobStateChangeEvent, parseJobStateChange } from "./events";
import { expectTold, recordEnd } from "./outcome";
import { Records } from "./records";
import { variable } from "./variables";

const s3 = new S3Client({});
const sqs = new SQSClient({});

/** Records how a job ended, when MediaConvert tells. */
export async function handler(event: JobStateChangeEvent): Promise<void> {
  const clients = { sqs, records: new Records(s3, variable("MEDIA_BUCKET")) };
  expectTold(await recordEnd(clients, parseJobStateChange(event)));
}
