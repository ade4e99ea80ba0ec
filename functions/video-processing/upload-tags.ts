import { GetObjectTaggingCommand, PutObjectTaggingCommand, type S3Client, type Tag } from "@aws-sdk/client-s3";
import type { Upload } from "./upload";

/** How far an upload has come: given to MediaConvert, or ended in one of three ways. */
export type UploadStatus = "submitted" | "complete" | "failed" | "refused";

/** What the tags of an upload say of it. */
export interface UploadRecord {
  readonly status: UploadStatus;
  /** Id of the MediaConvert job, if it came to one. */
  readonly jobId?: string;
  /** Why it failed or was refused. */
  readonly reason?: string;
}

/** The tags of an upload as they were read. */
export interface UploadTags {
  /** Undefined for an upload that nothing has happened to yet. */
  readonly status: string | undefined;
  /** What others put there, which must stay. */
  readonly others: readonly Tag[];
}

const TAG_KEYS = { status: "video-status", jobId: "video-job", reason: "video-reason" } as const;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
const MOST_TAGS = 10;
const LONGEST_VALUE = 256;
/** Runs of what a value cannot hold, and of spaces. */
const NOT_IN_TAGS = /[^\p{L}\p{N}+\-=._:/@]+/gu;

/** Reads the tags of an upload; undefined if that version of the object does not exist any more. */
export async function readTags(s3: S3Client, upload: Upload): Promise<UploadTags | undefined> {
  try {
    const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand(versionOf(upload)));
    const own: readonly (string | undefined)[] = Object.values(TAG_KEYS);
    return {
      status: TagSet.find(({ Key }) => Key === TAG_KEYS.status)?.Value,
      others: TagSet.filter(({ Key }) => !own.includes(Key)),
    };
  } catch (error) {
    if (error instanceof Error && ["NoSuchKey", "NoSuchVersion"].includes(error.name)) return undefined;
    throw error;
  }
}

/**
 * Writes what became of an upload into its tags, in place of what they said of it before. Where others have left less
 * room than it takes, the reason and the job give way first.
 */
export async function writeTags(
  s3: S3Client,
  upload: Upload,
  { others }: UploadTags,
  record: UploadRecord,
): Promise<void> {
  const { status, jobId, reason } = record;
  const own = Object.entries({ status, jobId, reason }).flatMap(([field, value]) =>
    value === undefined ? [] : [{ Key: TAG_KEYS[field as keyof UploadRecord], Value: tagValue(value) }],
  );
  const TagSet = [...others, ...own].slice(0, MOST_TAGS);
  await s3.send(new PutObjectTaggingCommand({ ...versionOf(upload), Tagging: { TagSet } }));
}

/** A text as S3 takes it for the value of a tag. */
export function tagValue(text: string): string {
  // Cut first: what is left of a character that was cut in two goes with the signs that a value cannot hold.
  return text.slice(0, LONGEST_VALUE).replace(NOT_IN_TAGS, " ").trim();
}

function versionOf({ bucket, key, versionId }: Upload) {
  return { Bucket: bucket, Key: key, VersionId: versionId };
}
