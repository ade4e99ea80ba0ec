// AWS Backup: vaults, plans and copies.

export { Backups, type BackupsProps } from "./backups";
export type { VaultMetrics } from "./metrics";
export { type BackupSettings, backupSettings } from "./settings";
