import { CancelJobCommand, type Job, type JobStatus, MediaConvertClient } from "@aws-sdk/client-mediaconvert";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { endOf, knownJob } from "./job";
import { jobsSince } from "./job-list";
import { recordOutcome } from "./outcome";
import { variable } from "./variables";

const clients = { s3: new S3Client({}), sqs: new SQSClient({}) };
const mediaConvert = new MediaConvertClient({});

const HOUR = 3_600_000;

/** A night's sweep looks back beyond the last one, which may have failed. */
const LOOK_BACK_HOURS = 50;

/** What a sweep found. */
export interface Sweep {
  /** Jobs that were given up. Their end is recorded, and alerted on, when MediaConvert tells of it. */
  readonly canceled: number;
  /** Ends that were not recorded when they happened. */
  readonly recorded: number;
}

/**
 * Gives up jobs that have not ended in time, and records the ends that were missed.
 * @throws Error that names the jobs for which this failed, once it is done for all others
 */
export async function handler(): Promise<Sweep> {
  const stuckBefore = Date.now() - Number(variable("STUCK_AFTER_HOURS")) * HOUR;
  const missedSince = stuckBefore - LOOK_BACK_HOURS * HOUR;
  const given = await forEachJob(["SUBMITTED", "PROGRESSING"], 0, (job) => cancelIfStuck(job, stuckBefore));
  const ended = await forEachJob(["COMPLETE", "ERROR", "CANCELED"], missedSince, recordIfMissed);
  const sweep = { canceled: given.done, recorded: ended.done };
  console.info({ message: "Swept", ...sweep });
  const failures = [...given.failures, ...ended.failures];
  if (failures.length > 0) throw new Error(`jobs: must all be swept, got ${failures.join("; ")}; look at each`);
  return sweep;
}

/** Does what jobs need, each by itself: one that it fails for does not keep the others from it. */
async function forEachJob(statuses: readonly JobStatus[], since: number, act: (job: Job) => Promise<boolean>) {
  const failures: string[] = [];
  let done = 0;
  for (const status of statuses) {
    for await (const job of jobsSince(mediaConvert, since, status)) {
      try {
        if (await act(job)) done++;
      } catch (error) {
        failures.push(`${job.Id} (${error})`);
      }
    }
  }
  return { done, failures };
}

async function cancelIfStuck({ Id, CreatedAt }: Job, before: number): Promise<boolean> {
  if (CreatedAt === undefined || CreatedAt.getTime() > before) return false;
  await mediaConvert.send(new CancelJobCommand({ Id }));
  return true;
}

async function recordIfMissed(job: Job): Promise<boolean> {
  const end = endOf(knownJob(job));
  return end !== undefined && (await recordOutcome(clients, end));
}
