import {
  CancelJobCommand,
  CreateJobCommand,
  CreateQueueCommand as CreateTranscodingQueueCommand,
  type Job,
  ListJobsCommand,
  type MediaConvertClient,
} from "@aws-sdk/client-mediaconvert";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { JobStateChangeEvent } from "../../functions/video-processing/events";
import { jobsSince } from "../../functions/video-processing/job-list";
import { Records } from "../../functions/video-processing/records";
import { uploadId } from "../../functions/video-processing/upload";
import type { Emulator } from "../../sandbox/emulator-process";
import { ACCOUNT, startEmulator } from "./support";
import { BUCKET, configureFunctions, ROLE, useEmulator, videoFunctions } from "./video-functions";

// The functions themselves, on a local AWS, with events of the shapes that AWS documents.

type Functions = ReturnType<typeof videoFunctions>;

let submit: Functions["submit"];
let record: Functions["record"];
let sweep: Functions["sweep"];
let reportOrphans: Functions["reportOrphans"];
let emulator: Emulator;
let s3: S3Client;
let sqs: SQSClient;
let mediaConvert: MediaConvertClient;
let outcomeQueue: string;
let transcodingQueue: string;

beforeAll(async () => {
  emulator = await startEmulator(ACCOUNT);
  useEmulator(emulator);
  ({ s3, sqs, mediaConvert, submit, record, sweep, reportOrphans } = videoFunctions());
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const VersioningConfiguration = { Status: "Enabled" } as const;
  await s3.send(new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration }));
  const created = await mediaConvert.send(new CreateTranscodingQueueCommand({ Name: "lms-test-video" }));
  transcodingQueue = created.Queue?.Arn ?? "";
  outcomeQueue = (await sqs.send(new CreateQueueCommand({ QueueName: "lms-test-media-transcoded" }))).QueueUrl ?? "";
});

beforeEach(() => {
  vi.spyOn(console, "info").mockImplementation(() => {});
  vi.spyOn(console, "warn").mockImplementation(() => {});
  vi.spyOn(console, "error").mockImplementation(() => {});
  configureFunctions(transcodingQueue, outcomeQueue);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await emulator.stop();
});

interface Uploaded {
  readonly key: string;
  readonly versionId: string;
}

async function upload(key: string, Tagging = ""): Promise<Uploaded> {
  const put = new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: "video", ...(Tagging === "" ? {} : { Tagging }) });
  return { key, versionId: (await s3.send(put)).VersionId ?? "" };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
function objectCreated({ key, versionId }: Uploaded, size = 5): string {
  return JSON.stringify({
    version: "0",
    id: "17793124-05d4-b198-2fde-7ededc63b103",
    "detail-type": "Object Created",
    source: "aws.s3",
    account: ACCOUNT,
    time: "2021-11-12T00:00:00Z",
    region: "us-east-1",
    resources: [`arn:aws:s3:::${BUCKET}`],
    detail: {
      version: "0",
      bucket: { name: BUCKET },
      object: {
        key,
        size,
        etag: "b1946ac92492d2347c6235b4d2611184",
        "version-id": versionId,
        sequencer: "617f08299329d189",
      },
      "request-id": "N4N7GDK58NMKJ12R",
      requester: ACCOUNT,
      "source-ip-address": "1.2.3.4",
      reason: "PutObject",
    },
  });
}

