import { type Metric, metricsOf } from "../foundation/metrics";

/** Metrics of a CloudFront distribution, which CloudFront writes in us-east-1. */
export type DistributionMetrics = ReturnType<typeof distributionMetrics>;

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html */
export function distributionMetrics(DistributionId: string) {
  const metric = metricsOf("AWS/CloudFront", { DistributionId, Region: "Global" });
  return {
    requests: metric("Requests", "Sum"),
    /** Percent of answers. */
    errors5xx: metric("5xxErrorRate", "Average"),
    errors4xx: metric("4xxErrorRate", "Average"),
    bytesDownloaded: metric("BytesDownloaded", "Sum"),
    bytesUploaded: metric("BytesUploaded", "Sum"),
    /** Percent; only with real-time metrics. */
    cacheHits: metric("CacheHitRate", "Average"),
  };
}

/** Metrics of one rule of a bucket's replication. */
export type ReplicationMetrics = ReturnType<typeof replicationMetrics>;

/**
 * S3 writes failures in the region of the source, and latency in that of the copy.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
 */
export function replicationMetrics(rule: Readonly<Record<"SourceBucket" | "DestinationBucket" | "RuleId", string>>): {
  readonly failed: Metric;
  readonly latency: Metric;
} {
  const metric = metricsOf("AWS/S3", rule);
  return {
    failed: metric("OperationsFailedReplication", "Sum"),
    /** Seconds that copies are behind. */
    latency: metric("ReplicationLatency", "Maximum"),
  };
}
