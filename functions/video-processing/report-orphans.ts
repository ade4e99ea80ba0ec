import {
  ListObjectVersionsCommand,
  type ListObjectVersionsOutput,
  paginateListObjectsV2,
  S3Client,
} from "@aws-sdk/client-s3";
import { RENDITIONS, renditionFolder, UPLOADS } from "./upload";
import { variable } from "./variables";

/** How many orphans are named; a message has an end. */
const NAMED = 100;

/** Renditions whose upload is gone, also from the old versions that the bucket keeps for a while. */
export interface OrphanReport {
  readonly renditions: number;
  readonly orphans: number;
  /** Folders of the first hundred. */
  readonly folders: readonly string[];
}

/** Reports renditions that no upload needs. It deletes nothing: people decide. */
export async function reportOrphans(s3: S3Client): Promise<OrphanReport> {
  const Bucket = variable("MEDIA_BUCKET");
  // In this order: what is uploaded and transcoded in between is no orphan.
  const folders = await renditionFolders(s3, Bucket);
  const needed = await neededFolders(s3, Bucket, variable("UPLOAD_BUCKETS").split(","));
  const orphans = folders.filter((folder) => !needed.has(folder));
  const report = { renditions: folders.length, orphans: orphans.length, folders: orphans.slice(0, NAMED) };
  console.info({ message: "Renditions without an upload", ...report });
  return report;
}

/**
 * Folders of the renditions of every version in a bucket. What S3 has copied from another region has the version of there, and
 * was transcoded there, so its folder is of the upload to the bucket there.
 */
async function neededFolders(s3: S3Client, Bucket: string, uploadBuckets: readonly string[]): Promise<Set<string>> {
  const needed = new Set<string>();
  let page: ListObjectVersionsOutput = {};
  do {
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    page = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: UPLOADS, KeyMarker, VersionIdMarker }));
    for (const { Key = "", VersionId = "" } of page.Versions ?? []) {
      for (const bucket of uploadBuckets) needed.add(renditionFolder({ bucket, key: Key, versionId: VersionId }));
    }
  } while (page.IsTruncated);
  return needed;
}

/** The folders just below the prefix, without the thousands of segments in them. */
async function renditionFolders(s3: S3Client, Bucket: string): Promise<string[]> {
  const folders: string[] = [];
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix: RENDITIONS, Delimiter: "/" })) {
    folders.push(...(page.CommonPrefixes ?? []).flatMap(({ Prefix = [] }) => Prefix));
  }
  return folders;
}

const client = new S3Client({});

export const handler = () => reportOrphans(client);
