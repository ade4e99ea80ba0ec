import { type Site, secretName } from "./names";

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

/** Beginning of keys and channels of the cache where the sessions' store keeps it, too. */
export const CACHE_PREFIX = "cache:";

/** Places of the cache: nodes of its own, or the store of sessions. */
export type CachePlace = "own-store" | "with-sessions";

/**
 * Rights of a user, as an access string of Redis. In the store of sessions the cache's user reaches the keys of its prefix
 * alone; neither may it empty the store, nor list keys, since those of sessions let in whoever knows them.
 */
export function accessString(use: StoreUse, cachePlace: CachePlace): string {
  if (use === "cache" && cachePlace === "with-sessions") {
    return `on ~${CACHE_PREFIX}* &${CACHE_PREFIX}* ${COMMANDS} -scan -randomkey`;
  }
  return `on ~* &* ${STORE_USES[use].commands}`;
}

/** Store that keeps what a use needs. */
export function storeOf(use: StoreUse, cachePlace: CachePlace): StoreUse {
  return cachePlace === "with-sessions" ? "sessions" : use;
}

/** Name of a store, of its user with an IAM token and of its user group: `lms-<environment>-<use>`. */
export function storeName(prefix: string, use: StoreUse): string {
  return `${prefix}-${use}`;
}

/**
 * Ways to log in to a store. `iam-token`: a token that a pod signs with its role, and nothing to lose. `password`: one that
 * Secrets Manager keeps and rotates, for clients that take nothing else, such as PHP's session handler.
 */
export const LOGINS = ["iam-token", "password"] as const;

/** Way to log in to a store. */
export type Login = (typeof LOGINS)[number];

/** Name of the user of a store who logs in in a way. */
export function storeUser(prefix: string, use: StoreUse, login: Login): string {
  return login === "iam-token" ? storeName(prefix, use) : `${storeName(prefix, use)}-password`;
}

/** Name of the secret with the login of a store's user with a password: `lms/<environment>/redis/<use>`. */
export function storeSecret(site: Pick<Site, "path">, use: StoreUse): string {
  return secretName(site, "redis", use);
}

/** Last part of the name of the function that rotates the passwords. */
export const PASSWORD_FUNCTION = "redis-passwords";
