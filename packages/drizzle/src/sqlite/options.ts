import { HallpassError, shown } from '@hallpass/core'

/** How a SQLite store works. */
export interface SqliteStoreOptions {
  /**
   * What an answer survives. `'machine'` (default): a loss of power, since a write waits for the disk. `'process'`: the end
   * of the process, but maybe not of the machine, which may then remember a token as unused; ten times faster.
   */
  readonly durability?: Durability
  /**
   * How long a call waits while another connection has the database locked, in milliseconds; then it throws `ERR_STORE`.
   * The event loop runs on meanwhile. Default 2000.
   */
  readonly busyTimeout?: number
}

/** The options, complete. */
export type SqliteSettings = Required<SqliteStoreOptions>

/** What an answer of the store survives: the loss of the machine, or of the process alone. */
export type Durability = 'machine' | 'process'

/**
 * Reads the options.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function readOptions(options: SqliteStoreOptions): SqliteSettings {
  if (typeof options !== 'object' || options === null)
    throw new HallpassError('ERR_OPTIONS', `sqliteStore: options must be an object, got ${shown(options)}`)
  const { durability = 'machine', busyTimeout = 2000, ...unknown } = options
  const [stranger] = Object.keys(unknown)
  if (stranger !== undefined)
    throw new HallpassError('ERR_OPTIONS', `sqliteStore has no option "${stranger}"; it has durability, busyTimeout`)
  if (durability !== 'machine' && durability !== 'process')
    throw new HallpassError('ERR_OPTIONS', `durability must be "machine" or "process", got ${shown(durability)}`)
  if (!Number.isFinite(busyTimeout) || busyTimeout < 0)
    throw new HallpassError('ERR_OPTIONS', `busyTimeout must be milliseconds from 0 on, got ${shown(busyTimeout)}`)
  return { durability, busyTimeout }
}
