import type { Database, Statement } from 'better-sqlite3'
import type { SQL } from 'drizzle-orm'
import { SQLiteSyncDialect } from 'drizzle-orm/sqlite-core'
import type { SqlValue } from '../record/record-row.js'

const dialect = new SQLiteSyncDialect()

/** The text of a statement whose names come from the schema. Values are `?`, bound when it runs. */
export function sqlText(statement: SQL): string {
  return dialect.sqlToQuery(statement).sql
}

/**
 * A statement that writes. It is run to its end, always: one that is left half read, as by `.get()` on `RETURNING`, keeps
 * SQLite from its checkpoints, and the WAL grows without bounds.
 */
export function prepare(client: Database, statement: SQL): Statement<SqlValue[]> {
  return client.prepare<SqlValue[]>(sqlText(statement))
}

/** A statement that reads rows as lists, which is cheaper than objects. Numbers are numbers, whatever the connection says. */
export function prepareRows(client: Database, statement: SQL): Statement<SqlValue[], SqlValue[]> {
  return client.prepare<SqlValue[], SqlValue[]>(sqlText(statement)).raw().safeIntegers(false)
}

/** A statement that reads one value. */
export function prepareValue<T extends SqlValue>(client: Database, statement: SQL): Statement<SqlValue[], T> {
  return client.prepare<SqlValue[], T>(sqlText(statement)).pluck().safeIntegers(false)
}
