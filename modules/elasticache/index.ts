// ElastiCache: the Redis stores.

export type { RedisNodeMetrics } from "./metrics";
export { Redis, type RedisProps } from "./redis";
export { RedisStore, type RedisStoreProps } from "./redis-store";
export { type CacheSettings, cacheSettings, loginsOf, tokenStoreOf } from "./settings";
export type { StorePasswords } from "./store-passwords";
