import type { Job } from "@aws-sdk/client-mediaconvert";
import type { End, Outcome } from "./outcome";
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

/** The upload of a job; undefined for a job that someone else made. */
export function uploadOf(metadata: KnownJob["userMetadata"]): Upload | undefined {
  const { bucket, key, versionId } = metadata ?? {};
  return bucket === undefined || key === undefined || versionId === undefined ? undefined : { bucket, key, versionId };
}

/** How the upload of a job ended; undefined while the job goes on, and for a job that someone else made. */
export function endOf(job: KnownJob): End | undefined {
  const upload = uploadOf(job.userMetadata);
  const outcome = outcomeOf(job);
  return upload === undefined || outcome === undefined ? undefined : { upload, outcome };
}

function outcomeOf({ id, status, errorMessage = "no message" }: KnownJob): Outcome | undefined {
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
