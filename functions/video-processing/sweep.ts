import {
  CancelJobCommand,
  type Job,
  type JobStatus,
  MediaConvertClient,
  paginateListJobs,
} from "@aws-sdk/client-mediaconvert";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { endOf, knownJob } from "./job";
import { recordOutcome } from "./outcome";
import { variable } from "./variables";

const clients = { s3: new S3Client({}), sqs: new SQSClient({}) };
const mediaConvert = new MediaConvertClient({});

const HOUR = 3_600_000;

/** A night's sweep looks back a little further than to the last one. */
const LOOK_BACK_HOURS = 26;

/** What a sweep found. */
export interface Sweep {
  /** Jobs that were given up. Their end is recorded, and alerted on, when MediaConvert tells of it. */
  readonly canceled: number;
  /** Ends that were not recorded when they happened. */
  readonly recorded: number;
}

/** Gives up jobs that have not ended in time, and records the ends that were missed. */
export async function handler(): Promise<Sweep> {
  const now = Date.now();
  const stuckBefore = now - Number(variable("STUCK_AFTER_HOURS")) * HOUR;
  const sweep = {
    canceled: (await cancelStuck("SUBMITTED", stuckBefore)) + (await cancelStuck("PROGRESSING", stuckBefore)),
    recorded:
      (await recordMissed("COMPLETE", now)) +
      (await recordMissed("ERROR", now)) +
      (await recordMissed("CANCELED", now)),
  };
  console.info({ message: "Swept", ...sweep });
  return sweep;
}

async function cancelStuck(status: JobStatus, before: number): Promise<number> {
  let canceled = 0;
  for await (const { Id, CreatedAt } of jobs(status)) {
    if (CreatedAt === undefined || CreatedAt.getTime() > before) continue;
    await mediaConvert.send(new CancelJobCommand({ Id }));
    canceled++;
  }
  return canceled;
}

async function recordMissed(status: JobStatus, now: number): Promise<number> {
  const since = now - (LOOK_BACK_HOURS + Number(variable("STUCK_AFTER_HOURS"))) * HOUR;
  let recorded = 0;
  for await (const job of jobs(status)) {
    // The newest come first.
    if (job.CreatedAt !== undefined && job.CreatedAt.getTime() < since) break;
    const end = endOf(knownJob(job));
    if (end !== undefined && (await recordOutcome(clients, end))) recorded++;
  }
  return recorded;
}

async function* jobs(Status: JobStatus): AsyncGenerator<Job> {
  const query = { Queue: variable("TRANSCODING_QUEUE_ARN"), Status, Order: "DESCENDING" as const };
  for await (const { Jobs = [] } of paginateListJobs({ client: mediaConvert }, query)) yield* Jobs;
}
