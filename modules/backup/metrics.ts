import { metricsOf } from "../foundation/metrics";

/** Metrics of a backup vault's jobs. */
export type VaultMetrics = ReturnType<typeof vaultMetrics>;

/** @see https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html */
export function vaultMetrics(BackupVaultName: string) {
  const metric = metricsOf("AWS/Backup", { BackupVaultName });
  return {
    completed: metric("NumberOfBackupJobsCompleted", "Sum"),
    failed: metric("NumberOfBackupJobsFailed", "Sum"),
    aborted: metric("NumberOfBackupJobsAborted", "Sum"),
    /** Jobs that did not start in time. */
    expired: metric("NumberOfBackupJobsExpired", "Sum"),
  };
}
