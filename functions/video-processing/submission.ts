import { CreateJobCommand, type Job, type MediaConvertClient, SearchJobsCommand } from "@aws-sdk/client-mediaconvert";
import { HeadObjectCommand, NotFound, type S3Client } from "@aws-sdk/client-s3";
import type { CreatedObject } from "./events";
import { uploadIdOf, userMetadata } from "./job";
import { jobSettings, type Source } from "./job-settings";
import { isRungName } from "./ladder";
import { type Clients, expectTold, recordOutcome } from "./outcome";
import { probe } from "./probe";
import { fileOf, type Upload, uploadId } from "./upload";
import { variable } from "./variables";

/** Clients that submitting an upload takes. */
export interface SubmissionClients extends Clients {
  readonly s3: S3Client;
  readonly mediaConvert: MediaConvertClient;
}

/** How many characters of a file's address MediaConvert searches for. */
const MAX_SEARCH = 300;

/**
 * Gives an upload to MediaConvert, once however often it is told. An upload that can never be transcoded is refused on
 * record; a folder made in the console, an empty object, a version that was replaced or deleted, and what S3 has copied from
 * another region, where it is transcoded, are left alone.
 * @throws Error for anything that may pass: the message comes back
 */
export async function submitUpload(clients: SubmissionClients, { upload, sizeBytes }: CreatedObject): Promise<void> {
  const { s3, mediaConvert, records } = clients;
  const id = uploadId(upload);
  const earlier = await records.read(id, "outcome");
  if (earlier !== undefined) return expectTold(await recordOutcome(clients, upload, earlier.fact));
  if (upload.key.endsWith("/") || sizeBytes === 0) return;
  if ((await records.read(id, "job")) !== undefined || !(await isCurrentHere(s3, upload))) return;
  const most = Number(variable("MAX_UPLOAD_BYTES"));
  if (sizeBytes > most) {
    return refuse(clients, upload, `oversized: ${sizeBytes} bytes, at most ${most} are transcoded`);
  }
  let jobId = await earlierJob(mediaConvert, upload);
  if (jobId === undefined) {
    const probed = await probe(mediaConvert, upload);
    if ("unsupported" in probed) return refuse(clients, upload, `unsupported: ${probed.unsupported}`);
    await records.create(id, "upload", upload);
    const created = await createJob(mediaConvert, upload, probed.source);
    if ("refused" in created) return refuse(clients, upload, `unsupported: ${created.refused}`);
    jobId = created.jobId;
  }
  await records.create(id, "job", { jobId });
  console.info({ message: "The upload was submitted", upload, jobId });
}

async function refuse(clients: Clients, upload: Upload, reason: string): Promise<void> {
  const telling = await recordOutcome(clients, upload, { status: "refused", reason });
  if (telling === "told") console.warn({ message: "The upload was refused", upload, reason });
  expectTold(telling);
}

/** Id of the job that an earlier try made before it failed: MediaConvert knows a repeated request for a minute only. */
async function earlierJob(mediaConvert: MediaConvertClient, upload: Upload): Promise<string | undefined> {
  const InputFile = fileOf(upload).slice(-MAX_SEARCH);
  const { Jobs = [] } = await mediaConvert.send(
    new SearchJobsCommand({ Queue: variable("TRANSCODING_QUEUE_ARN"), InputFile }),
  );
  return Jobs.find(({ UserMetadata }: Job) => uploadIdOf(UserMetadata) === uploadId(upload))?.Id;
}

/**
 * Whether a version is the current one, and was uploaded to this very bucket.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-status.html
 */
async function isCurrentHere(s3: S3Client, { bucket, key, versionId }: Upload): Promise<boolean> {
  try {
    const { VersionId, ReplicationStatus } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return VersionId === versionId && ReplicationStatus !== "REPLICA";
  } catch (error) {
    // Deleted meanwhile: the version is still there, below a delete marker.
    if (error instanceof NotFound) return false;
    throw error;
  }
}

/** Creates the job, or says why MediaConvert will never take it. */
async function createJob(
  mediaConvert: MediaConvertClient,
  upload: Upload,
  source: Source,
): Promise<{ readonly jobId: string } | { readonly refused: string }> {
  const command = new CreateJobCommand({
    Role: variable("TRANSCODING_ROLE_ARN"),
    Queue: variable("TRANSCODING_QUEUE_ARN"),
    // An event that comes twice at once makes one job.
    // https://docs.aws.amazon.com/mediaconvert/latest/apireference/idempotency.html
    ClientRequestToken: uploadId(upload),
    UserMetadata: userMetadata(uploadId(upload)),
    Settings: jobSettings(upload, source, variable("LADDER").split(",").filter(isRungName)),
  });
  try {
    const { Job } = await mediaConvert.send(command);
    if (Job?.Id === undefined) throw new Error("CreateJob: must answer with an id, got none; look at MediaConvert");
    return { jobId: Job.Id };
  } catch (error) {
    if (isAboutInput(error)) return { refused: error.message };
    throw error;
  }
}

/**
 * Whether MediaConvert refuses the input for good. A request can be bad for another reason too, such as a role that it
 * cannot assume: that passes once someone has mended it.
 */
function isAboutInput(error: unknown): error is Error {
  return (
    error instanceof Error &&
    error.name === "BadRequestException" &&
    /\binputs?\b|\bcodec|\bcontainer|\bformat/i.test(error.message) &&
    !/\brole\b|\bqueue\b|access|permission|denied/i.test(error.message)
  );
}
