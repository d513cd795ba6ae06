import { HallpassError, shown } from '@hallpass/core'
import { type StoreWarning, warnProcess } from './settings/warnings.js'

/** How a Redis store works. */
export interface RedisStoreOptions {
  /** What all keys begin with, `^[A-Za-z0-9_.:-]{1,64}$`. Stores with the same one share their tokens. Default `'hallpass'`. */
  readonly keyPrefix?: string
  /**
   * Over how many slots the tokens are spread, from 1 to 1024; fixed with the first call under the prefix.
   * With 1 every change is one step; with more, limits of a scope are kept in a step of their own. Default 1, and 64 on a
   * cluster.
   */
  readonly partitions?: number
  /** How long a command may take, in milliseconds; then the call throws `ERR_STORE`. Default 2000. */
  readonly commandTimeout?: number
  /** How many commands may wait for their answer at once; whoever comes then is refused with `ERR_STORE`. Default 10000. */
  readonly maxPending?: number
  /**
   * Hears of settings of the server that may bring a spent use back or lose tokens. Default a process warning with the code
   * `HALLPASS_REDIS_SETTINGS`. They are also published on the diagnostics channel `hallpass:store_warning`.
   */
  readonly onWarning?: (warning: StoreWarning) => void
}

/** The options, complete. */
export type RedisSettings = Required<RedisStoreOptions>

/**
 * Reads the options.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function readOptions(options: RedisStoreOptions, isCluster: boolean): RedisSettings {
  if (typeof options !== 'object' || options === null) throw refusal(`options must be an object, got ${shown(options)}`)
  const {
    keyPrefix = 'hallpass',
    partitions = isCluster ? PARTITIONS_OF_A_CLUSTER : 1,
    commandTimeout = 2000,
    maxPending = 10_000,
    onWarning = warnProcess,
    ...unknown
  } = options
  const [stranger] = Object.keys(unknown)
  if (stranger !== undefined) throw refusal(`there is no option "${stranger}"; there are ${NAMES}`)
  if (typeof keyPrefix !== 'string' || !KEY_PREFIX.test(keyPrefix))
    throw refusal(`keyPrefix must fit ${KEY_PREFIX.source}, got ${shown(keyPrefix)}`)
  if (!isWhole(partitions, 1, 1024))
    throw refusal(`partitions must be a whole number from 1 to 1024, got ${shown(partitions)}`)
  if (!isWhole(commandTimeout, 1, 2 ** 31 - 1))
    throw refusal(`commandTimeout must be whole milliseconds from 1 on, got ${shown(commandTimeout)}`)
  if (!isWhole(maxPending, 1, Number.MAX_SAFE_INTEGER))
    throw refusal(`maxPending must be a whole number from 1 on, got ${shown(maxPending)}`)
  if (typeof onWarning !== 'function') throw refusal(`onWarning must be a function, got ${shown(onWarning)}`)
  return { keyPrefix, partitions, commandTimeout, maxPending, onWarning }
}

const NAMES = 'keyPrefix, partitions, commandTimeout, maxPending, onWarning'
const KEY_PREFIX = /^[A-Za-z0-9_.:-]{1,64}$/
const PARTITIONS_OF_A_CLUSTER = 64

function isWhole(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && least <= Number(value) && Number(value) <= most
}

function refusal(text: string): HallpassError {
  return new HallpassError('ERR_OPTIONS', `redisStore: ${text}`)
}
