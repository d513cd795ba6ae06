import type { RedisClient } from '@hallpass/redis'
import type { Redis } from 'ioredis'

/** A client whose commands can be made to fail, or to wait. */
export interface FaultyClient {
  readonly client: RedisClient
  /** The command of this number from now on fails: before it is sent, or once it has been answered. */
  readonly failAt: (number: number, moment: 'before' | 'after') => void
  /** Whether that command came. */
  readonly failed: () => boolean
  /** Holds the commands that fit from now on; gives what lets them go. */
  readonly hold: (fits: (command: readonly string[]) => boolean) => () => void
}

export function faultyClient(redis: Redis): FaultyClient {
  let left = Number.POSITIVE_INFINITY
  let moment: 'before' | 'after' = 'before'
  let gate: { readonly fits: (command: readonly string[]) => boolean; readonly opened: Promise<void> } | undefined

  async function call(...command: [string, ...string[]]): Promise<unknown> {
    const fails = left-- === 0
    if (fails && moment === 'before') throw new Error('Connection is closed.')
    if (gate?.fits(command)) await gate.opened
    const answer = await redis.call(...command)
    if (fails) throw new Error('Connection is closed.')
    return answer
  }

  return {
    client: { status: 'ready', isCluster: false, connect: async () => undefined, call },
    failAt: (number, at) => {
      left = number
      moment = at
    },
    failed: () => left < 0,
    hold: (fits) => {
      let open: () => void = () => undefined
      const opened = new Promise<void>((resolve) => {
        open = resolve
      })
      gate = { fits, opened }
      return open
    },
  }
}