/**
 * A batch as Lambda hands it over.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
function batch(...bodies: string[]): SQSEvent {
  return { Records: bodies.map((body, index) => message(`message-${index}`, body, 1)) };
}

function message(messageId: string, body: string, receives: number): SQSRecord {
  return {
    messageId,
    receiptHandle: "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a...",
    body,
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(Date.now()),
      SenderId: "AIDAIENQZJOLO23YVJ4VO",
      ApproximateFirstReceiveTimestamp: String(Date.now()),
    },
    messageAttributes: {},
    md5OfBody: "e4e68fb7bd0e697a0ae8f1bb342846b3",
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:us-east-1:${ACCOUNT}:lms-test-video-uploads`,
    awsRegion: "us-east-1",
  };
}

/** @see https://docs.aws.amazon.com/mediaconvert/latest/ug/mediaconvert_event_list.html */
function stateChange({ Id = "", UserMetadata = {} }: Job, status: string, more = {}): JobStateChangeEvent {
  return {
    version: "0",
    id: "1234abcd-12ab-34cd-56ef-1234567890ab",
    "detail-type": "MediaConvert Job State Change",
    source: "aws.mediaconvert",
    account: ACCOUNT,
    time: "2022-12-19T19:07:12Z",
    region: "us-east-1",
    resources: [`arn:aws:mediaconvert:us-east-1:${ACCOUNT}:jobs/${Id}`],
    detail: {
      timestamp: 1671476832124,
      accountId: ACCOUNT,
      queue: transcodingQueue,
      jobId: Id,
      status,
      userMetadata: UserMetadata,
      ...more,
    } as JobStateChangeEvent["detail"],
  };
}

/** The jobs of an upload. */
async function jobsOf({ key, versionId }: Uploaded): Promise<Job[]> {
  const { Jobs = [] } = await mediaConvert.send(new ListJobsCommand({ Queue: transcodingQueue }));
  const id = uploadId({ bucket: BUCKET, key, versionId });
  return Jobs.filter(({ UserMetadata }) => UserMetadata?.upload === id);
}

/** The one job of an upload. */
async function jobOf(uploaded: Uploaded): Promise<Job> {
  const [job, ...more] = await jobsOf(uploaded);
  if (job === undefined || more.length > 0) throw new Error(`${uploaded.key} has not one job`);
  return job;
}

/** A job of our queue that nothing is remembered of. */
async function createJob({ key, versionId }: Uploaded): Promise<Job> {
  const Settings = { Inputs: [{ FileInput: `s3://${BUCKET}/${key}` }] };
  const UserMetadata = { upload: uploadId({ bucket: BUCKET, key, versionId }) };
  const command = new CreateJobCommand({ Role: ROLE, Queue: transcodingQueue, Settings, UserMetadata });
  const { Job: job } = await mediaConvert.send(command);
  if (job === undefined) throw new Error("MediaConvert has made no job");
  return job;
}

/** What is remembered of an upload, by the name of the fact. */
async function recordOf({ key, versionId }: Uploaded): Promise<Record<string, unknown>> {
  const records = new Records(s3, BUCKET);
  const id = uploadId({ bucket: BUCKET, key, versionId });
  const facts = await Promise.all(
    (["job", "outcome", "told"] as const).map(async (name) => [name, (await records.read(id, name))?.fact] as const),
  );
  return Object.fromEntries(facts.filter(([, fact]) => fact !== undefined));
}

/** What the media service was told, taken from its queue. */
async function messages(): Promise<unknown[]> {
  const receive = new ReceiveMessageCommand({ QueueUrl: outcomeQueue, MaxNumberOfMessages: 10 });
  const { Messages = [] } = await sqs.send(receive);
  for (const { ReceiptHandle } of Messages) {
    await sqs.send(new DeleteMessageCommand({ QueueUrl: outcomeQueue, ReceiptHandle }));
  }
  return Messages.map(({ Body = "" }) => JSON.parse(Body));
}

async function submitted(key: string): Promise<Uploaded & { readonly job: Job }> {
  const uploaded = await upload(key);
  expect(await submit(batch(objectCreated(uploaded)))).toEqual({ batchItemFailures: [] });
  return { ...uploaded, job: await jobOf(uploaded) };
}

