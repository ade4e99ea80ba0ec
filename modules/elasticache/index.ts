// The Redis stores.

export type { CacheSettings } from "./cache-settings";
export { Redis, type RedisProps } from "./redis";
export { RedisStore, type RedisStoreProps } from "./redis-store";
