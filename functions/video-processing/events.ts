import type { EventBridgeEvent } from "aws-lambda";
import type { KnownJob } from "./job";
import { UPLOADS, type Upload } from "./upload";

/** An upload and how large it is. */
export interface CreatedObject {
  readonly upload: Upload;
  readonly sizeBytes: number;
}

/**
 * The part of a MediaConvert event that is used.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/mediaconvert_event_list.html
 */
export interface JobStateChange {
  readonly jobId: string;
  readonly status: string;
  readonly errorMessage?: string;
  readonly userMetadata?: Readonly<Record<string, string>>;
}

export type JobStateChangeEvent = EventBridgeEvent<"MediaConvert Job State Change", JobStateChange>;

/**
 * Reads S3's event "Object Created" from the body of a message.
 * @throws Error for anything else, and for an object that is no version of an upload
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export function parseObjectCreated(body: string): CreatedObject {
  const event = JSON.parse(body);
  const { bucket, object } = event?.detail ?? {};
  const upload = { bucket: bucket?.name, key: object?.key, versionId: object?.["version-id"] };
  const isUpload =
    event?.["detail-type"] === "Object Created" &&
    Object.values(upload).every((value) => typeof value === "string" && value !== "") &&
    upload.key.startsWith(UPLOADS) &&
    Number.isInteger(object.size);
  if (!isUpload) {
    throw new Error(`message: must be the event Object Created of a version below ${UPLOADS}, got ${body}; discard it`);
  }
  return { upload, sizeBytes: object.size };
}

/**
 * Reads MediaConvert's event "MediaConvert Job State Change".
 * @throws Error for anything else
 */
export function parseJobStateChange(event: JobStateChangeEvent): KnownJob {
  const { jobId, status, errorMessage, userMetadata } = event.detail ?? {};
  if (typeof jobId !== "string" || typeof status !== "string") {
    throw new Error(
      `event: must be a MediaConvert Job State Change, got ${JSON.stringify(event)}; correct the rule that sent it`,
    );
  }
  return { id: jobId, status, errorMessage, userMetadata };
}
