import { createTokenService, type TokenService, type TokenStore } from '@hallpass/core'
import { CommandError } from './command-error.js'
import type { HallpassConfig } from './config/config.js'
import { configuredStore } from './config/configured-store.js'
import { findConfig } from './config/find-config.js'
import { loadConfig } from './config/load-config.js'
import { untilAborted } from './until-aborted.js'
import type { World } from './world.js'

/** The options that say what a command works on. */
export interface SessionOptions {
  readonly config?: string
  readonly store?: string
}

/** What differs between commands. */
export interface SessionNeeds {
  /** Whether the command needs the scopes of a configuration, and not only a store. Default false. */
  readonly scopes?: boolean
  /** Whether the work goes on to its end when the world says stop, as what must not be left half done. Default false. */
  readonly whole?: boolean
  /** Puts something between the service and the store. */
  readonly through?: (store: TokenStore) => TokenStore
}

/** A service on the configured store. Closing it closes the store. */
export interface Session {
  readonly service: TokenService
  readonly config: HallpassConfig | undefined
  close(): Promise<void>
}

/**
 * Opens the configured store and makes a service of it. For what stops by itself when the world's signal is aborted, such
 * as a server; a command that is simply left at its next step uses {@link withSession}.
 * @throws CommandError, HallpassError
 */
export async function openSession(world: World, options: SessionOptions, needs: SessionNeeds = {}): Promise<Session> {
  const path = findConfig(world.cwd, options.config)
  if (path === undefined && needs.scopes) throw noConfig()
  const config = path === undefined ? undefined : await loadConfig(path)
  const store = await configuredStore(world, options.store, config, path)
  const { through = (same: TokenStore) => same } = needs
  try {
    const service = createTokenService({ ...(config ?? { scopes: [] }), store: through(store) })
    return { service, config, close: () => service.close() }
  } catch (cause) {
    await store.close()
    throw new CommandError('failed', `${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

/**
 * The configuration, for what needs no store.
 * @throws CommandError
 */
export async function neededConfig(world: World, options: SessionOptions): Promise<HallpassConfig> {
  const path = findConfig(world.cwd, options.config)
  if (path === undefined) throw noConfig()
  return loadConfig(path)
}

function noConfig(): CommandError {
  return new CommandError('usage', 'expected hallpass.config.js here or --config <file>; hallpass init writes one')
}

/** Works on a session and closes it: at the end, after an error, and when the world says stop. */
export async function withSession<T>(
  world: World,
  options: SessionOptions,
  work: (session: Session) => Promise<T>,
  needs: SessionNeeds = {},
): Promise<T> {
  const session = await openSession(world, options, needs)
  try {
    return await (needs.whole ? work(session) : untilAborted(world.signal, work(session)))
  } finally {
    await session.close()
  }
}
