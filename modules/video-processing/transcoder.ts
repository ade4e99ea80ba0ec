import { MediaConvertQueue } from "@cdktf/provider-aws/lib/media-convert-queue";
import { Construct } from "constructs";
import type { Arn, Keys } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { ServiceRole } from "../foundation/service-role";
import { type TranscoderMetrics, transcoderMetrics } from "./metrics";
import { transcodingStatements } from "./policies";

export interface TranscoderProps {
  readonly keys: Pick<Keys, "data">;
  /** Bucket with uploads and renditions. */
  readonly media: Arn;
  readonly site: Pick<Site, "account" | "region" | "prefix">;
}

/**
 * MediaConvert of the environment: a queue, so that its jobs can be told from others, and the role with which a job reads
 * an upload and writes its renditions. On demand: priced by the minute of video.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/working-with-on-demand-queues.html
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/cross-service-confused-deputy-prevention.html
 */
export class Transcoder extends Construct {
  readonly queue: MediaConvertQueue;
  readonly metrics: TranscoderMetrics;
  /** Role of a job; a principal that creates jobs must be allowed to pass it. */
  readonly role: ServiceRole;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: TranscoderProps,
  ) {
    super(scope, id);
    this.queue = new MediaConvertQueue(this, "queue", {
      name: `${props.site.prefix}-video`,
      description: "Uploads of the LMS",
    });
    this.metrics = transcoderMetrics(this.queue.arn);
    this.role = this.createRole();
  }

  private createRole(): ServiceRole {
    const { keys, media, site } = this.props;
    return new ServiceRole(this, "role", {
      name: `${site.prefix}-video-transcoder`,
      description: "MediaConvert reads uploads and writes renditions",
      service: "mediaconvert.amazonaws.com",
      // MediaConvert names the queue for which it assumes the role.
      condition: { StringEquals: { "aws:SourceAccount": site.account, "aws:SourceArn": this.queue.arn } },
      statements: transcodingStatements({
        mediaBucketArn: media.arn,
        dataKeyArn: keys.data.arn,
        region: site.region,
      }),
    });
  }
}
