import { CreateJobCommand, type Job, MediaConvertClient, SearchJobsCommand } from "@aws-sdk/client-mediaconvert";
import { HeadObjectCommand, NotFound, S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { type CreatedObject, parseObjectCreated } from "./events";
import { uploadOf, userMetadata } from "./job";
import { jobSettings, type Source } from "./job-settings";
import { isRungName } from "./ladder";
import { recordOutcome } from "./outcome";
import { probe } from "./probe";
import { fileOf, type Upload, uploadId } from "./upload";
import { readTags, writeTags } from "./upload-tags";
import { variable } from "./variables";

const s3 = new S3Client({});
const sqs = new SQSClient({});
const mediaConvert = new MediaConvertClient({});

/** How many characters of a file's address MediaConvert searches for. */
const LONGEST_SEARCH = 300;

/**
 * Gives uploads to MediaConvert. Each message of a batch succeeds or fails by itself; one that cannot ever succeed is
 * refused on record and does not come back.
 */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const results = await Promise.all(
    Records.map(async ({ messageId, body, attributes }): Promise<SQSBatchItemFailure[]> => {
      try {
        await submit(parseObjectCreated(body), Number(attributes.ApproximateReceiveCount) > 1);
        return [];
      } catch (error) {
        console.error({ message: "The upload was not submitted", messageId, body, error: String(error) });
        return [{ itemIdentifier: messageId }];
      }
    }),
  );
  return { batchItemFailures: results.flat() };
}

async function submit({ upload, sizeBytes }: CreatedObject, triedBefore: boolean): Promise<void> {
  const tags = await readTags(s3, upload);
  // Events come more than once, and MediaConvert reads the current version, whichever an event is of.
  if (tags === undefined || tags.status !== undefined || !(await isCurrent(upload))) return;
  const most = Number(variable("MAX_UPLOAD_BYTES"));
  if (sizeBytes > most) {
    return refuse(upload, `oversized: ${sizeBytes} bytes, at most ${most} are transcoded`);
  }
  let jobId = triedBefore ? await earlierJob(upload) : undefined;
  if (jobId === undefined) {
    const probed = await probe(mediaConvert, upload);
    if ("unsupported" in probed) return refuse(upload, `unsupported: ${probed.unsupported}`);
    jobId = await createJob(upload, probed.source);
  }
  await writeTags(s3, upload, tags, { status: "submitted", jobId });
  console.info({ message: "The upload was submitted", upload, jobId });
}

/** The job that an earlier try made, before it failed: MediaConvert knows a repeated request for a minute only. */
async function earlierJob(upload: Upload): Promise<string | undefined> {
  const InputFile = fileOf(upload).slice(-LONGEST_SEARCH);
  const { Jobs = [] } = await mediaConvert.send(
    new SearchJobsCommand({ Queue: variable("TRANSCODING_QUEUE_ARN"), InputFile }),
  );
  const isOfUpload = ({ UserMetadata }: Job) => {
    const other = uploadOf(UserMetadata);
    return other !== undefined && uploadId(other) === uploadId(upload);
  };
  return Jobs.find(isOfUpload)?.Id;
}

async function isCurrent({ bucket, key, versionId }: Upload): Promise<boolean> {
  try {
    const { VersionId } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return VersionId === versionId;
  } catch (error) {
    // Deleted meanwhile: the version is still there, below a delete marker.
    if (error instanceof NotFound) return false;
    throw error;
  }
}

async function refuse(upload: Upload, reason: string): Promise<void> {
  await recordOutcome({ s3, sqs }, { upload, outcome: { status: "refused", reason } });
}

async function createJob(upload: Upload, source: Source): Promise<string> {
  const { Job } = await mediaConvert.send(
    new CreateJobCommand({
      Role: variable("TRANSCODING_ROLE_ARN"),
      Queue: variable("TRANSCODING_QUEUE_ARN"),
      // An event that comes twice at once makes one job.
      // https://docs.aws.amazon.com/mediaconvert/latest/apireference/idempotency.html
      ClientRequestToken: uploadId(upload),
      UserMetadata: userMetadata(upload),
      Settings: jobSettings(upload, source, variable("LADDER").split(",").filter(isRungName)),
    }),
  );
  if (Job?.Id === undefined) throw new Error("CreateJob: must answer with an id, got none; look at MediaConvert");
  return Job.Id;
}
