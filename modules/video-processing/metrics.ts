import { metricsOf } from "../foundation/metrics";

/** Metrics of a MediaConvert queue. */
export type TranscoderMetrics = ReturnType<typeof transcoderMetrics>;

/** @see https://docs.aws.amazon.com/mediaconvert/latest/ug/MediaConvert-metrics.html */
export function transcoderMetrics(queueArn: string) {
  const metric = metricsOf("AWS/MediaConvert", { Queue: queueArn });
  return {
    completed: metric("JobsCompletedCount", "Sum"),
    failed: metric("JobsErroredCount", "Sum"),
    /** Milliseconds that a job waited for its turn. */
    waiting: metric("StandbyTime", "Maximum"),
    /** Milliseconds that a job ran. */
    transcoding: metric("TranscodingTime", "Maximum"),
  };
}
