/** The buckets of an environment. */
export interface StorageSettings {
  /**
   * Regions beside the environment's own in which learners' data may be kept, such as `eu-west-1`; their content and
   * backups are replicated to no other. `[]` keeps them in the environment's region.
   */
  readonly learnerDataRegions: readonly string[];
  /** Days that an overwritten or deleted object can be brought back, 1 to 3650. */
  readonly oldVersionDays: number;
  /** Days until a file in the backups bucket is deleted, 1 to 3650. */
  readonly backupFileRetentionDays: number;
}
