/** A parameter of PostgreSQL, as a parameter group has it. */
export interface Parameter {
  readonly name: string;
  readonly value: string;
  /** `pending-reboot` for what PostgreSQL reads when it starts. */
  readonly applyMethod: "immediate" | "pending-reboot";
}

/** What the whole cluster must agree on, by the parameter's name. */
const CLUSTER: Readonly<Record<string, string>> = {
  // Without TLS no connection, whatever the client asks for.
  "rds.force_ssl": "1",
  // MD5 hashes of passwords can be replayed.
  password_encryption: "scram-sha-256",
  // The statements that cost most, for Performance Insights and for people.
  shared_preload_libraries: "pg_stat_statements",
  // What is slow enough for a learner to notice.
  log_min_duration_statement: "1000",
  // Who waits longer than a deadlock check for a lock: the usual cause of a slow page that was fast yesterday.
  log_lock_waits: "1",
  // Sorts and hashes that do not fit into memory, from 10 MiB on (in KiB).
  log_temp_files: "10240",
  // A vacuum that takes longer than 10 seconds is one to know of (in milliseconds).
  log_autovacuum_min_duration: "10000",
  // The tables of attempts and events grow by millions of rows: at the default of 20 percent they bloat for weeks.
  autovacuum_vacuum_scale_factor: "0.05",
  autovacuum_analyze_scale_factor: "0.02",
  // A transaction that a crashed client left open keeps its locks and stops vacuum (in milliseconds).
  idle_in_transaction_session_timeout: "300000",
  // CloudWatch has the logs; on the instance they take the space of temporary files (in minutes).
  "rds.log_retention_period": "1440",
};

/** What may differ from one instance to another, such as a reader for reports, by the parameter's name. */
const INSTANCE: Readonly<Record<string, string>> = {
  // Statements inside functions count, too.
  "pg_stat_statements.track": "all",
  // Queries of object-relational mappers are long: cut off at 1 KiB they all look the same (in bytes).
  track_activity_query_size: "4096",
  // Tells time spent on storage from time spent on the processor.
  track_io_timing: "1",
};

/** Parameters that take effect when an instance starts. */
const STATIC = new Set(["shared_preload_libraries", "track_activity_query_size"]);

/**
 * The parameters of the cluster's parameter group: security, logging and autovacuum.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Reference.ParameterGroups.html
 */
export const CLUSTER_PARAMETERS: readonly Parameter[] = toParameters(CLUSTER);

/** The parameters of the instances' parameter group: what they measure of themselves. */
export const INSTANCE_PARAMETERS: readonly Parameter[] = toParameters(INSTANCE);

function toParameters(values: Readonly<Record<string, string>>): readonly Parameter[] {
  return Object.entries(values).map(([name, value]) => ({
    name,
    value,
    applyMethod: STATIC.has(name) ? "pending-reboot" : "immediate",
  }));
}
