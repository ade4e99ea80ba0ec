import { type Metric, metricsOf } from "../foundation/metrics";

/** Metrics of an Aurora cluster. */
export type AuroraMetrics = ReturnType<typeof auroraMetrics>;

/**
 * Metrics of a cluster cover every instance in it, also those that autoscaling adds; those of a role cover whichever
 * instances have it.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html
 */
export function auroraMetrics(DBClusterIdentifier: string) {
  const metric = metricsOf("AWS/RDS", { DBClusterIdentifier });
  const writer = metricsOf("AWS/RDS", { DBClusterIdentifier, Role: "WRITER" });
  const reader = metricsOf("AWS/RDS", { DBClusterIdentifier, Role: "READER" });
  const byRole = (name: string, statistic: Metric["statistic"]) => ({
    writer: writer(name, statistic),
    readers: reader(name, statistic),
  });
  return {
    cpu: metric("CPUUtilization", "Maximum"),
    connections: metric("DatabaseConnections", "Maximum"),
    /** Bytes. */
    freeMemory: metric("FreeableMemory", "Minimum"),
    /** A second. */
    deadlocks: metric("Deadlocks", "Maximum"),
    /** Share of the most capacity that a serverless instance may have. */
    capacity: metric("ACUUtilization", "Maximum"),
    /** Milliseconds. */
    replicaLag: metric("AuroraReplicaLagMaximum", "Maximum"),
    /** Milliseconds; only a cluster that follows another region's has it. */
    globalLag: metric("AuroraGlobalDBReplicationLag", "Maximum"),
    volumeBytes: metric("VolumeBytesUsed", "Maximum"),
    byRole: {
      cpu: byRole("CPUUtilization", "Maximum"),
      connections: byRole("DatabaseConnections", "Maximum"),
      freeMemory: byRole("FreeableMemory", "Minimum"),
      cacheHits: byRole("BufferCacheHitRatio", "Average"),
    },
    writerCpuAverage: writer("CPUUtilization", "Average"),
    writerDeadlocks: writer("Deadlocks", "Sum"),
    commitLatency: writer("CommitLatency", "Average"),
    readerLag: reader("AuroraReplicaLag", "Maximum"),
  };
}

/** Sessions that work or wait on one instance. @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_PerfInsights.Cloudwatch.html */
export function instanceLoad(DBInstanceIdentifier: string): Metric {
  return metricsOf("AWS/RDS", { DBInstanceIdentifier })("DBLoad", "Average");
}
