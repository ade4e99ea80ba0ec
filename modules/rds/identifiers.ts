import { check, matches } from "../foundation/checks";

/**
 * Words that PostgreSQL 16 and 17 reserve.
 * @see https://www.postgresql.org/docs/17/sql-keywords-appendix.html
 */
const RESERVED_BY_POSTGRESQL = new Set(
  (
    "all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create " +
    "current_catalog current_date current_role current_time current_timestamp current_user default deferrable desc " +
    "distinct do else end except false fetch for foreign from grant group having in initially intersect into lateral " +
    "leading limit localtime localtimestamp not null offset on only or order placing primary references returning " +
    "select session_user some symmetric system_user table then to trailing true union unique user using variadic " +
    "when where window with"
  ).split(" "),
);

/** Databases that exist in every new cluster, or belong to RDS. */
const RESERVED_DATABASES = new Set(["postgres", "rdsadmin", "template0", "template1"]);

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html */
const RESERVED_USERS = new Set(["admin", "rdsadmin", "rds_superuser", "rds_iam", "rds_password", "rds_replication"]);

/**
 * Checks the name of the first database of a cluster.
 * @returns the problem, `[]` when there is none
 */
export function databaseNameProblems(name: string): string[] {
  return problems("databaseName", name, RESERVED_DATABASES.has(name));
}

/**
 * Checks the name of the master user of a cluster.
 * @returns the problem, `[]` when there is none
 */
export function masterUsernameProblems(name: string): string[] {
  // PostgreSQL reserves names that begin with pg_.
  return problems("masterUsername", name, RESERVED_USERS.has(name) || name.startsWith("pg_"));
}

function problems(where: string, name: string, reservedByRds: boolean): string[] {
  const form = matches(
    where,
    name,
    /^[a-z][a-z0-9_]{0,62}$/,
    "1-63 lower-case letters, digits or underscores, a letter first",
    "rename it",
  );
  if (form.length > 0) return form;
  return [
    ...check(!RESERVED_BY_POSTGRESQL.has(name), where, "must not be a word of SQL", name, "rename it"),
    ...check(!reservedByRds, where, "must not be a name that RDS or PostgreSQL uses itself", name, "rename it"),
  ];
}
