import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import { Construct } from "constructs";
import { UPLOADS } from "../../functions/video-processing/upload";
import { EventAlert, eventRuleMetrics } from "../alerting";
import { report } from "../foundation/checks";
import type { Bucket, Keys, QueueRef, Topics } from "../foundation/contracts";
import type { Metric } from "../foundation/metrics";
import { queueName, type Site } from "../foundation/names";
import { FunctionSchedule, scheduleFailures, type TypescriptFunction } from "../lambda";
import { DEAD_LETTER_RETENTION_DAYS, PrivateQueue, Queue } from "../messaging";
import { sendByRules } from "./policies";
import { Transcoder } from "./transcoder";
import { EVENT_TIMEOUT_SECONDS, VideoFunctions } from "./video-functions";
import { type VideoSettings, videoProblems } from "./video-settings";

export interface VideoProcessingProps {
  readonly keys: Pick<Keys, "data" | "logs" | "messages">;
  /** Bucket with uploads and renditions; it sends its events to EventBridge. */
  readonly media: Pick<Bucket, "name" | "arn">;
  /** Names of all buckets that people upload to, this one among them: S3 copies the uploads of each to the others. */
  readonly uploadBuckets: readonly string[];
  readonly alerts: Pick<Topics, "warning">;
  /** Queue of the media service that is told how each upload ended. */
  readonly transcoded: Pick<QueueRef, "arn" | "url">;
  readonly site: Pick<Site, "account" | "region" | "prefix">;
  readonly settings: VideoSettings;
  readonly logRetentionDays: number;
  /**
   * `standby`: uploads wait for nobody, since another region processes them, until a person enables the rule
   * `<prefix>-video-uploaded`, which stays enabled. `active` by default.
   */
  readonly role?: "active" | "standby";
}

/** Settings of the queue of uploads: one is hidden for six times the timeout of the function that submits it. */
const UPLOADS_QUEUE = { retentionDays: 4, visibilityTimeoutSeconds: 6 * EVENT_TIMEOUT_SECONDS, maxReceives: 5 };

/**
 * Times in the time zone of the environment, after the hour that is left out when daylight saving time begins: Scheduler
 * skips invocations in it.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
const EVERY_NIGHT = "cron(30 4 * * ? *)";
const EVERY_WEEK = "cron(0 6 ? * MON *)";

/**
 * Processing of uploaded videos: S3 sends an event, the upload waits in a queue and is submitted to MediaConvert; the end
 * of its job is recorded on the upload and sent to the media service, and a failed job to the `warning` topic. A nightly
 * sweep cancels stuck jobs, a weekly report names orphans. Reports every problem of the settings.
 */
export class VideoProcessing extends Construct {
  readonly transcoder: Transcoder;
  readonly functions: VideoFunctions;
  /** Queue of uploads that wait to be submitted. */
  readonly uploads: Queue;
  /** Queue of events and invocations that failed after all retries. Empty when all is well. */
  readonly failures: PrivateQueue;
  readonly scheduleGroup: SchedulerScheduleGroup;
  /** Events that reached neither their target nor the queue of failures. */
  readonly lostEvents: readonly Metric[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: VideoProcessingProps,
  ) {
    super(scope, id);
    const { keys, media, site } = props;
    report(this, videoProblems(props.settings));
    this.transcoder = new Transcoder(this, "transcoder", { keys, media, site });
    this.uploads = this.createUploads();
    this.failures = this.createFailures();
    this.functions = new VideoFunctions(this, "functions", {
      keys,
      media,
      uploadBuckets: props.uploadBuckets,
      transcoder: this.transcoder,
      uploads: this.uploads,
      transcoded: props.transcoded,
      alerts: props.alerts,
      failures: this.failures,
      site,
      settings: props.settings,
      logRetentionDays: props.logRetentionDays,
    });
    const { record, sweep, reportOrphans } = this.functions;

    const rules = [this.queueUploads(), this.recordEnds(record)];
    this.failures.allow([sendByRules("SendByRules", this.failures.arn, rules)]);
    const failed = this.alertOnFailures();
    this.lostEvents = [...rules.map(({ name }) => eventRuleMetrics(name).lost), failed.metrics.failed];
    this.scheduleGroup = new SchedulerScheduleGroup(this, "schedules", { name: `${props.site.prefix}-video` });
    this.schedule("sweep", sweep, EVERY_NIGHT, "Cancels stuck transcoding jobs every night");
    this.schedule("report-orphans", reportOrphans, EVERY_WEEK, "Reports renditions without an upload every week");
  }

