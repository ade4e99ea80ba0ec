import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { RECORDS, type Upload } from "./upload";

/** How an upload ended. */
export interface Outcome {
  /** `refused`: it was given to no job. */
  readonly status: "complete" | "failed" | "refused";
  /** Id of the MediaConvert job, if it came to one. */
  readonly jobId?: string;
  /** Why it failed or was refused. */
  readonly reason?: string;
}

/**
 * Facts that are remembered of an upload, each an object that is written once and never changed: whichever of several
 * functions, or tries, is first decides, and nobody else's tags or copies can spoil it.
 */
export interface Facts {
  /** The upload itself, by whose id alone its job knows it. */
  readonly upload: Upload;
  /** The job that it was given to. */
  readonly job: { readonly jobId: string };
  /** How it ended. */
  readonly outcome: Outcome;
  /** That the media service was told of its end. */
  readonly told: Readonly<Record<string, never>>;
}

/** A fact, and the time since which it holds. */
export interface Kept<Fact> {
  readonly fact: Fact;
  readonly since: Date;
}

/** Facts of the uploads to one bucket, by the id of the upload. */
export class Records {
  constructor(
    private readonly s3: S3Client,
    private readonly bucket: string,
  ) {}

  /** Reads a fact; undefined if there is none. */
  async read<Name extends keyof Facts>(id: string, name: Name): Promise<Kept<Facts[Name]> | undefined> {
    try {
      const { Body, LastModified = new Date(0) } = await this.s3.send(new GetObjectCommand(this.objectOf(id, name)));
      return { fact: JSON.parse((await Body?.transformToString()) ?? "null") as Facts[Name], since: LastModified };
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  /**
   * Writes a fact unless there is one already, which stays.
   * @returns whether it was written
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
   */
  async create<Name extends keyof Facts>(id: string, name: Name, fact: Facts[Name]): Promise<boolean> {
    const object = { Body: JSON.stringify(fact), ContentType: "application/json", IfNoneMatch: "*" };
    try {
      await this.s3.send(new PutObjectCommand({ ...this.objectOf(id, name), ...object }));
      return true;
    } catch (error) {
      // A write at the same time answers ConditionalRequestConflict, which is tried again with the message or event.
      if (!(error instanceof Error && error.name === "PreconditionFailed")) throw error;
      return false;
    }
  }

  private objectOf(id: string, name: keyof Facts) {
    return { Bucket: this.bucket, Key: `${RECORDS}${id}/${name}.json` };
  }
}
