// The Aurora PostgreSQL database, in one region or two.

export { AuroraCluster, type AuroraClusterProps } from "./aurora-cluster";
export { Database, type DatabaseProps } from "./database";
export type { DatabaseLimits } from "./database-limits";
export type { DatabaseSettings, GlobalDatabaseSettings } from "./database-settings";
export type { AuroraMetrics } from "./metrics";
