export type { RedisClient } from './client/redis-client.js'
export type { RedisStoreOptions } from './options.js'
export { redisStore } from './redis-store.js'
export type { StoreWarning, StoreWarningKind } from './settings/warnings.js'
