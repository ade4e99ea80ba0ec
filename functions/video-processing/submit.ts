import { MediaConvertClient } from "@aws-sdk/client-mediaconvert";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { parseObjectCreated } from "./events";
import { Records } from "./records";
import { type SubmissionClients, submitUpload } from "./submission";
import { variable } from "./variables";

/** Gives uploads to MediaConvert. Each message of a batch succeeds or fails by itself. */
export async function submit(
  { Records: messages }: SQSEvent,
  { s3, ...others }: Omit<SubmissionClients, "records">,
): Promise<SQSBatchResponse> {
  const clients = { s3, ...others, records: new Records(s3, variable("MEDIA_BUCKET")) };
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

const clients = { s3: new S3Client({}), sqs: new SQSClient({}), mediaConvert: new MediaConvertClient({}) };

export const handler = (event: SQSEvent) => submit(event, clients);
