import { Construct } from "constructs";
import type { Variables } from "../../functions/video-processing/variables";
import type { Bucket, Keys, Topics } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { TypescriptFunction, type TypescriptFunctionProps } from "../lambda";
import type { PrivateQueue, Queue } from "../messaging";
import { recordStatements, reportStatements, submitStatements, sweepStatements, type VideoScope } from "./statements";
import type { Transcoder } from "./transcoder";
import type { VideoSettings } from "./video-settings";

export interface VideoFunctionsProps {
  readonly keys: Pick<Keys, "data" | "logs" | "messages">;
  readonly media: Bucket;
  readonly transcoder: Transcoder;
  /** Uploads that are to be submitted. */
  readonly uploads: Queue;
  /** Tells the media service how an upload ended. */
  readonly transcoded: Queue;
  /** Where the weekly report goes. */
  readonly alerts: Topics;
  /** Takes the events that a function failed at. */
  readonly failures: PrivateQueue;
  readonly site: Site;
  readonly settings: VideoSettings;
  readonly logRetentionDays: number;
}

const SOURCES = "functions/video-processing";

/** An event asks three services for a few answers each. */
export const EVENT_TIMEOUT_SECONDS = 60;
const FOR_EVENTS = { timeoutSeconds: EVENT_TIMEOUT_SECONDS, memoryMib: 256, reservedConcurrency: 2 };

/** A schedule's work goes through all jobs or objects, one invocation at a time. */
const FOR_SCHEDULES = { timeoutSeconds: 900, memoryMib: 512, reservedConcurrency: 1 };

/**
 * Well before MediaConvert gives a job up by itself, after 48 hours.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/ev_status_progressing.html
 */
const STUCK_AFTER_HOURS = 12;

/**
 * When a whole course is uploaded, MediaConvert takes only so many requests a second. To wait some seconds is better than
 * to use up the tries that a message has, after which a good upload is a dead letter.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
const AWS_MAX_ATTEMPTS = "6";

const BYTES_PER_GIB = 1024 ** 3;

/** The functions of video processing, each with the rights and variables that it needs. */
export class VideoFunctions extends Construct {
  /** Gives uploads to MediaConvert. */
  readonly submit: TypescriptFunction;
  /** Records how a job ended. */
  readonly record: TypescriptFunction;
  /** Gives up jobs that are stuck, and records ends that were missed. */
  readonly sweep: TypescriptFunction;
  /** Reports renditions without an upload. */
  readonly reportOrphans: TypescriptFunction;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: VideoFunctionsProps,
  ) {
    super(scope, id);
    this.submit = this.createSubmit();
    this.record = this.createRecord();
    this.sweep = this.createSweep();
    this.reportOrphans = this.createReportOrphans();
  }

  private createSubmit(): TypescriptFunction {
    const { media, uploads, transcoded, transcoder, settings } = this.props;
    const { ladder, maxUploadGib, concurrentSubmissions } = settings;
    return this.create("submit", {
      description: "Gives uploaded videos to MediaConvert",
      invocation: { by: "queue", queue: uploads, batchSize: 5 },
      sendsTo: [transcoded.queue],
      statements: submitStatements(this.videoScope),
      variables: {
        TRANSCODING_QUEUE_ARN: transcoder.queue.arn,
        TRANSCODING_ROLE_ARN: transcoder.role.arn,
        LADDER: ladder.join(","),
        MAX_UPLOAD_BYTES: String(maxUploadGib * BYTES_PER_GIB),
        OUTCOME_QUEUE_URL: transcoded.queue.url,
        MEDIA_BUCKET: media.name,
        AWS_MAX_ATTEMPTS,
      } satisfies Partial<Variables>,
      ...FOR_EVENTS,
      reservedConcurrency: concurrentSubmissions,
    });
  }

  private createRecord(): TypescriptFunction {
    const { media, transcoded, failures } = this.props;
    return this.create("record", {
      description: "Records how the transcoding of a video ended",
      invocation: { by: "events", failures },
      sendsTo: [transcoded.queue],
      statements: recordStatements(this.videoScope),
      variables: {
        OUTCOME_QUEUE_URL: transcoded.queue.url,
        MEDIA_BUCKET: media.name,
        AWS_MAX_ATTEMPTS,
      } satisfies Partial<Variables>,
      ...FOR_EVENTS,
    });
  }

  private createSweep(): TypescriptFunction {
    const { media, transcoded, transcoder, failures } = this.props;
    return this.create("sweep", {
      description: "Cancels transcoding jobs that run too long and records ends that were missed",
      invocation: { by: "events", failures },
      sendsTo: [transcoded.queue],
      statements: sweepStatements(this.videoScope),
      variables: {
        TRANSCODING_QUEUE_ARN: transcoder.queue.arn,
        OUTCOME_QUEUE_URL: transcoded.queue.url,
        MEDIA_BUCKET: media.name,
        AWS_MAX_ATTEMPTS,
        STUCK_AFTER_HOURS: String(STUCK_AFTER_HOURS),
      } satisfies Partial<Variables>,
      ...FOR_SCHEDULES,
    });
  }

  private createReportOrphans(): TypescriptFunction {
    const { media, failures, alerts } = this.props;
    return this.create("report-orphans", {
      description: "Reports renditions without an upload",
      invocation: { by: "events", failures, results: alerts.warning },
      statements: reportStatements(this.videoScope),
      variables: { MEDIA_BUCKET: media.name } satisfies Partial<Variables>,
      ...FOR_SCHEDULES,
    });
  }

  private create(
    name: string,
    props: Omit<TypescriptFunctionProps, "keys" | "site" | "logRetentionDays" | "name" | "source">,
  ): TypescriptFunction {
    const { keys, site, logRetentionDays } = this.props;
    return new TypescriptFunction(this, name, {
      ...props,
      keys,
      site,
      logRetentionDays,
      name: `video-${name}`,
      source: `${SOURCES}/${name}.ts`,
    });
  }

  private get videoScope(): VideoScope {
    const { keys, media, transcoder, site } = this.props;
    return {
      account: site.account,
      region: site.region,
      mediaBucketArn: media.arn,
      dataKeyArn: keys.data.arn,
      transcodingQueueArn: transcoder.queue.arn,
      transcodingRoleArn: transcoder.role.arn,
    };
  }
}
