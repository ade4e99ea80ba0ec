import { MediaConvertClient } from "@aws-sdk/client-mediaconvert";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { Records } from "./records";
import { type Sweep, sweepJobs } from "./sweeping";
import { variable } from "./variables";

/** Looks after jobs every night, see `sweepJobs`. */
export async function sweep({
  s3,
  ...others
}: {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly mediaConvert: MediaConvertClient;
}): Promise<Sweep> {
  return sweepJobs({ ...others, records: new Records(s3, variable("MEDIA_BUCKET")) });
}

const clients = { s3: new S3Client({}), sqs: new SQSClient({}), mediaConvert: new MediaConvertClient({}) };

export const handler = () => sweep(clients);