describe("an uploaded video", () => {
  it("becomes a job, and its end is on the upload and told to the media service", async () => {
    const uploaded = await upload("uploads/courses/42/Lecture 1 (final) & Q+A.mp4", "course=42");
    expect(await submit(batch(objectCreated(uploaded)))).toEqual({ batchItemFailures: [] });

    const job = await jobOf(uploaded);
    expect(job).toMatchObject({ Status: "SUBMITTED", Role: ROLE, Queue: transcodingQueue });
    expect(job.Settings?.Inputs?.[0]?.FileInput).toBe(`s3://${BUCKET}/uploads/courses/42/Lecture 1 (final) & Q+A.mp4`);
    const hls = job.Settings?.OutputGroups?.[0];
    const destination = hls?.OutputGroupSettings?.HlsGroupSettings?.Destination ?? "";
    expect(destination).toMatch(/^s3:\/\/lms-test-media\/transcoded\/[0-9a-f]{64}\/video$/);
    // The emulator takes every MP4 for 1280 by 720.
    expect(hls?.Outputs?.map(({ NameModifier }) => NameModifier)).toEqual(["_720p", "_360p"]);
    expect(await recordOf(uploaded)).toEqual({ job: { jobId: job.Id } });
    expect(await messages()).toEqual([]);

    await record(stateChange(job, "COMPLETE"));
    expect(await recordOf(uploaded)).toEqual({
      job: { jobId: job.Id },
      outcome: { status: "complete", jobId: job.Id },
      told: {},
    });
    expect(await messages()).toEqual([
      {
        type: "video.transcoding-ended",
        version: 1,
        id: job.UserMetadata?.upload,
        upload: { bucket: BUCKET, key: uploaded.key, versionId: uploaded.versionId },
        status: "complete",
        jobId: job.Id,
        playlist: `${destination.slice(`s3://${BUCKET}/`.length)}.m3u8`,
      },
    ]);
  });

  it("is submitted once and recorded once, however often it is told", async () => {
    const uploaded = await upload("uploads/twice.mp4");
    const created = objectCreated(uploaded);
    await submit(batch(created, created));
    await submit(batch(created));
    const job = await jobOf(uploaded);
    await record(stateChange(job, "COMPLETE"));
    await record(stateChange(job, "COMPLETE"));
    await record(stateChange(job, "CANCELED"));
    await submit(batch(created));
    expect(await jobsOf(uploaded)).toHaveLength(1);
    expect(await messages()).toHaveLength(1);
    expect(await recordOf(uploaded)).toMatchObject({ outcome: { status: "complete" } });
  });

  it("keeps the job that an earlier try made, also when MediaConvert has forgotten that request", async () => {
    const uploaded = await upload(`uploads/${"of a long name/".repeat(25)}tried.mp4`);
    const made = await createJob(uploaded);
    await createJob({ key: uploaded.key, versionId: "another" });
    expect(await submit(batch(objectCreated(uploaded)))).toEqual({ batchItemFailures: [] });
    expect((await jobOf(uploaded)).Id).toBe(made.Id);
    expect(await recordOf(uploaded)).toEqual({ job: { jobId: made.Id } });
  });

  it("is another one in its next version", async () => {
    const one = await submitted("uploads/again.mp4");
    const other = await submitted("uploads/again.mp4");
    expect(other.versionId).not.toBe(one.versionId);
    expect(other.job.Id).not.toBe(one.job.Id);
  });

  it("is another one in a copy, whose tags say what happened to the original", async () => {
    const { job, ...original } = await submitted("uploads/course-1/lecture.mp4");
    await record(stateChange(job, "COMPLETE"));
    const CopySource = `${BUCKET}/${original.key}?versionId=${original.versionId}`;
    const copied = await s3.send(
      new CopyObjectCommand({ Bucket: BUCKET, Key: "uploads/course-2/lecture.mp4", CopySource }),
    );
    const copy = { key: "uploads/course-2/lecture.mp4", versionId: copied.VersionId ?? "" };
    await submit(batch(objectCreated(copy)));
    await record(stateChange(await jobOf(copy), "COMPLETE"));
    expect((await messages()).map((it) => Object(it).upload.key)).toEqual([original.key, copy.key]);
  });

  it("is no folder and not empty", async () => {
    const folder = await upload("uploads/course-3/");
    const empty = await upload("uploads/empty.mp4");
    expect(await submit(batch(objectCreated(folder, 0), objectCreated(empty, 0)))).toEqual({ batchItemFailures: [] });
    expect([await jobsOf(folder), await jobsOf(empty), await messages()]).toEqual([[], [], []]);
  });

  it("is left alone when a newer version is there already, or it was deleted", async () => {
    const old = await upload("uploads/replaced.mp4");
    await upload("uploads/replaced.mp4");
    const deleted = await upload("uploads/deleted.mp4");
    await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: deleted.key }));
    const gone = await upload("uploads/gone.mp4");
    await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: gone.key, VersionId: gone.versionId }));
    const bodies = [old, deleted, gone].map((uploaded) => objectCreated(uploaded));
    expect(await submit(batch(...bodies))).toEqual({ batchItemFailures: [] });
    expect(await Promise.all([old, deleted, gone].map(jobsOf))).toEqual([[], [], []]);
  });

  it("that failed says why", async () => {
    const { job, ...uploaded } = await submitted("uploads/broken.mp4");
    await record(stateChange(job, "ERROR", { errorCode: 1040, errorMessage: "Demuxer: [ReadPacketData] (broken)" }));
    expect(await recordOf(uploaded)).toMatchObject({
      outcome: { status: "failed", jobId: job.Id, reason: "Demuxer: [ReadPacketData] (broken)" },
    });
    expect(await messages()).toEqual([
      expect.objectContaining({ status: "failed", reason: "Demuxer: [ReadPacketData] (broken)" }),
    ]);
  });

  it("is not recorded while its job goes on", async () => {
    const { job, ...uploaded } = await submitted("uploads/going-on.mp4");
    await record(stateChange(job, "PROGRESSING"));
    expect(await recordOf(uploaded)).toEqual({ job: { jobId: job.Id } });
    expect(await messages()).toEqual([]);
  });
});