  /** Invocations that the schedules could not make. */
  get scheduleFailures(): readonly Metric[] {
    return scheduleFailures(this.scheduleGroup.name);
  }

  private createUploads(): Queue {
    const { site, keys } = this.props;
    return new Queue(this, "uploads", { keys, name: queueName(site, "video", "uploads"), settings: UPLOADS_QUEUE });
  }

  private createFailures(): PrivateQueue {
    const { site, keys } = this.props;
    return new PrivateQueue(this, "failures", {
      keys,
      name: queueName(site, "video", "failures"),
      retentionDays: DEAD_LETTER_RETENTION_DAYS,
    });
  }

  /** Sends the events of uploads to the queue: EventBridge gets those of every object in the bucket. */
  private queueUploads(): CloudwatchEventRule {
    const { media } = this.props;
    const rule = this.createRule("uploaded", "Uploads to the media bucket", {
      source: ["aws.s3"],
      "detail-type": ["Object Created"],
      detail: { bucket: { name: [media.name] }, object: { key: [{ prefix: UPLOADS }] } },
    });
    const { queue } = this.uploads;
    if (this.props.role === "standby") {
      rule.state = "DISABLED";
      rule.lifecycle = { ignoreChanges: ["state"] };
    }
    this.sendTo("uploaded-to-queue", rule, queue.arn);
    queue.allow([sendByRules("SendByRule", queue.arn, [rule])]);
    return rule;
  }

  private recordEnds(record: TypescriptFunction): CloudwatchEventRule {
    const rule = this.createRule(
      "ended",
      "Transcoding jobs that have ended",
      this.jobs("COMPLETE", "ERROR", "CANCELED"),
    );
    this.sendTo("ended-to-record", rule, record.function.arn);
    new LambdaPermission(this, "ended-invokes-record", {
      statementId: "InvokedByRule",
      functionName: record.function.functionName,
      action: "lambda:InvokeFunction",
      principal: "events.amazonaws.com",
      sourceArn: rule.arn,
    });
    return rule;
  }

  private alertOnFailures(): EventAlert {
    return new EventAlert(this, "failed", {
      topic: this.props.alerts.warning,
      name: `${this.props.site.prefix}-video-failed`,
      title: "A transcoding job has failed or was canceled",
      pattern: this.jobs("ERROR", "CANCELED"),
      text: "$.detail.jobId",
    });
  }

  private createRule(id: string, description: string, pattern: object): CloudwatchEventRule {
    const name = `${this.props.site.prefix}-video-${id}`;
    return new CloudwatchEventRule(this, id, { name, description, eventPattern: JSON.stringify(pattern) });
  }

  /** @see https://docs.aws.amazon.com/mediaconvert/latest/ug/mediaconvert_event_list.html */
  private jobs(...status: string[]): object {
    return {
      source: ["aws.mediaconvert"],
      "detail-type": ["MediaConvert Job State Change"],
      detail: { queue: [this.transcoder.queue.arn], status },
    };
  }

  private sendTo(id: string, rule: CloudwatchEventRule, targetArn: string): void {
    new CloudwatchEventTarget(this, id, {
      rule: rule.name,
      arn: targetArn,
      deadLetterConfig: { arn: this.failures.arn },
    });
  }

  private schedule(name: string, target: TypescriptFunction, expression: string, description: string): void {
    const { keys, site, settings } = this.props;
    new FunctionSchedule(this, `${name}-schedule`, {
      keys,
      site,
      timeZone: settings.timeZone,
      function: target,
      group: this.scheduleGroup,
      failures: this.failures,
      name: `video-${name}`,
      description,
      expression,
    });
  }
}
