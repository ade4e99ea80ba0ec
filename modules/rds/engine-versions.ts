/** What the platform needs to know of a version of Aurora PostgreSQL. */
export interface EngineVersionFacts {
  /** The major version alone: what a cluster asks for whose minor version AWS raises. */
  readonly major: string;
  /** Family of its parameter groups. */
  readonly family: string;
}

/**
 * The versions of Aurora PostgreSQL that the platform can run, each the long-term support release of its major version:
 * it stays available for three years and gets critical fixes only, where other minor versions last about one.
 * To move a version: `aws rds describe-db-engine-versions --engine aurora-postgresql --engine-version 17.7`.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Updates.LTS.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/aurorapostgresql-release-calendar.html
 */
export const ENGINE_VERSIONS = {
  "16.8": { major: "16", family: "aurora-postgresql16" },
  "17.7": { major: "17", family: "aurora-postgresql17" },
} as const satisfies Record<string, EngineVersionFacts>;

/** A version of Aurora PostgreSQL that the platform can run. */
export type EngineVersion = keyof typeof ENGINE_VERSIONS;

/** The facts of a version; those of the newest for one that is unknown, which `databaseProblems` reports. */
export function engineVersionFacts(version: string): EngineVersionFacts {
  return (ENGINE_VERSIONS as Readonly<Record<string, EngineVersionFacts>>)[version] ?? ENGINE_VERSIONS["17.7"];
}
