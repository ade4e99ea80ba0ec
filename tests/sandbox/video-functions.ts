import { MediaConvertClient } from "@aws-sdk/client-mediaconvert";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSEvent } from "aws-lambda";
import { vi } from "vitest";
import type { JobStateChangeEvent } from "../../functions/video-processing/events";
import { record } from "../../functions/video-processing/record";
import { reportOrphans } from "../../functions/video-processing/report-orphans";
import { submit } from "../../functions/video-processing/submit";
import { sweep } from "../../functions/video-processing/sweep";
import type { Emulator } from "../../sandbox/emulator-process";
import { ACCOUNT } from "./support";

/** The bucket of uploads that the functions under test watch. */
export const BUCKET = "lms-test-media";

/** The role that the functions under test hand to MediaConvert. */
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/lms-test-video-transcoder`;

/** Points what uses an AWS SDK in this file at a local AWS. The test ends it with `vi.unstubAllEnvs()`. */
export function useEmulator({ endpoint }: Emulator): void {
  vi.stubEnv("AWS_ENDPOINT_URL", endpoint);
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
}

/** Sets the variables of the functions, as the platform root does. */
export function configureFunctions(transcodingQueue: string, outcomeQueue: string): void {
  vi.stubEnv("TRANSCODING_QUEUE_ARN", transcodingQueue);
  vi.stubEnv("TRANSCODING_ROLE_ARN", ROLE);
  vi.stubEnv("OUTCOME_QUEUE_URL", outcomeQueue);
  vi.stubEnv("LADDER", "1080p,720p,360p");
  vi.stubEnv("MAX_UPLOAD_BYTES", "1000");
  vi.stubEnv("MEDIA_BUCKET", BUCKET);
  vi.stubEnv("UPLOAD_BUCKETS", BUCKET);
  vi.stubEnv("STUCK_AFTER_HOURS", "12");
}

/** The clients of a test, and the functions with them: those of the handlers keep the endpoint of their first request. */
export function videoFunctions() {
  const [s3, sqs, mediaConvert] = [new S3Client({}), new SQSClient({}), new MediaConvertClient({})];
  const clients = { s3, sqs, mediaConvert };
  return {
    ...clients,
    submit: (event: SQSEvent) => submit(event, clients),
    record: (event: JobStateChangeEvent) => record(event, clients),
    sweep: () => sweep(clients),
    reportOrphans: () => reportOrphans(s3),
  };
}