describe("an upload that cannot be transcoded", () => {
  it.each([
    ["oversized", "uploads/huge.mp4", 1001, "oversized: 1001 bytes, at most 1000 are transcoded"],
    [
      "no media",
      "uploads/notes.pdf",
      5,
      "unsupported: The format of s3://lms-test-media/uploads/notes.pdf is not supported",
    ],
    ["without a picture", "uploads/voice.mp3", 5, "unsupported: MediaConvert finds no picture in it"],
  ])("is refused on record and does not come back: %s", async (_, key, size, reason) => {
    const uploaded = await upload(key);
    expect(await submit(batch(objectCreated(uploaded, size)))).toEqual({ batchItemFailures: [] });
    expect(await submit(batch(objectCreated(uploaded, size)))).toEqual({ batchItemFailures: [] });
    expect(await jobsOf(uploaded)).toEqual([]);
    expect(await recordOf(uploaded)).toEqual({ outcome: { status: "refused", reason }, told: {} });
    expect(await messages()).toEqual([
      {
        type: "video.transcoding-ended",
        version: 1,
        id: uploadId({ bucket: BUCKET, ...uploaded }),
        upload: { bucket: BUCKET, ...uploaded },
        status: "refused",
        reason,
      },
    ]);
  });
});

describe("a batch", () => {
  it("gives back only the messages that failed", async () => {
    const good = await upload("uploads/good.mp4");
    const elsewhere = await upload("exports/report.mp4");
    const bodies = ["no event", objectCreated(good), objectCreated(elsewhere)];
    expect(await submit(batch(...bodies))).toEqual({
      batchItemFailures: [{ itemIdentifier: "message-0" }, { itemIdentifier: "message-2" }],
    });
    expect(await jobsOf(good)).toHaveLength(1);
  });

  it("is tried again when MediaConvert does not take the job", async () => {
    vi.stubEnv("TRANSCODING_QUEUE_ARN", `${transcodingQueue}-none`);
    const uploaded = await upload("uploads/later.mp4");
    expect(await submit(batch(objectCreated(uploaded)))).toEqual({
      batchItemFailures: [{ itemIdentifier: "message-0" }],
    });
    expect(await recordOf(uploaded)).toEqual({});
  });
});

