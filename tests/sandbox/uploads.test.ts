import { execFileSync } from "node:child_process";
import { join } from "node:path";
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Emulator } from "../../sandbox/emulator-process";
import { findMoto } from "../../sandbox/moto";
import { PROJECT } from "../../scripts/synth";
import { root } from "../support/synthesized";
import { ACCOUNT, startEmulator } from "./support";

// What SDKs sign for browsers, against what the platform lets browsers do, and uploads themselves on a local AWS.

const BUCKET = "lms-test-media";
const CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" };
const PART_BYTES = 5 * 1024 * 1024;

interface Signed {
  readonly put: string;
  readonly part: string;
  readonly post: string;
  readonly postFields: readonly string[];
}

interface ByBoto3 {
  readonly told: Signed;
  readonly asIs: Signed;
  readonly uploaded: { readonly bytes: number; readonly etag: string };
  readonly local: string;
}

let emulator: Emulator;
let boto3: ByBoto3;
let local: S3Client;

beforeAll(async () => {
  emulator = await startEmulator(ACCOUNT);
  const { endpoint } = emulator;
  local = new S3Client({
    region: "us-east-1",
    endpoint,
    forcePathStyle: true,
    credentials: CREDENTIALS,
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
  await local.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const python = await findMoto(process.env, new AbortController().signal);
  const env = {
    PATH: process.env.PATH ?? "",
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
    // As the chart sets it.
    AWS_S3_US_EAST_1_REGIONAL_ENDPOINT: "regional",
    LOCAL_AWS: endpoint,
  };
  boto3 = JSON.parse(execFileSync(python, [join(PROJECT, "tests/sandbox/uploads.py")], { env, encoding: "utf8" }));
});

afterAll(() => emulator?.stop());

/** Hosts that pages of the application may send to by their policy, as those of the test's bucket. */
function allowedHosts(): readonly string[] {
  const policy = root("prod-platform").resources("aws_cloudfront_response_headers_policy");
  const text = JSON.stringify(policy.distribution_policies_application_headers);
  const [, sources = ""] = /connect-src ([^;]+);/.exec(text) ?? [];
  return sources
    .replace(
      /\$\{aws_s3_bucket\.storage_media_bucket\.bucket_regional_domain_name\}/,
      `${BUCKET}.s3.us-east-1.amazonaws.com`,
    )
    .replace(/\$\{aws_s3_bucket\.storage_media_bucket\.bucket_domain_name\}/, `${BUCKET}.s3.amazonaws.com`)
    .split(" ")
    .map((source) => source.replace("https://", ""));
}

const hostOf = (url: string) => new URL(url).host;

/** A client as a service makes it that follows the guide. */
const service = () =>
  new S3Client({ region: "us-east-1", credentials: CREDENTIALS, requestChecksumCalculation: "WHEN_REQUIRED" });

describe("boto3", () => {
  it("signs for the bucket's host in the region, by version 4, as it is told by the chart and the guide", () => {
    const { put, part, post, postFields } = boto3.told;
    expect([put, part, post].map(hostOf)).toEqual(Array(3).fill("lms-test-media.s3.us-east-1.amazonaws.com"));
    for (const url of [put, part]) expect(new URL(url).searchParams.get("X-Amz-Algorithm")).toBe("AWS4-HMAC-SHA256");
    expect(postFields).toContain("x-amz-signature");
  });

  it("signs for the global host by version 2, as it is: the page may send there, but S3 refuses the version", () => {
    const { put, part, post } = boto3.asIs;
    expect([put, part, post].map(hostOf)).toEqual(Array(3).fill("lms-test-media.s3.amazonaws.com"));
    expect(new URL(put).searchParams.has("AWSAccessKeyId")).toBe(true);
  });

  it("uploads in parts, with a checksum of each", () => {
    expect(boto3.uploaded).toEqual({ bytes: PART_BYTES + 10, etag: expect.stringMatching(/-2"$/) });
  });

  it("signs what anyone can then send", async () => {
    expect((await fetch(boto3.local, { method: "PUT", body: "by boto3" })).status).toBe(200);
    const { Body } = await local.send(new GetObjectCommand({ Bucket: BUCKET, Key: "uploads/signed.bin" }));
    expect(await Body?.transformToString()).toBe("by boto3");
  });
});

describe("the JavaScript SDK", () => {
  it("signs for the bucket's host in the region, without a checksum of what it does not have", async () => {
    const where = { Bucket: BUCKET, Key: "uploads/a.bin" };
    const urls = [
      await getSignedUrl(service(), new PutObjectCommand(where)),
      await getSignedUrl(service(), new UploadPartCommand({ ...where, UploadId: "an-upload", PartNumber: 1 })),
    ];
    expect(urls.map(hostOf)).toEqual(Array(2).fill("lms-test-media.s3.us-east-1.amazonaws.com"));
    for (const url of urls) expect(url).not.toContain("x-amz-checksum");
    const asIs = new S3Client({ region: "us-east-1", credentials: CREDENTIALS });
    expect(await getSignedUrl(asIs, new PutObjectCommand(where))).toContain("x-amz-checksum-crc32=AAAAAA%3D%3D");
  });

  it("has a browser upload parts by signed URLs, and completes them by the ETags that it reads", async () => {
    const where = { Bucket: BUCKET, Key: "uploads/in-parts.bin" };
    const { UploadId } = await local.send(new CreateMultipartUploadCommand(where));
    const Parts = [];
    for (const [index, body] of ["x".repeat(PART_BYTES), "end"].entries()) {
      const PartNumber = index + 1;
      const url = await getSignedUrl(local, new UploadPartCommand({ ...where, UploadId, PartNumber }));
      const answer = await fetch(url, { method: "PUT", body });
      Parts.push({ PartNumber, ETag: answer.headers.get("etag") ?? "" });
    }
    await local.send(new CompleteMultipartUploadCommand({ ...where, UploadId, MultipartUpload: { Parts } }));
    const { ContentLength } = await local.send(new GetObjectCommand(where));
    expect(ContentLength).toBe(PART_BYTES + 3);
  });
});

describe("the platform", () => {
  it("lets pages send to both hosts that SDKs sign for, and to no other", () => {
    expect(allowedHosts()).toEqual([
      "'self'",
      "lms-test-media.s3.us-east-1.amazonaws.com",
      "lms-test-media.s3.amazonaws.com",
    ]);
  });

  it("lets the site's pages PUT and POST with any header, and read what completes an upload", () => {
    const { storage_media_uploads: cors } = root("prod-platform").resources("aws_s3_bucket_cors_configuration");
    expect(cors?.cors_rule).toEqual([
      expect.objectContaining({
        allowed_methods: expect.arrayContaining(["POST", "PUT"]),
        allowed_origins: ["https://lms.example.com", "https://*.lms.example.com"],
        allowed_headers: ["*"],
        expose_headers: expect.arrayContaining(["ETag", "x-amz-checksum-crc32", "x-amz-checksum-sha256"]),
      }),
    ]);
  });
});
