import type { S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { playlistKey, type Upload } from "./upload";
import { readTags, type UploadRecord, writeTags } from "./upload-tags";
import { variable } from "./variables";

/** How an upload ended. */
export type Outcome = UploadRecord & { readonly status: "complete" | "failed" | "refused" };

/** The end of an upload. */
export interface End {
  readonly upload: Upload;
  readonly outcome: Outcome;
}

/**
 * What the media service is told, as the body of a message. It may be told twice, of the same upload the same.
 * `playlist` is the key of the playlist that a player opens, if there is one.
 */
export interface OutcomeMessage extends Outcome {
  readonly type: "video.transcoding-ended";
  readonly version: 1;
  readonly upload: Upload;
  readonly playlist?: string;
}

/** What recording an outcome takes. */
export interface Clients {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
}

/**
 * Records how an upload ended, once: as a message for the media service and in the upload's tags. The message goes
 * first, so that it is never lost; an upload whose tags say that it has ended already is left alone.
 * @returns whether there was anything to record
 */
export async function recordOutcome({ s3, sqs }: Clients, { upload, outcome }: End): Promise<boolean> {
  const tags = await readTags(s3, upload);
  if (tags === undefined || hasEnded(tags.status)) return false;
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: variable("OUTCOME_QUEUE_URL"),
      MessageBody: JSON.stringify(outcomeMessage({ upload, outcome })),
    }),
  );
  await writeTags(s3, upload, tags, outcome);
  console.info({ message: "The upload has ended", upload, ...outcome });
  return true;
}

/** The message of an outcome. */
export function outcomeMessage({ upload, outcome }: End): OutcomeMessage {
  return {
    type: "video.transcoding-ended",
    version: 1,
    upload,
    ...outcome,
    ...(outcome.status === "complete" ? { playlist: playlistKey(upload) } : {}),
  };
}

function hasEnded(status: string | undefined): boolean {
  return status !== undefined && status !== "submitted";
}
