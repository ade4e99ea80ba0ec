// The Aurora PostgreSQL database, in one region or two.

export { AuroraCluster, type AuroraClusterProps } from "./aurora-cluster";
export { Database, type DatabaseProps } from "./database";
export type { DatabaseSettings, GlobalDatabaseSettings } from "./database-settings";
