import type { DatabaseCapacity } from "./database-settings";
import { INSTANCE_CLASSES } from "./instance-classes";

/** What an instance of the database has, for alarms. */
export interface DatabaseLimits {
  readonly kind: DatabaseCapacity["kind"];
  /** About as many sessions as an instance can have: what `max_connections` is by default. */
  readonly maxConnections: number;
  /** The memory of an instance, of a serverless one at its greatest. */
  readonly memoryGib: number;
}

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Managing.html */
const MEMORY_BYTES_PER_CONNECTION = 9_531_392;
const MOST_CONNECTIONS = 5000;

/** AWS reckons a GiB of an instance class as a thousand million bytes here, since some memory is not PostgreSQL's. */
const BYTES_PER_GIB = 1_000_000_000;

/**
 * The connections of a serverless instance by its most capacity, in ACU.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html#aurora-serverless-v2.max-connections
 */
const CONNECTIONS_BY_ACU: readonly (readonly [acu: number, connections: number])[] = [
  [1, 189],
  [4, 823],
  [8, 1669],
  [16, 3360],
  [32, MOST_CONNECTIONS],
];
const MOST_CONNECTIONS_OF_A_SMALL_MINIMUM = 2000;
const SMALL_MINIMUM_ACU = 0.5;
const GIB_PER_ACU = 2;

/** The limits of an instance of that capacity; the parameter groups leave them at Aurora's defaults. */
export function databaseLimits(capacity: DatabaseCapacity): DatabaseLimits {
  const { kind } = capacity;
  if (kind === "serverless") {
    const { minCapacityAcu, maxCapacityAcu } = capacity;
    const [, connections] = CONNECTIONS_BY_ACU.findLast(([acu]) => acu <= maxCapacityAcu) ?? [0, 0];
    const most = minCapacityAcu <= SMALL_MINIMUM_ACU ? MOST_CONNECTIONS_OF_A_SMALL_MINIMUM : MOST_CONNECTIONS;
    return { kind, maxConnections: Math.min(connections, most), memoryGib: maxCapacityAcu * GIB_PER_ACU };
  }
  const { memoryGib } = INSTANCE_CLASSES[capacity.instanceClass];
  const connections = Math.floor((memoryGib * BYTES_PER_GIB) / MEMORY_BYTES_PER_CONNECTION);
  return { kind, maxConnections: Math.min(connections, MOST_CONNECTIONS), memoryGib };
}
