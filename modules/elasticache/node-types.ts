/** What the platform needs to know of an ElastiCache node type; alarms are set by it. */
export interface NodeTypeFacts {
  readonly vcpus: number;
  /** The memory that Redis has on it, `maxmemory`, in GiB; a quarter of it is reserved for snapshots and failovers. */
  readonly memoryGib: number;
}

/**
 * The node types that Redis may run on, all Graviton.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Redis.html#ParameterGroups.Redis.NodeSpecific
 */
export const NODE_TYPES = {
  "cache.t4g.micro": { vcpus: 2, memoryGib: 0.5 },
  "cache.t4g.small": { vcpus: 2, memoryGib: 1.37 },
  "cache.t4g.medium": { vcpus: 2, memoryGib: 3.09 },
  "cache.m7g.large": { vcpus: 2, memoryGib: 6.38 },
  "cache.m7g.xlarge": { vcpus: 4, memoryGib: 12.93 },
  "cache.r7g.large": { vcpus: 2, memoryGib: 13.07 },
  "cache.r7g.xlarge": { vcpus: 4, memoryGib: 26.32 },
  "cache.r7g.2xlarge": { vcpus: 8, memoryGib: 52.82 },
} as const satisfies Record<string, NodeTypeFacts>;

/** A node type that the platform has the facts of. */
export type NodeType = keyof typeof NODE_TYPES;
