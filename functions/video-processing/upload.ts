import { createHash } from "node:crypto";

/** One version of an object that was uploaded. A new version of the same key is another upload. */
export interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
}

/** Where the media service lets people upload, and where renditions go. Both end in `/`. */
export const UPLOADS = "uploads/";
export const RENDITIONS = "transcoded/";

/**
 * 64 hexadecimal digits that are the same for the same upload, whoever asks and how often: the folder of its renditions,
 * and the token by which MediaConvert knows a repeated request.
 */
export function uploadId({ bucket, key, versionId }: Upload): string {
  return createHash("sha256").update([bucket, key, versionId].join("\n")).digest("hex");
}

/** The file of an upload as MediaConvert takes it; that is always its current version. */
export function fileOf({ bucket, key }: Upload): string {
  return `s3://${bucket}/${key}`;
}

/** Where the renditions of an upload are, below `RENDITIONS`; ends in `/`. */
export function renditionFolder(upload: Upload): string {
  return `${RENDITIONS}${uploadId(upload)}/`;
}

/** The playlist that a player opens. */
export function playlistKey(upload: Upload): string {
  return `${renditionFolder(upload)}video.m3u8`;
}
