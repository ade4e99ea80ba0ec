// S3 buckets of an environment with their replicas, and the CloudFront distribution that serves them and the application.

export { BLOCKED_PAGE, SUPPORT_ID_PATH } from "./blocked-page";
export { ContentHost, type ContentHostProps } from "./content-host";
export { type KeyedBucket, StateCopy, type StateCopyProps } from "./copying";
export { Distribution, type DistributionProps } from "./distribution";
export { type DistributionSettings, distributionSettings } from "./distribution-settings";
export { LOG_PREFIXES } from "./log-bucket";
export { MAINTENANCE_PAGE, MAINTENANCE_PATH } from "./maintenance-page";
export type { DistributionMetrics, ReplicationMetrics } from "./metrics";
export { MAINTENANCE_HEADER } from "./origins";
export { PrivateBucket, type PrivateBucketProps } from "./private-bucket";
export { Replication, type ReplicationProps } from "./replication";
export { Storage, type StorageProps } from "./storage";
export { DATA_CLASSES, type DataClass, type StorageSettings, storageSettings } from "./storage-settings";
