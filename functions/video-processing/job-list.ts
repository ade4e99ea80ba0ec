import { type Job, type JobStatus, type MediaConvertClient, paginateListJobs } from "@aws-sdk/client-mediaconvert";
import { variable } from "./variables";

/**
 * The jobs of our queue, newest first.
 * @param since milliseconds of the epoch before which jobs are of no interest
 * @param Status only those that are so far; all by default
 */
export async function* jobsSince(client: MediaConvertClient, since: number, Status?: JobStatus): AsyncGenerator<Job> {
  const query = { Queue: variable("TRANSCODING_QUEUE_ARN"), Status, Order: "DESCENDING" as const };
  for await (const { Jobs = [] } of paginateListJobs({ client }, query)) {
    for (const job of Jobs) {
      if (job.CreatedAt !== undefined && job.CreatedAt.getTime() < since) return;
      yield job;
    }
  }
}
