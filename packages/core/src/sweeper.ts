import { type Duration, durationExpected, LONGEST_TIMER, readDuration } from './duration.js'
import { HallpassError, shown } from './errors.js'
import { SWEEP_BATCH } from './service/sweep.js'
import type { TokenService } from './service/token-service.js'

/** How often, and how much at once, is swept. */
export interface SweeperOptions {
  /** The time between two sweeps, to which up to a tenth is added by chance, so that processes do not sweep together. Default `'5m'`. */
  readonly interval?: Duration
  /** How many records are forgotten in one step of the store. Default 1000. */
  readonly batch?: number
  /** Hears what a sweep failed with; the next one comes all the same. Default a process warning. */
  readonly onError?: (error: unknown) => unknown
}

/** A sweeping that goes on until it is stopped. */
export interface Sweeper {
  /** Ends the sweeping, and waits for the batch under way. Stopping twice is fine. */
  stop(): Promise<void>
}

/**
 * Sweeps at once and then at intervals, without holding the process open.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function startSweeper(service: TokenService, options: SweeperOptions = {}): Sweeper {
  if (typeof service?.sweep !== 'function')
    throw new HallpassError('ERR_OPTIONS', `startSweeper needs a service, got ${shown(service)}`)
  if (options === null)
    throw new HallpassError('ERR_OPTIONS', 'the options of startSweeper must be an object, got null')
  const { interval, batch, onError } = readOptions(options)
  const stopping = new AbortController()
  let timer: NodeJS.Timeout | undefined

  const round = async (): Promise<void> => {
    await service.sweep(undefined, { batch, signal: stopping.signal }).catch((error: unknown) => report(error, onError))
    if (stopping.signal.aborted) return
    timer = setTimeout(() => (underWay = round()), interval * (1 + Math.random() / 10))
    timer.unref()
  }
  let underWay = round()

  return {
    stop: async () => {
      stopping.abort()
      clearTimeout(timer)
      await underWay
    },
  }
}

/** A reporter that throws or rejects does not end the sweeping, nor the process. */
function report(error: unknown, onError: (error: unknown) => unknown): void {
  try {
    const reported = onError(error)
    if (reported instanceof Promise) reported.catch(warn)
  } catch (fault) {
    warn(fault)
  }
}

function warn(error: unknown): void {
  const text = error instanceof HallpassError ? `${error.code}: ${error.message}` : 'an unexpected error'
  process.emitWarning(`a sweep failed: ${text}`, { code: 'HALLPASS_SWEEP', type: 'HallpassWarning' })
}

function readOptions({ interval = '5m', batch = SWEEP_BATCH, onError = warn, ...others }: SweeperOptions): {
  interval: number
  batch: number
  onError: (error: unknown) => unknown
} {
  const milliseconds = readDuration(interval)
  const [unknown] = Object.keys(others)
  if (unknown) throw new HallpassError('ERR_OPTIONS', `${shown(unknown)} is not an option of startSweeper`)
  if (milliseconds === undefined || milliseconds > LONGEST_INTERVAL)
    throw new HallpassError('ERR_OPTIONS', durationExpected('interval', interval))
  if (!Number.isSafeInteger(batch) || batch < 1)
    throw new HallpassError('ERR_OPTIONS', `batch must be a whole number from 1 on, got ${shown(batch)}`)
  if (typeof onError !== 'function')
    throw new HallpassError('ERR_OPTIONS', `onError must be a function, got ${shown(onError)}`)
  return { interval: milliseconds, batch, onError }
}

/** The jitter comes on top. */
const LONGEST_INTERVAL = LONGEST_TIMER / 1.1
