/** Environment variables of the functions; the module sets those that a function reads, and no others. */
export interface Variables {
  /** ARN of the queue that jobs wait in. */
  readonly TRANSCODING_QUEUE_ARN: string;
  /** ARN of the role that reads uploads and writes renditions. */
  readonly TRANSCODING_ROLE_ARN: string;
  /** URL of the queue that tells the media service how an upload ended. */
  readonly OUTCOME_QUEUE_URL: string;
  /** Rungs of the ladder, with commas between them. */
  readonly LADDER: string;
  /** Largest upload that is transcoded, in bytes. */
  readonly MAX_UPLOAD_BYTES: string;
  /** Bucket of uploads and renditions. */
  readonly MEDIA_BUCKET: string;
  /** Names of all buckets that people upload to, with commas between them: S3 copies the uploads of each to the others. */
  readonly UPLOAD_BUCKETS: string;
  /** How often the AWS SDK, which reads this itself, tries a request. */
  readonly AWS_MAX_ATTEMPTS: string;
  /** Hours after which a job that runs is canceled. */
  readonly STUCK_AFTER_HOURS: string;
}

/**
 * An environment variable.
 * @throws Error if it is not set
 */
export function variable(name: keyof Variables): string {
  const value = process.env[name];
  if (value === undefined || value === "")
    throw new Error(`${name}: must be set, got nothing; give it to the function`);
  return value;
}
