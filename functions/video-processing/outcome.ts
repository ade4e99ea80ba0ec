import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { type KnownJob, outcomeOf, uploadIdOf } from "./job";
import type { Outcome, Records } from "./records";
import { playlistKey, type Upload, uploadId } from "./upload";
import { variable } from "./variables";

/**
 * Body of the message to the media service. It comes once, or after a crash once more, unchanged and with the same `id`.
 * `playlist` is the key of the playlist that a player opens, if there is one.
 */
export interface OutcomeMessage extends Outcome {
  readonly type: "video.transcoding-ended";
  readonly version: 1;
  readonly id: string;
  readonly upload: Upload;
  readonly playlist?: string;
}

/** Clients that recording an outcome takes. */
export interface Clients {
  readonly records: Records;
  readonly sqs: SQSClient;
}

/** Longest time that a function needs from recording an outcome to telling it; after that it has crashed. */
const TELLING_MS = 60_000;

/** `told`: by this call; `known`: earlier; `being-told`: by another call, at this very moment. */
export type Telling = "told" | "known" | "being-told";

/**
 * Records how an upload ended and tells the media service. The first outcome of an upload stays, whatever comes later;
 * who recorded it tells, and if that crashed whoever comes next.
 */
export async function recordOutcome({ records, sqs }: Clients, upload: Upload, outcome: Outcome): Promise<Telling> {
  const id = uploadId(upload);
  let first = outcome;
  if (!(await records.create(id, "outcome", outcome))) {
    if ((await records.read(id, "told")) !== undefined) return "known";
    const earlier = await records.read(id, "outcome");
    if (earlier !== undefined && Date.now() - earlier.since.getTime() < TELLING_MS) return "being-told";
    first = earlier?.fact ?? outcome;
  }
  const message = outcomeMessage(upload, first);
  await sqs.send(
    new SendMessageCommand({ QueueUrl: variable("OUTCOME_QUEUE_URL"), MessageBody: JSON.stringify(message) }),
  );
  await records.create(id, "told", {});
  console.info({ message: "The upload has ended", upload, ...first });
  return "told";
}

/** Records how the job of an upload ended; undefined for a job that goes on or that someone else made. */
export async function recordEnd(clients: Clients, job: KnownJob): Promise<Telling | undefined> {
  const id = uploadIdOf(job.userMetadata);
  const outcome = outcomeOf(job);
  if (id === undefined || outcome === undefined) return undefined;
  const upload = await clients.records.read(id, "upload");
  return upload === undefined ? undefined : recordOutcome(clients, upload.fact, outcome);
}

/** @throws Error for an end that another call is telling of: should that crash, the next try tells */
export function expectTold(telling: Telling | undefined): void {
  if (telling === "being-told") {
    throw new Error("upload: must be told by whoever recorded its end, got no word yet; it is tried again");
  }
}

/** Message of an outcome. */
export function outcomeMessage(upload: Upload, outcome: Outcome): OutcomeMessage {
  return {
    type: "video.transcoding-ended",
    version: 1,
    id: uploadId(upload),
    upload,
    ...outcome,
    ...(outcome.status === "complete" ? { playlist: playlistKey(upload) } : {}),
  };
}
