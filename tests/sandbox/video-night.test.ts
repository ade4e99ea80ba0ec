import {
  CreateQueueCommand as CreateTranscodingQueueCommand,
  ListJobsCommand,
  type MediaConvertClient,
} from "@aws-sdk/client-mediaconvert";
import { CreateBucketCommand, PutBucketVersioningCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { JobStateChangeEvent } from "../../functions/video-processing/events";
import type { Emulator } from "../../sandbox/emulator-process";
import { ACCOUNT, startEmulator } from "./support";
import { BUCKET, configureFunctions, useEmulator, videoFunctions } from "./video-functions";

// The archive of a course arrives in one night: `LECTURES=5000 npx vitest run tests/sandbox/video-night.test.ts` for a whole one.

type Functions = ReturnType<typeof videoFunctions>;

const LECTURES = Number(process.env.LECTURES ?? 60);
/** As many as the environment reserves for submitting, and as many messages as an invocation gets. */
const WORKERS = 10;
const BATCH = 5;
const MAX_RECEIVES = 5;

let emulator: Emulator;
let submit: Functions["submit"];
let record: Functions["record"];
let sweep: Functions["sweep"];
let s3: S3Client;
let sqs: SQSClient;
let mediaConvert: MediaConvertClient;
let outcomeQueue: string;
let transcodingQueue: string;

/** A message of the queue of uploads, and how often it was received. */
interface Message {
  readonly messageId: string;
  readonly body: string;
  receives: number;
}

/** The queue of uploads with its dead letters. The local AWS takes minutes for a message when thousands wait. */
const waiting: Message[] = [];
const deadLetters: Message[] = [];

beforeAll(async () => {
  emulator = await startEmulator(ACCOUNT);
  useEmulator(emulator);
  ({ s3, sqs, mediaConvert, submit, record, sweep } = videoFunctions());
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const VersioningConfiguration = { Status: "Enabled" } as const;
  await s3.send(new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration }));
  transcodingQueue =
    (await mediaConvert.send(new CreateTranscodingQueueCommand({ Name: "lms-test-video" }))).Queue?.Arn ?? "";
  outcomeQueue = (await sqs.send(new CreateQueueCommand({ QueueName: "outcomes" }))).QueueUrl ?? "";
  configureFunctions(transcodingQueue, outcomeQueue);
  for (const method of ["info", "warn", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {});
});

afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await emulator.stop();
});

async function messagesIn(QueueUrl: string): Promise<number> {
  const AttributeNames = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
  );
  return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
}

/** Does the same for every item, by a few workers at a time. */
async function each<T>(items: readonly T[], work: (item: T, index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) await work(items[index] as T, index);
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
}

/** Uploads a lecture; S3 tells of it, and of one in fifty twice. */
async function arrive(_: unknown, index: number): Promise<void> {
  const key = `uploads/courses/${index % 40}/Lecture ${index} (final) & notes.mp4`;
  const { VersionId } = await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: "video" }));
  const detail = { bucket: { name: BUCKET }, object: { key, size: 5, "version-id": VersionId } };
  const body = JSON.stringify({ "detail-type": "Object Created", source: "aws.s3", detail });
  for (const again of index % 50 === 0 ? [1, 2] : [1]) {
    waiting.push({ messageId: `${index}-${again}`, body, receives: 0 });
  }
}

/** Takes messages as Lambda does, until none is left: those that failed come back, and at last are dead letters. */
async function work(): Promise<void> {
  for (let batch = waiting.splice(0, BATCH); batch.length > 0; batch = waiting.splice(0, BATCH)) {
    const { batchItemFailures } = await submit({ Records: batch as object[] } as SQSEvent);
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const message of batch) {
      message.receives++;
      if (!failed.has(message.messageId)) continue;
      (message.receives < MAX_RECEIVES ? waiting : deadLetters).push(message);
    }
  }
}

/** An end that MediaConvert tells of, of one job in fifty twice. */
async function end(jobId: string, userMetadata: Record<string, string>, index: number): Promise<void> {
  const detail = { jobId, status: "COMPLETE", queue: transcodingQueue, userMetadata };
  for (const _again of index % 50 === 0 ? [1, 2] : [1]) await record({ detail } as unknown as JobStateChangeEvent);
}

it(`takes ${LECTURES} lectures in a night`, { timeout: 3_600_000 }, async () => {
  const lectures = Array.from({ length: LECTURES });
  const started = Date.now();
  await each(lectures, arrive);
  const arrived = Date.now();
  await Promise.all(Array.from({ length: WORKERS }, work));
  const submitted = Date.now();
  // The night's sweep, while all of them wait in line for MediaConvert.
  expect(await sweep()).toEqual({ canceled: 0, recorded: 0, waiting: 0 });
  const { Jobs = [] } = await mediaConvert.send(new ListJobsCommand({ Queue: transcodingQueue }));
  expect(new Set(Jobs.map(({ UserMetadata }) => UserMetadata?.upload)).size).toBe(LECTURES);
  await each(Jobs, ({ Id = "", UserMetadata = {} }, index) => end(Id, UserMetadata, index));
  const told = await messagesIn(outcomeQueue);
  const dead = deadLetters.length;
  expect({ jobs: Jobs.length, told, dead }).toEqual({ jobs: LECTURES, told: LECTURES, dead: 0 });
  const seconds = (from: number, to: number) => Math.round((to - from) / 1000);
  process.stdout.write(
    `${LECTURES} lectures: uploaded in ${seconds(started, arrived)} s, submitted in ${seconds(arrived, submitted)} s, ` +
      `ended in ${seconds(submitted, Date.now())} s; ${Jobs.length} jobs, ${told} messages, ${dead} dead letters\n`,
  );
});
