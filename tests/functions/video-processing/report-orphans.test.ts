import { S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { reportOrphans } from "../../../functions/video-processing/report-orphans";
import { renditionFolder } from "../../../functions/video-processing/upload";

const HOME = "lms-prod-media-333333333333";
const THERE = "lms-prod-media-333333333333-eu-west-1";

beforeEach(() => {
  vi.spyOn(console, "info").mockImplementation(() => {});
  vi.stubEnv("UPLOAD_BUCKETS", `${HOME},${THERE}`);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** S3 with the same in both buckets: versions of uploads, which a copy has as well, and folders of renditions. */
function s3(versions: readonly { readonly Key: string; readonly VersionId: string }[], folders: readonly string[]) {
  // The SDK lists pages for clients of its own class only.
  return Object.assign(Object.create(S3Client.prototype) as S3Client, {
    send: async ({ constructor: { name } }: { readonly constructor: { readonly name: string } }) =>
      name === "ListObjectVersionsCommand"
        ? { Versions: versions }
        : { CommonPrefixes: folders.map((Prefix) => ({ Prefix })) },
  });
}

it.each([HOME, THERE])(
  "takes what was transcoded in either region for needed, where the bucket is %s",
  async (bucket) => {
    vi.stubEnv("MEDIA_BUCKET", bucket);
    const atHome = { bucket: HOME, key: "uploads/a.mp4", versionId: "v1" };
    const there = { bucket: THERE, key: "uploads/b.mp4", versionId: "v2" };
    const gone = renditionFolder({ bucket: HOME, key: "uploads/c.mp4", versionId: "v3" });
    const versions = [atHome, there].map(({ key, versionId }) => ({ Key: key, VersionId: versionId }));
    expect(await reportOrphans(s3(versions, [renditionFolder(atHome), renditionFolder(there), gone]))).toEqual({
      renditions: 3,
      orphans: 1,
      folders: [gone],
    });
  },
);
