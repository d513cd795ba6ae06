import { HallpassError, shown } from '@hallpass/core'

/** How a Postgres store works. Times are milliseconds. */
export interface PostgresStoreOptions {
  /** How long a call waits for a connection, a new one or a free one; then it throws `ERR_STORE`. Default 2000. */
  readonly connectTimeout?: number
  /**
   * How long a call waits for the answer to a statement; then it throws `ERR_STORE`, and the connection is given up.
   * Default 5000.
   */
  readonly statementTimeout?: number
  /** How long the server waits for a lock that another transaction holds; then the call throws `ERR_STORE`. Default 2000. */
  readonly lockTimeout?: number
  /** How many calls may wait for a connection at once; further ones throw `ERR_STORE` right away. Default 1000. */
  readonly maxWaiting?: number
  /** The most connections of a store that was given a URL. Default 10. */
  readonly connections?: number
  /**
   * Whether statements are prepared once for each connection. Default true; false is for poolers that hand one connection to
   * many clients, such as PgBouncer in transaction mode. A store that was given a URL then also leaves the times on the server
   * and `synchronous_commit` to the role or the database, and throws `ERR_STORE` where that is off.
   */
  readonly prepared?: boolean
}

/** The options, complete. */
export type PostgresSettings = Required<PostgresStoreOptions>

const DEFAULTS: PostgresSettings = {
  connectTimeout: 2000,
  statementTimeout: 5000,
  lockTimeout: 2000,
  maxWaiting: 1000,
  connections: 10,
  prepared: true,
}

/**
 * Reads the options.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function readOptions(options: PostgresStoreOptions): PostgresSettings {
  if (typeof options !== 'object' || options === null)
    throw new HallpassError('ERR_OPTIONS', `postgresStore: options must be an object, got ${shown(options)}`)
  const stranger = Object.keys(options).find((name) => !Object.hasOwn(DEFAULTS, name))
  if (stranger !== undefined)
    throw wrong(`postgresStore has no option "${stranger}"; it has ${Object.keys(DEFAULTS).join(', ')}`)
  const settings = { ...DEFAULTS, ...options }
  for (const name of ['connectTimeout', 'statementTimeout', 'lockTimeout'] as const)
    if (!isWithin(settings[name], LONGEST))
      throw wrong(`${name} must be whole milliseconds from 1 on, got ${shown(settings[name])}`)
  for (const name of ['maxWaiting', 'connections'] as const)
    if (!isWithin(settings[name], Number.MAX_SAFE_INTEGER))
      throw wrong(`${name} must be a whole number from 1 on, got ${shown(settings[name])}`)
  if (typeof settings.prepared !== 'boolean')
    throw wrong(`prepared must be true or false, got ${shown(settings.prepared)}`)
  return settings
}

/** The longest that a timer can wait. */
const LONGEST = 2 ** 31 - 1

function isWithin(value: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= 1 && value <= most
}

function wrong(text: string): HallpassError {
  return new HallpassError('ERR_OPTIONS', text)
}
