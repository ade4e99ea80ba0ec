import { MediaConvertClient } from "@aws-sdk/client-mediaconvert";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { Records } from "./records";
import { type Sweep, sweepJobs } from "./sweeping";
import { variable } from "./variables";

const s3 = new S3Client({});
const sqs = new SQSClient({});
const mediaConvert = new MediaConvertClient({});

/** Looks after jobs every night, see `sweepJobs`. */
export async function handler(): Promise<Sweep> {
  return sweepJobs({ sqs, mediaConvert, records: new Records(s3, variable("MEDIA_BUCKET")) });
}
