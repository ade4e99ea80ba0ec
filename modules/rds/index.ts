// The Aurora PostgreSQL database, in one region or two.

export { AuroraCluster, type AuroraClusterProps } from "./aurora-cluster";
export { Database, type DatabaseProps } from "./database";
export { type DatabaseLimits, databaseLimits, poolSize } from "./instance-classes";
export { type AuroraMetrics, auroraMetrics } from "./metrics";
export {
  type DatabaseSettings,
  databaseSettings,
  type GlobalDatabaseSettings,
  globalDatabaseSettings,
} from "./settings";
