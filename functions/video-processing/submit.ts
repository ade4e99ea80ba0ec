import { MediaConvertClient } from "@aws-sdk/client-mediaconvert";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { parseObjectCreated } from "./events";
import { Records } from "./records";
import { submitUpload } from "./submission";
import { variable } from "./variables";

const s3 = new S3Client({});
const sqs = new SQSClient({});
const mediaConvert = new MediaConvertClient({});

/** Gives uploads to MediaConvert. Each message of a batch succeeds or fails by itself. */
export async function handler({ Records: messages }: SQSEvent): Promise<SQSBatchResponse> {
  const clients = { s3, sqs, mediaConvert, records: new Records(s3, variable("MEDIA_BUCKET")) };
  const results = await Promise.all(
    messages.map(async ({ messageId, body }): Promise<SQSBatchItemFailure[]> => {
      try {
        await submitUpload(clients, parseObjectCreated(body));
        return [];
      } catch (error) {
        console.error({ message: "The upload was not submitted", messageId, body, error: String(error) });
        return [{ itemIdentifier: messageId }];
      }
    }),
  );
  return { batchItemFailures: results.flat() };
}
