import { createHash } from "node:crypto";

/** One version of an object that was uploaded. A new version of the same key is another upload, and so is a copy. */
export interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
}

/** Prefix that the media service lets people upload to. */
export const UPLOADS = "uploads/";
/** Prefix of the renditions. */
export const RENDITIONS = "transcoded/";
/** Prefix of what the functions remember of uploads. */
export const RECORDS = "video-records/";

/**
 * 64 hexadecimal digits, the same for the same upload whoever asks and how often: the folder of its renditions and of its
 * records, the id of its message, and the token by which MediaConvert knows a repeated request. Unlike the key of an
 * upload it fits wherever AWS restricts characters.
 */
export function uploadId({ bucket, key, versionId }: Upload): string {
  return createHash("sha256").update([bucket, key, versionId].join("\n")).digest("hex");
}

/** File of an upload as MediaConvert takes it; that is always its current version. */
export function fileOf({ bucket, key }: Upload): string {
  return `s3://${bucket}/${key}`;
}

/** Folder of the renditions of an upload, below `RENDITIONS`; ends in `/`. */
export function renditionFolder(upload: Upload): string {
  return `${RENDITIONS}${uploadId(upload)}/`;
}

/** Key of the playlist that a player opens. */
export function playlistKey(upload: Upload): string {
  return `${renditionFolder(upload)}video.m3u8`;
}