describe("the list of jobs", () => {
  it("has the newest first, and none from before the moment that is asked for", async () => {
    const older = await createJob({ key: "uploads/older.mp4", versionId: "v1" });
    const newer = await createJob({ key: "uploads/newer.mp4", versionId: "v1" });
    const listed = async (since: number) => {
      const ids: (string | undefined)[] = [];
      for await (const { Id } of jobsSince(mediaConvert, since)) ids.push(Id);
      return ids;
    };
    expect((await listed(0)).slice(0, 2)).toEqual([newer.Id, older.Id]);
    expect(await listed(Date.now() + 60_000)).toEqual([]);
  });
});

describe("the sweep", () => {
  it("leaves alone what waits in line, and records the ends that were missed", async () => {
    const waiting = await submitted("uploads/waiting.mp4");
    const missed = await submitted("uploads/missed.mp4");
    await mediaConvert.send(new CancelJobCommand({ Id: missed.job.Id }));
    await sweep();
    expect(await recordOf(missed)).toMatchObject({ outcome: { status: "failed", reason: "canceled" } });
    expect((await messages()).map((it) => Object(it).upload.key)).toContain(missed.key);

    vi.stubEnv("STUCK_AFTER_HOURS", "0");
    await vi.waitFor(async () => expect((await sweep()).waiting).toBeGreaterThanOrEqual(1), { timeout: 60_000 });
    expect(await sweep()).toMatchObject({ canceled: 0, recorded: 0 });
    expect(await recordOf(waiting)).toEqual({ job: { jobId: waiting.job.Id } });
  });

  it("goes on after a job that it fails for, and tells of it", async () => {
    const missed = await submitted("uploads/missed-too.mp4");
    await mediaConvert.send(new CancelJobCommand({ Id: missed.job.Id }));
    const broken = { key: "uploads/broken-record.mp4", versionId: "v1" };
    const { Id } = await createJob(broken);
    const Key = `video-records/${uploadId({ bucket: BUCKET, ...broken })}/upload.json`;
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "{" }));
    await mediaConvert.send(new CancelJobCommand({ Id }));
    await expect(sweep()).rejects.toThrow(`jobs: must all be swept, got ${Id} (SyntaxError: `);
    expect(await recordOf(missed)).toMatchObject({ outcome: { status: "failed", reason: "canceled" } });
  });
});

describe("the report of orphans", () => {
  it("names renditions whose upload is gone, and not those whose old version is kept", async () => {
    const before = await reportOrphans();
    const rendition = async ({ job }: { readonly job: Job }) => {
      const group = job.Settings?.OutputGroups?.[0]?.OutputGroupSettings?.HlsGroupSettings;
      const playlist = `${group?.Destination?.slice(`s3://${BUCKET}/`.length)}.m3u8`;
      for (const Key of [playlist, playlist.replace(".m3u8", "_360p_00001.ts")]) {
        await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "segment" }));
      }
      return playlist.replace("video.m3u8", "");
    };
    await rendition(await submitted("uploads/kept.mp4"));
    const replaced = await submitted("uploads/newer.mp4");
    await rendition(replaced);
    await submitted("uploads/newer.mp4");
    const gone = await submitted("uploads/orphan.mp4");
    const orphan = await rendition(gone);
    await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: gone.key, VersionId: gone.versionId }));
    expect(before).toEqual({ renditions: 0, orphans: 0, folders: [] });
    expect(await reportOrphans()).toEqual({ renditions: 3, orphans: 1, folders: [orphan] });
  });
});
