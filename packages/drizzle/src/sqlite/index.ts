export type { StoredGrants } from '../record/stored-grants.js'
export type { DrizzleSqliteDatabase } from './adopt.js'
export type { Durability, SqliteStoreOptions } from './options.js'
export {
  hallpassGrants,
  hallpassLive,
  hallpassLiveSubjects,
  hallpassMigrations,
  hallpassTokens,
} from './schema.js'
export { sqliteStore } from './sqlite-store.js'
