// The Redis stores.

export type { CacheSettings } from "./cache-settings";
export type { RedisNodeMetrics } from "./metrics";
export { Redis, type RedisProps } from "./redis";
export { RedisStore, type RedisStoreProps } from "./redis-store";
