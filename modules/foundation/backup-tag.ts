/** The tag of what is backed up. Whoever creates a resource with data that must not be lost gives it this tag. */
export const BACKUP_TAG = { Backup: "true" } as const;
