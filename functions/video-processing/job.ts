import type { Job } from "@aws-sdk/client-mediaconvert";
import type { Outcome } from "./records";

/** A job as it is known from an event or from a list of jobs. */
export interface KnownJob {
  readonly id: string;
  readonly status: string;
  readonly errorMessage?: string | undefined;
  readonly userMetadata?: Readonly<Record<string, string>> | undefined;
}

const UPLOAD_ID = /^[0-9a-f]{64}$/;

/**
 * Metadata of the job of an upload: its id, and nothing of its key, which may hold signs that MediaConvert refuses.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/user-metadata-tags.html
 */
export function userMetadata(uploadId: string): Record<string, string> {
  return { upload: uploadId };
}

/** Id of the upload of a job; undefined for a job that someone else made. */
export function uploadIdOf(metadata: KnownJob["userMetadata"]): string | undefined {
  const { upload } = metadata ?? {};
  return upload !== undefined && UPLOAD_ID.test(upload) ? upload : undefined;
}

/** How a job ended; undefined while it goes on. */
export function outcomeOf({ id, status, errorMessage = "no message" }: KnownJob): Outcome | undefined {
  switch (status) {
    case "COMPLETE":
      return { status: "complete", jobId: id };
    case "ERROR":
      return { status: "failed", jobId: id, reason: errorMessage };
    case "CANCELED":
      return { status: "failed", jobId: id, reason: "canceled" };
    default:
      return undefined;
  }
}

/** A job of the API. */
export function knownJob({ Id = "", Status, ErrorMessage, UserMetadata }: Job): KnownJob {
  return { id: Id, status: Status ?? "", errorMessage: ErrorMessage, userMetadata: UserMetadata };
}
