import type { Migration } from '../../migrations/migration.js'
import { tables } from './tables.js'

/** All migrations, in the order in which they are applied. */
export const MIGRATIONS: readonly Migration[] = [tables]
