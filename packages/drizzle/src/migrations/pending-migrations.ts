import { HallpassError } from '@hallpass/core'
import type { Migration } from './migration.js'

/** What a database is to be brought to, and how it is called in an error. */
export interface Target {
  readonly database: string
  /** All migrations, in their order. */
  readonly all: readonly Migration[]
}

/**
 * The migrations that were not applied yet, in their order.
 * @throws HallpassError `ERR_STORE` where a later version was here before
 */
export function pendingMigrations({ database, all }: Target, applied: readonly string[]): readonly Migration[] {
  const stranger = applied.find((name) => !all.some((migration) => migration.name === name))
  if (stranger !== undefined)
    throw new HallpassError(
      'ERR_STORE',
      `the ${database} database has the migration "${stranger}" of a later version of @hallpass/drizzle: install that version`,
    )
  return all.filter(({ name }) => !applied.includes(name))
}
