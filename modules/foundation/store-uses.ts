/** Purpose of a Redis store. */
export type StoreUse = "sessions" | "cache";

/**
 * The version that all stores run, pinned: an upgrade is a change that is reviewed. Its parameters are of one family.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html
 */
export const ENGINE = { name: "redis", version: "7.1", parameterFamily: "redis7" } as const;

/** Facts that the purpose of a store decides. */
export interface StoreUseFacts {
  readonly description: string;
  /** Commands that services may give, as an ACL of Redis has them. @see https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/ */
  readonly commands: string;
  /** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Redis.html */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * All commands but those that endanger the store, such as FLUSHALL, KEYS and CONFIG. Clients begin with INFO, those that know
 * replicas with ROLE; neither changes anything.
 */
const COMMANDS = "+@all -@dangerous +info +role";

/** The uses by name. The policy of a full memory is why each has nodes of its own: it holds for a whole node. */
export const STORE_USES: Readonly<Record<StoreUse, StoreUseFacts>> = {
  sessions: {
    description: "Sessions of learners",
    commands: COMMANDS,
    // An evicted session logs a learner out in the middle of an exam; a refused write is an alarm instead.
    parameters: { "maxmemory-policy": "noeviction" },
  },
  cache: {
    description: "What can be computed again",
    // Django and Rails empty a cache by it, which they do on a release.
    commands: `${COMMANDS} +flushdb`,
    // The default, volatile-lru, evicts only keys with an expiry, and refuses writes when there are none.
    parameters: { "maxmemory-policy": "allkeys-lru" },
  },
};

/** Name of a store, of its user and of its user group: `lms-<environment>-<use>`. */
export function storeName(prefix: string, use: StoreUse): string {
  return `${prefix}-${use}`;
}
