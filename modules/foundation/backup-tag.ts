/** The tag of what is backed up. Whoever creates a resource with data that must not be lost gives it this tag. */
export const BACKUP_TAG = { Backup: "true" } as const;

/**
 * The kinds of resources among which the tag is looked for. A kind that is named is backed up whether the account has opted in to it or
 * not; but Aurora shares its ARNs with RDS, so an account must have opted in to Aurora.
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources-json.html
 */
export const BACKED_UP_KINDS = ["arn:aws:rds:*:*:cluster:*", "arn:aws:s3:::*"] as const;
