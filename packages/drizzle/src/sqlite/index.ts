export type { DrizzleSqliteDatabase } from './adopt.js'
export type { Durability, SqliteStoreOptions } from './options.js'
export {
  hallpassGrants,
  hallpassLive,
  hallpassLiveSubjects,
  hallpassMigrations,
  hallpassTokens,
  type StoredGrants,
} from './schema.js'
export { sqliteStore } from './sqlite-store.js'
