import { CancelJobCommand, type Job, type JobStatus, type MediaConvertClient } from "@aws-sdk/client-mediaconvert";
import { knownJob } from "./job";
import { jobsSince } from "./job-list";
import { type Clients, recordEnd } from "./outcome";
import { variable } from "./variables";

/** Clients that a sweep takes. */
export interface SweepClients extends Clients {
  readonly mediaConvert: MediaConvertClient;
}

const HOUR = 3_600_000;

/** A night's sweep looks back beyond the last one, which may have failed. */
const LOOK_BACK_HOURS = 50;

/** Result of a sweep. */
export interface Sweep {
  /** Jobs that were canceled. Their end is recorded, and alerted on, when MediaConvert tells of it. */
  readonly canceled: number;
  /** Ends that were not recorded when they happened. */
  readonly recorded: number;
  /** Jobs that wait for their turn for longer than a job may run. They are left alone: a whole archive may be in line. */
  readonly waiting: number;
}

/**
 * Cancels jobs that run too long, and records the ends that were missed.
 * @throws Error that names the jobs for which this failed, once it is done for all others
 */
export async function sweepJobs(clients: SweepClients): Promise<Sweep> {
  const { mediaConvert } = clients;
  const late = Date.now() - Number(variable("STUCK_AFTER_HOURS")) * HOUR;
  const failures: string[] = [];
  const count = async (statuses: readonly JobStatus[], since: number, act: (job: Job) => Promise<boolean>) => {
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
    return done;
  };
  const canceled = await count(["PROGRESSING"], 0, (job) => cancelIfLate(mediaConvert, job, late));
  const waiting = await count(["SUBMITTED"], 0, async ({ CreatedAt }) => isBefore(CreatedAt, late));
  const recorded = await count(
    ["COMPLETE", "ERROR", "CANCELED"],
    late - LOOK_BACK_HOURS * HOUR,
    async (job) => (await recordEnd(clients, knownJob(job))) === "told",
  );
  const sweep = { canceled, recorded, waiting };
  console.info({ message: "Swept", ...sweep });
  if (failures.length > 0) throw new Error(`jobs: must all be swept, got ${failures.join("; ")}; look at each`);
  return sweep;
}

async function cancelIfLate(mediaConvert: MediaConvertClient, { Id, Timing }: Job, late: number): Promise<boolean> {
  if (!isBefore(Timing?.StartTime, late)) return false;
  try {
    await mediaConvert.send(new CancelJobCommand({ Id }));
    return true;
  } catch (error) {
    // It has ended meanwhile.
    if (error instanceof Error && error.name === "ConflictException") return false;
    throw error;
  }
}

/** Whether a time is known and before another; a job without one is taken for a new one. */
function isBefore(time: Date | undefined, limit: number): boolean {
  return time !== undefined && time.getTime() <= limit;
}
