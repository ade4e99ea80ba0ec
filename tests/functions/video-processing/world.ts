import { type Job, type JobStatus, MediaConvertClient } from "@aws-sdk/client-mediaconvert";
import { NoSuchKey, NotFound, type S3Client } from "@aws-sdk/client-s3";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { Records } from "../../../functions/video-processing/records";
import type { Upload } from "../../../functions/video-processing/upload";

export const BUCKET = "media";

const MINUTE = 60_000;

/** Thrown in place of an answer: the function has died in the middle of its work. */
export class Crash extends Error {}

/** Moment of a crash around a call to AWS: before it has any effect, or after it. */
export type CrashAt = "before" | "after" | "never";

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: Readonly<Record<string, unknown>>;
}

interface StoredObject {
  readonly body: string;
  readonly written: number;
}

/**
 * The parts of S3, SQS and MediaConvert that the functions use, in memory, with a clock of its own. Each call may crash the
 * function that makes it, and gives others their turn first, so that functions run through each other.
 */
export class World {
  now = Date.UTC(2026, 8, 1);
  /** Bodies of the messages to the media service. */
  readonly messages: string[] = [];
  readonly jobs: Job[] = [];
  /** Whether a function crashed between sending a message and remembering it: then it comes once more. */
  crashedWhileTelling = false;

  private readonly versions = new Map<string, string[]>();
  private readonly replicas = new Set<string>();
  private readonly records = new Map<string, StoredObject>();
  private readonly tokens = new Map<string, { readonly job: Job; readonly time: number }>();

  /** @param crashes what happens at the first calls; none crashes after them */
  constructor(private readonly crashes: CrashAt[] = []) {}

  /** Puts a new version of an object. */
  upload(key: string): Upload {
    const versions = this.versions.get(key) ?? [];
    const versionId = `${key}-v${versions.length + 1}`;
    this.versions.set(key, [...versions, versionId]);
    return { bucket: BUCKET, key, versionId };
  }

  /** Puts a version that S3 has copied from another region. */
  copyFromElsewhere(key: string): Upload {
    const upload = this.upload(key);
    this.replicas.add(upload.versionId);
    return upload;
  }

  /** Lets a job of MediaConvert go on, as far as it has not ended. */
  move(job: Job, status: JobStatus): void {
    if (job.Status !== "SUBMITTED" && job.Status !== "PROGRESSING") return;
    job.Status = status;
    if (status === "PROGRESSING") job.Timing = { StartTime: new Date(this.now) };
  }

  /** Lets no call crash any more. */
  calm(): void {
    this.crashes.length = 0;
  }

  /** The clients of a function. */
  get clients() {
    const send = (command: Command) => this.call(command);
    const s3 = { send } as unknown as S3Client;
    return {
      s3,
      sqs: { send } as unknown as SQSClient,
      // The SDK lists pages for clients of its own class only.
      mediaConvert: Object.assign(Object.create(MediaConvertClient.prototype) as MediaConvertClient, { send }),
      records: new Records(s3, BUCKET),
    };
  }

  private async call({ constructor: { name }, input }: Command): Promise<unknown> {
    await Promise.resolve();
    const crash = this.crashes.shift() ?? "never";
    const answer = crash === "before" ? undefined : this.answer(name, input);
    if (crash === "never") return answer;
    const last = crash === "after" ? "SendMessageCommand" : "PutObjectCommand told.json";
    if (
      `${name} ${String(input.Key ?? "")
        .split("/")
        .at(-1)}`.trim() === last
    )
      this.crashedWhileTelling = true;
    throw new Crash(name);
  }

  private answer(name: string, input: Readonly<Record<string, unknown>>): unknown {
    switch (name) {
      case "HeadObjectCommand": {
        const VersionId = this.versions.get(String(input.Key))?.at(-1);
        if (VersionId === undefined) throw new NotFound({ message: "", $metadata: {} });
        return { VersionId, ReplicationStatus: this.replicas.has(VersionId) ? "REPLICA" : "COMPLETED" };
      }
      case "GetObjectCommand": {
        const object = this.records.get(String(input.Key));
        if (object === undefined) throw new NoSuchKey({ message: "", $metadata: {} });
        return {
          Body: { transformToString: async () => object.body },
          LastModified: new Date(object.written),
        };
      }
      case "PutObjectCommand": {
        const key = String(input.Key);
        if (input.IfNoneMatch !== "*") throw new Error(`${key}: must be written on condition`);
        if (this.records.has(key)) throw Object.assign(new Error(key), { name: "PreconditionFailed" });
        this.records.set(key, { body: String(input.Body), written: this.now });
        return {};
      }
      case "SendMessageCommand":
        this.messages.push(String(input.MessageBody));
        return {};
      case "ProbeCommand":
        return { ProbeResults: [{ Container: { Tracks: [{ TrackType: "video" }] } }] };
      case "SearchJobsCommand":
        return { Jobs: this.jobs.filter(({ Settings }) => fileOf(Settings)?.endsWith(String(input.InputFile))) };
      case "ListJobsCommand":
        return { Jobs: this.jobs.filter(({ Status }) => Status === input.Status) };
      case "CancelJobCommand": {
        const job = this.jobs.find(({ Id }) => Id === input.Id);
        if (job !== undefined) this.move(job, "CANCELED");
        return {};
      }
      case "CreateJobCommand":
        return { Job: this.createJob(input) };
      default:
        throw new Error(`${name}: must be answered, got no answer; teach it to the world`);
    }
  }

  /** MediaConvert knows a repeated request for a minute. */
  private createJob(input: Readonly<Record<string, unknown>>): Job {
    const token = String(input.ClientRequestToken);
    const earlier = this.tokens.get(token);
    if (earlier !== undefined && this.now - earlier.time < MINUTE) return earlier.job;
    const job: Job = {
      Id: `job-${this.jobs.length + 1}`,
      Status: "SUBMITTED",
      CreatedAt: new Date(this.now),
      Role: "role",
      Settings: input.Settings as Job["Settings"],
      UserMetadata: input.UserMetadata as Record<string, string>,
    };
    this.jobs.push(job);
    this.tokens.set(token, { job, time: this.now });
    return job;
  }
}

function fileOf(settings: Job["Settings"]): string | undefined {
  return settings?.Inputs?.[0]?.FileInput;
}
