import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { RdsClusterParameterGroup } from "@cdktf/provider-aws/lib/rds-cluster-parameter-group";
import { Construct } from "constructs";
import type { Site } from "../foundation/names";
import { type EngineVersion, engineVersionFacts } from "./settings";

/**
 * Parameters of the whole cluster, by name: security, logging and autovacuum.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Reference.ParameterGroups.html
 */
const CLUSTER_PARAMETERS: Readonly<Record<string, string>> = {
  // Connections need TLS, whatever the client asks for.
  "rds.force_ssl": "1",
  // MD5 hashes of passwords can be replayed.
  password_encryption: "scram-sha-256",
  // The statements that cost most, for Performance Insights and for people.
  shared_preload_libraries: "pg_stat_statements",
  // Statements slow enough for a learner to notice (in milliseconds).
  log_min_duration_statement: "1000",
  // Sessions that wait for a lock longer than a deadlock check: the usual cause of a page that suddenly is slow.
  log_lock_waits: "1",
  // Sorts and hashes that do not fit into memory, from 10 MiB on (in KiB).
  log_temp_files: "10240",
  // Vacuums that take longer than 10 seconds (in milliseconds).
  log_autovacuum_min_duration: "10000",
  // The tables of attempts and events grow by millions of rows: at the default of 20 percent they bloat for weeks.
  autovacuum_vacuum_scale_factor: "0.05",
  autovacuum_analyze_scale_factor: "0.02",
  // A transaction that a crashed client left open keeps its locks and stops vacuum (in milliseconds).
  idle_in_transaction_session_timeout: "300000",
  // CloudWatch has the logs; on the instance they take the space of temporary files (in minutes).
  "rds.log_retention_period": "1440",
};

/** Parameters of single instances, by name: what they measure. */
const INSTANCE_PARAMETERS: Readonly<Record<string, string>> = {
  // Statements inside functions count, too.
  "pg_stat_statements.track": "all",
  // Queries of object-relational mappers are long: cut off at 1 KiB they all look the same (in bytes).
  track_activity_query_size: "4096",
  // Separates the time spent on storage from that on the processor.
  track_io_timing: "1",
};

/** Parameters that PostgreSQL reads when it starts; all others take effect at once. */
const STATIC = new Set(["shared_preload_libraries", "track_activity_query_size"]);

export interface ParameterGroupsProps {
  readonly engineVersion: EngineVersion;
  readonly site: Pick<Site, "prefix">;
}

/**
 * The parameter groups of a cluster and of its instances. A new major version has a new family, and so new groups, which
 * exist before the cluster lets go of the old ones.
 */
export class ParameterGroups extends Construct {
  readonly cluster: RdsClusterParameterGroup;
  readonly instances: DbParameterGroup;

  constructor(scope: Construct, id: string, { engineVersion, site: { prefix } }: ParameterGroupsProps) {
    super(scope, id);
    const { family } = engineVersionFacts(engineVersion);
    const common = { namePrefix: `${prefix}-`, family, lifecycle: { createBeforeDestroy: true } };
    this.cluster = new RdsClusterParameterGroup(this, "cluster", {
      ...common,
      description: "Security, logging and autovacuum of Aurora PostgreSQL",
      parameter: toBlocks(CLUSTER_PARAMETERS),
    });
    this.instances = new DbParameterGroup(this, "instances", {
      ...common,
      description: "What instances of Aurora PostgreSQL measure of themselves",
      parameter: toBlocks(INSTANCE_PARAMETERS),
    });
  }
}

function toBlocks(values: Readonly<Record<string, string>>) {
  return Object.entries(values).map(([name, value]) => ({
    name,
    value,
    applyMethod: STATIC.has(name) ? "pending-reboot" : "immediate",
  }));
}
