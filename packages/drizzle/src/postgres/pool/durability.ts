import { HallpassError } from '@hallpass/core'

/** Looks at a connection that the store uses for the first time, by running a text on it. */
export type Greeting = (ask: (text: string) => Promise<readonly unknown[]>) => Promise<void>

/**
 * On a connection of the application's own.
 * @throws HallpassError `ERR_STORE` where a write would be answered before it is on the disk
 */
export const refuseForgetful: Greeting = async (ask) => {
  const [row] = await ask("select current_setting('synchronous_commit')")
  if (String(row) !== 'off') return
  throw new HallpassError(
    'ERR_STORE',
    'synchronous_commit is off on the connections of the pool, so that a crash could bring a used token back; say ALTER ROLE … SET synchronous_commit = on, or give the store a pool of its own',
  )
}

/** On a connection of the store's own: what is stricter than `on` stays. */
export const insistOnMemory: Greeting = async (ask) => {
  await ask("select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'")
}
