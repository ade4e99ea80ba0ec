/** What the platform needs to know of an Aurora instance class. */
export interface InstanceClassFacts {
  /** Whether it is for work that fits in memory, the only kind that a global database takes. */
  readonly memoryOptimized: boolean;
  readonly memoryGib: number;
}

/**
 * The instance classes of Aurora PostgreSQL that the platform may use, all Graviton: cheaper for the same work than x86.
 * The versions in `ENGINE_VERSIONS` run on each of them. Serverless v2 (`db.serverless`) is a capacity of its own.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.DBInstanceClass.SupportAurora.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.DBInstanceClass.Summary.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.configuration.requirements.html
 */
export const INSTANCE_CLASSES = {
  "db.t4g.medium": { memoryOptimized: false, memoryGib: 4 },
  "db.t4g.large": { memoryOptimized: false, memoryGib: 8 },
  "db.r6g.large": { memoryOptimized: true, memoryGib: 16 },
  "db.r6g.xlarge": { memoryOptimized: true, memoryGib: 32 },
  "db.r6g.2xlarge": { memoryOptimized: true, memoryGib: 64 },
  "db.r6g.4xlarge": { memoryOptimized: true, memoryGib: 128 },
  "db.r6g.8xlarge": { memoryOptimized: true, memoryGib: 256 },
  "db.r6g.12xlarge": { memoryOptimized: true, memoryGib: 384 },
  "db.r6g.16xlarge": { memoryOptimized: true, memoryGib: 512 },
  "db.r7g.large": { memoryOptimized: true, memoryGib: 16 },
  "db.r7g.xlarge": { memoryOptimized: true, memoryGib: 32 },
  "db.r7g.2xlarge": { memoryOptimized: true, memoryGib: 64 },
  "db.r7g.4xlarge": { memoryOptimized: true, memoryGib: 128 },
  "db.r7g.8xlarge": { memoryOptimized: true, memoryGib: 256 },
  "db.r7g.12xlarge": { memoryOptimized: true, memoryGib: 384 },
  "db.r7g.16xlarge": { memoryOptimized: true, memoryGib: 512 },
  "db.r8g.large": { memoryOptimized: true, memoryGib: 16 },
  "db.r8g.xlarge": { memoryOptimized: true, memoryGib: 32 },
  "db.r8g.2xlarge": { memoryOptimized: true, memoryGib: 64 },
  "db.r8g.4xlarge": { memoryOptimized: true, memoryGib: 128 },
  "db.r8g.8xlarge": { memoryOptimized: true, memoryGib: 256 },
  "db.r8g.12xlarge": { memoryOptimized: true, memoryGib: 384 },
  "db.r8g.16xlarge": { memoryOptimized: true, memoryGib: 512 },
} as const satisfies Record<string, InstanceClassFacts>;

/** An instance class that the platform may use. */
export type DatabaseInstanceClass = keyof typeof INSTANCE_CLASSES;
