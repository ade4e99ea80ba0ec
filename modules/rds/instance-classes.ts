import type { DatabaseCapacity } from "./settings";

/** Facts of an Aurora instance class. */
export interface InstanceClassFacts {
  /** `true` for the memory-optimized classes, the only ones that a global database takes. */
  readonly memoryOptimized: boolean;
  readonly memoryGib: number;
}

/**
 * Instance classes of Aurora PostgreSQL that the platform may use, all Graviton: cheaper for the same work than x86.
 * The versions in `ENGINE_VERSIONS` run on each of them. Serverless v2 (`db.serverless`) is `ServerlessCapacity`.
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

/** Instance class that the platform may use. */
export type DatabaseInstanceClass = keyof typeof INSTANCE_CLASSES;

/** Limits of an instance of the database, for alarms and for the pools of services. */
export interface DatabaseLimits {
  readonly kind: DatabaseCapacity["kind"];
  /** Sessions that an instance can have, about the default of `max_connections`. */
  readonly maxConnections: number;
  /** Memory of an instance; of a serverless one at its maximum capacity. */
  readonly memoryGib: number;
}

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Managing.html */
const MEMORY_BYTES_PER_CONNECTION = 9_531_392;
const MAX_CONNECTIONS = 5000;

/** `max_connections` is derived from DBInstanceClassMemory, which is about 10^9 bytes per GiB of the class. */
const BYTES_PER_GIB = 1_000_000_000;

/**
 * Connections of a serverless instance by its maximum capacity, in ACU.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html#aurora-serverless-v2.max-connections
 */
const CONNECTIONS_BY_ACU: readonly (readonly [acu: number, connections: number])[] = [
  [1, 189],
  [4, 823],
  [8, 1669],
  [16, 3360],
  [32, MAX_CONNECTIONS],
];
const MAX_CONNECTIONS_OF_SMALL_MINIMUM = 2000;
const SMALL_MINIMUM_ACU = 0.5;
const GIB_PER_ACU = 2;

/** Limits of an instance of a capacity; the parameter groups leave them at Aurora's defaults. */
export function databaseLimits(capacity: DatabaseCapacity): DatabaseLimits {
  const { kind } = capacity;
  if (kind === "serverless") {
    const { minCapacityAcu, maxCapacityAcu } = capacity;
    const [, connections] = CONNECTIONS_BY_ACU.findLast(([acu]) => acu <= maxCapacityAcu) ?? [0, 0];
    const limit = minCapacityAcu <= SMALL_MINIMUM_ACU ? MAX_CONNECTIONS_OF_SMALL_MINIMUM : MAX_CONNECTIONS;
    return { kind, maxConnections: Math.min(connections, limit), memoryGib: maxCapacityAcu * GIB_PER_ACU };
  }
  const { memoryGib } = INSTANCE_CLASSES[capacity.instanceClass];
  const connections = Math.floor((memoryGib * BYTES_PER_GIB) / MEMORY_BYTES_PER_CONNECTION);
  return { kind, maxConnections: Math.min(connections, MAX_CONNECTIONS), memoryGib };
}

/** Pods for which an instance has room, at most: their pools are so small that 60 of them fit, and no more than is of use. */
const PODS_PER_INSTANCE = 60;
const MAX_POOL = 15;

/** Connections that a pod's pool may hold to the writer, and as many to the readers. */
export function poolSize({ maxConnections }: Pick<DatabaseLimits, "maxConnections">): number {
  return Math.max(1, Math.min(MAX_POOL, Math.floor(maxConnections / PODS_PER_INSTANCE)));
}
