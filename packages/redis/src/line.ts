import { HallpassError } from '@hallpass/core'
import type { Command, Driver } from './client/driver.js'
import { createDeadlines } from './deadlines.js'
import { isUnknownScript, redisFailure } from './failure.js'
import type { Script } from './lua/script.js'
import type { RedisSettings } from './options.js'

/** The way to the server: every command is answered in time or fails, and only so many wait at once. */
export interface Line {
  /** Resolves once the client is connected, where it is connecting for the first time. */
  readonly connected: () => Promise<void>
  /** Sends a command to the master that has the key. */
  readonly send: (key: string, command: Command) => Promise<unknown>
  /** Runs a script on keys of one slot. */
  readonly run: (script: Script, keys: readonly string[], values: readonly string[]) => Promise<unknown>
  /** Sends a command to every master. */
  readonly sendToMasters: (command: Command) => Promise<readonly unknown[]>
}

type Bounds = Pick<RedisSettings, 'commandTimeout' | 'maxPending'>

export function createLine(driver: Driver, { commandTimeout, maxPending }: Bounds): Line {
  const deadlines = createDeadlines()
  let pending = 0

  /** What was sent counts until the client settles it, also where nobody waits for it any more. */
  function bounded<T>(ask: () => Promise<T>): Promise<T> {
    if (driver.state() !== 'ready') return Promise.reject(notConnected())
    if (pending >= maxPending) return Promise.reject(tooMany(pending))
    pending++
    return new Promise((resolve, reject) => {
      const waiting = { end: performance.now() + commandTimeout, late: () => reject(tooLate(commandTimeout)) }
      const settled = () => {
        pending--
        deadlines.remove(waiting)
      }
      deadlines.add(waiting)
      asked(ask).then(
        (answer) => {
          settled()
          resolve(answer)
        },
        (error) => {
          settled()
          reject(redisFailure(error))
        },
      )
    })
  }

  const send = (key: string, command: Command) => bounded(() => driver.send(key, command))

  return {
    send,
    sendToMasters: (command) => bounded(() => driver.sendToMasters(command)),
    run: async (script, keys, values) => {
      const rest = [`${keys.length}`, ...keys, ...values]
      const [key = ''] = keys
      try {
        return await send(key, ['EVALSHA', script.digest, ...rest])
      } catch (error) {
        if (!isUnknownScript(error)) throw error
        return send(key, ['EVAL', script.text, ...rest])
      }
    },
    connected: async () => {
      const end = performance.now() + commandTimeout
      if (driver.state() === 'idle') driver.connect().catch(heardByTheClient)
      while (driver.state() === 'starting' && performance.now() < end) await new Promise((next) => setTimeout(next, 5))
      if (driver.state() !== 'ready') throw notConnected()
    },
  }
}

/** A client may also throw at once. */
function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return ask()
  } catch (error) {
    return Promise.reject(error)
  }
}

/** The state tells that it failed, and the client's own `error` event why. */
const heardByTheClient = (): undefined => undefined

function notConnected(): HallpassError {
  return new HallpassError('ERR_STORE', 'the Redis client is not connected; is the server there, was connect() called?')
}

function tooMany(pending: number): HallpassError {
  return new HallpassError('ERR_STORE', `${pending} commands wait for an answer of Redis already`)
}

function tooLate(commandTimeout: number): HallpassError {
  return new HallpassError('ERR_STORE', `Redis did not answer within commandTimeout, ${commandTimeout} ms`)
}
