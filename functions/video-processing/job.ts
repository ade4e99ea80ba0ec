import type { Job } from "@aws-sdk/client-mediaconvert";
import type { Outcome } from "./outcome";
import type { Upload } from "./upload";

/** A job as it is known from an event or from a list of jobs. */
export interface KnownJob {
  readonly id: string;
  readonly status: string;
  readonly errorMessage?: string | undefined;
  readonly userMetadata?: Readonly<Record<string, string>> | undefined;
}

/** What a job of ours carries, so that its end can be told of the upload. */
export function userMetadata({ bucket, key, versionId }: Upload): Record<string, string> {
  return { bucket, key, versionId };
}

/**
 * The upload that a job was made for.
 * @throws Error for a job that is none of ours
 */
export function uploadOf({ id, userMetadata: { bucket, key, versionId } = {} }: KnownJob): Upload {
  if (bucket === undefined || key === undefined || versionId === undefined) {
    throw new Error(`job ${id}: must name bucket, key and versionId in its metadata; it was not made by submit`);
  }
  return { bucket, key, versionId };
}

/** How a job ended; undefined while it has not. */
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
