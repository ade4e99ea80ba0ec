import { Construct } from "constructs";
import type { Variables } from "../../functions/video-processing/variables";
import type { Arn, Bucket, Keys, QueueRef, Topics } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { textOf, times } from "../foundation/numbers";
import { TypescriptFunction, type TypescriptFunctionProps } from "../lambda";
import type { Queue } from "../messaging";
import { recordStatements, reportStatements, submitStatements, sweepStatements, type VideoScope } from "./policies";
import type { Transcoder } from "./transcoder";
import type { VideoSettings } from "./video-settings";

export interface VideoFunctionsProps {
  readonly keys: Pick<Keys, "data" | "logs" | "messages">;
  /** Bucket with uploads and renditions. */
  readonly media: Pick<Bucket, "name" | "arn">;
  /** Names of all buckets that people upload to, of which S3 copies each to the others. */
  readonly uploadBuckets: readonly string[];
  readonly transcoder: Transcoder;
  /** Queue of uploads that wait to be submitted. */
  readonly uploads: Queue;
  /** Queue of the media service that is told how an upload ended. */
  readonly transcoded: Pick<QueueRef, "arn" | "url">;
  /** Topics, of which `warning` gets the weekly report. */
  readonly alerts: Pick<Topics, "warning">;
  /** Queue of events that a function failed at. */
  readonly failures: Arn;
  readonly site: Pick<Site, "account" | "region" | "prefix">;
  readonly settings: VideoSettings;
  readonly logRetentionDays: number;
}

const SOURCES = "functions/video-processing";

/** Time for an event: a few requests to three services each. */
export const EVENT_TIMEOUT_SECONDS = 60;
const FOR_EVENTS = { timeoutSeconds: EVENT_TIMEOUT_SECONDS, memoryMib: 256, reservedConcurrency: 2 };

/** Limits for schedules, which go through all jobs or objects, one invocation at a time. */
const FOR_SCHEDULES = { timeoutSeconds: 900, memoryMib: 512, reservedConcurrency: 1 };

/**
 * Hours after which a job counts as stuck, well before MediaConvert cancels it by itself, after 48.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/ev_status_progressing.html
 */
const STUCK_AFTER_HOURS = 12;

/**
 * MediaConvert throttles requests when a whole course is uploaded. Retries inside an invocation spare the receives of a
 * message, after which a good upload would be a dead letter.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
const AWS_MAX_ATTEMPTS = "6";

const BYTES_PER_GIB = 1024 ** 3;

/** Lambda functions of video processing, each with its policy and variables. */
export class VideoFunctions extends Construct {
  /** Submits uploads to MediaConvert. */
  readonly submit: TypescriptFunction;
  /** Records how a job ended. */
  readonly record: TypescriptFunction;
  /** Cancels jobs that are stuck, and records ends that were missed. */
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
      description: "Submits uploaded videos to MediaConvert",
      invocation: { by: "queue", queue: uploads, batchSize: 5 },
      sendsTo: [transcoded],
      statements: submitStatements(this.videoScope),
      variables: {
        TRANSCODING_QUEUE_ARN: transcoder.queue.arn,
        TRANSCODING_ROLE_ARN: transcoder.role.arn,
        LADDER: ladder.join(","),
        MAX_UPLOAD_BYTES: textOf(times(maxUploadGib, BYTES_PER_GIB)),
        OUTCOME_QUEUE_URL: transcoded.url,
        MEDIA_BUCKET: media.name,
        AWS_MAX_ATTEMPTS,
      } satisfies Partial<Variables>,
      settings: { ...FOR_EVENTS, reservedConcurrency: concurrentSubmissions },
    });
  }

  private createRecord(): TypescriptFunction {
    const { media, transcoded, failures } = this.props;
    return this.create("record", {
      description: "Records how the transcoding of a video ended",
      invocation: { by: "events", failures },
      sendsTo: [transcoded],
      statements: recordStatements(this.videoScope),
      variables: {
        OUTCOME_QUEUE_URL: transcoded.url,
        MEDIA_BUCKET: media.name,
        AWS_MAX_ATTEMPTS,
      } satisfies Partial<Variables>,
      settings: FOR_EVENTS,
    });
  }

  private createSweep(): TypescriptFunction {
    const { media, transcoded, transcoder, failures } = this.props;
    return this.create("sweep", {
      description: "Cancels transcoding jobs that run too long and records ends that were missed",
      invocation: { by: "events", failures },
      sendsTo: [transcoded],
      statements: sweepStatements(this.videoScope),
      variables: {
        TRANSCODING_QUEUE_ARN: transcoder.queue.arn,
        OUTCOME_QUEUE_URL: transcoded.url,
        MEDIA_BUCKET: media.name,
        AWS_MAX_ATTEMPTS,
        STUCK_AFTER_HOURS: String(STUCK_AFTER_HOURS),
      } satisfies Partial<Variables>,
      settings: FOR_SCHEDULES,
    });
  }

  private createReportOrphans(): TypescriptFunction {
    const { media, uploadBuckets, failures, alerts } = this.props;
    return this.create("report-orphans", {
      description: "Reports renditions without an upload",
      invocation: { by: "events", failures, results: alerts.warning },
      statements: reportStatements(this.videoScope),
      variables: {
        MEDIA_BUCKET: media.name,
        UPLOAD_BUCKETS: uploadBuckets.join(","),
      } satisfies Partial<Variables>,
      settings: FOR_SCHEDULES,
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
