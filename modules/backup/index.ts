// AWS Backup: vaults, plans and copies.

export type { BackupSettings } from "./backup-settings";
export { Backups, type BackupsProps } from "./backups";
export type { VaultMetrics } from "./metrics";
