import { metricsOf } from "../foundation/metrics";

/** Metrics of one node of a Redis store. */
export type RedisNodeMetrics = ReturnType<typeof redisNodeMetrics>;

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.WhichShouldIMonitor.html */
export function redisNodeMetrics(CacheClusterId: string) {
  const metric = metricsOf("AWS/ElastiCache", { CacheClusterId });
  return {
    /** Percent of the one core that Redis works on; only from 4 vCPUs. */
    engineCpu: {
      average: metric("EngineCPUUtilization", "Average"),
      highest: metric("EngineCPUUtilization", "Maximum"),
    },
    hostCpu: metric("CPUUtilization", "Average"),
    memory: metric("DatabaseMemoryUsagePercentage", "Maximum"),
    evictions: metric("Evictions", "Sum"),
    /** Seconds. */
    replicationLag: metric("ReplicationLag", "Maximum"),
    connections: metric("CurrConnections", "Maximum"),
    hits: metric("CacheHitRate", "Average"),
  };
}
