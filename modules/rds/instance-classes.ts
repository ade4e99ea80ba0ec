/** What the platform needs to know of an Aurora instance class. */
export interface InstanceClassFacts {
  /** Whether it is for work that fits in memory, the only kind that a global database takes. */
  readonly memoryOptimized: boolean;
}

const BURSTABLE = { memoryOptimized: false } as const;
const MEMORY = { memoryOptimized: true } as const;

/**
 * The instance classes of Aurora PostgreSQL that the platform may use, all Graviton: cheaper for the same work than x86.
 * The versions in `ENGINE_VERSIONS` run on each of them. Serverless v2 (`db.serverless`) is a capacity of its own.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.DBInstanceClass.SupportAurora.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.configuration.requirements.html
 */
export const INSTANCE_CLASSES = {
  "db.t4g.medium": BURSTABLE,
  "db.t4g.large": BURSTABLE,
  "db.r6g.large": MEMORY,
  "db.r6g.xlarge": MEMORY,
  "db.r6g.2xlarge": MEMORY,
  "db.r6g.4xlarge": MEMORY,
  "db.r6g.8xlarge": MEMORY,
  "db.r6g.12xlarge": MEMORY,
  "db.r6g.16xlarge": MEMORY,
  "db.r7g.large": MEMORY,
  "db.r7g.xlarge": MEMORY,
  "db.r7g.2xlarge": MEMORY,
  "db.r7g.4xlarge": MEMORY,
  "db.r7g.8xlarge": MEMORY,
  "db.r7g.12xlarge": MEMORY,
  "db.r7g.16xlarge": MEMORY,
  "db.r8g.large": MEMORY,
  "db.r8g.xlarge": MEMORY,
  "db.r8g.2xlarge": MEMORY,
  "db.r8g.4xlarge": MEMORY,
  "db.r8g.8xlarge": MEMORY,
  "db.r8g.12xlarge": MEMORY,
  "db.r8g.16xlarge": MEMORY,
} as const satisfies Record<string, InstanceClassFacts>;

/** An instance class that the platform may use. */
export type DatabaseInstanceClass = keyof typeof INSTANCE_CLASSES;
