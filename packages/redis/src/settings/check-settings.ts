import type { Command } from '../client/driver.js'
import type { StoreWarning } from './warnings.js'

/** Asks every master a command. */
type Ask = (command: Command) => Promise<readonly unknown[]>

/**
 * Looks at the settings of every master: what may bring a spent use back, or lose tokens. What may not be looked at, as on
 * many managed servers, is a warning too.
 */
export async function checkSettings(ask: Ask): Promise<readonly StoreWarning[]> {
  try {
    const [settings, info] = await Promise.all([readSettings(ask), ask(['INFO', 'replication'])])
    const found = settings.flatMap((each, index) => concerns(each, String(info[index] ?? '')))
    return [...new Map(found.map((warning) => [warning.kind, warning])).values()]
  } catch (error) {
    return [UNCHECKED(error instanceof Error ? error.message : 'Redis failed')]
  }
}

const NAMES = ['appendonly', 'appendfsync', 'save', 'maxmemory', 'maxmemory-policy', 'min-replicas-to-write'] as const

type Settings = Readonly<Record<(typeof NAMES)[number], string>>

/** One at a time: servers before 7.0 take one name. */
async function readSettings(ask: Ask): Promise<readonly Settings[]> {
  const values = await Promise.all(NAMES.map((name) => ask(['CONFIG', 'GET', name])))
  const masters = values[0] ?? []
  return masters.map(
    (_, master) =>
      Object.fromEntries(NAMES.map((name, at) => [name, settingIn(values[at]?.[master], name)])) as Settings,
  )
}

/** A list of name and value, or a map, as the protocol and the client have it. */
function settingIn(reply: unknown, name: string): string {
  if (Array.isArray(reply)) return String(reply[1] ?? '')
  if (reply instanceof Map) return String(reply.get(name) ?? '')
  return String((reply as Readonly<Record<string, unknown>> | null)?.[name] ?? '')
}

function concerns(settings: Settings, info: string): readonly StoreWarning[] {
  const replicas = Number(/^connected_slaves:(\d+)/m.exec(info)?.[1] ?? 0)
  return [
    ...ofPersistence(settings),
    ...(settings.maxmemory !== '0' && settings['maxmemory-policy'] !== 'noeviction' ? [EVICTION(settings)] : []),
    ...(replicas > 0 && settings['min-replicas-to-write'] === '0' ? [FAILOVER] : []),
    ...(/^role:slave/m.test(info) ? [REPLICA] : []),
  ]
}

function ofPersistence({ appendonly, appendfsync, save }: Settings): readonly StoreWarning[] {
  if (appendonly !== 'yes') return [save === '' ? NO_PERSISTENCE : SNAPSHOTS_ONLY(save)]
  return appendfsync === 'always' ? [] : [APPEND_DELAYED(appendfsync)]
}

const SNAPSHOTS_ONLY = (save: string): StoreWarning => ({
  kind: 'snapshots_only',
  text: `Redis keeps snapshots only (appendonly no, save "${save}"): after a crash, tokens that were used or revoked since the last one open again. Set appendonly yes, appendfsync always.`,
})

const NO_PERSISTENCE: StoreWarning = {
  kind: 'no_persistence',
  text: 'Redis keeps nothing on disk (appendonly no, save ""): after a restart all tokens are gone. Set appendonly yes, appendfsync always.',
}

const APPEND_DELAYED = (appendfsync: string): StoreWarning => ({
  kind: 'append_delayed',
  text: `Redis answers before its disk has the change (appendfsync ${appendfsync}): after a loss of power, tokens that were used or revoked in the last moments may open again. Set appendfsync always.`,
})

const EVICTION = (settings: Settings): StoreWarning => ({
  kind: 'eviction',
  text: `Redis may drop any key when memory is short (maxmemory-policy ${settings['maxmemory-policy']}): tokens, and the indexes that revocation finds them by. Set maxmemory-policy noeviction.`,
})

const FAILOVER: StoreWarning = {
  kind: 'failover',
  text: 'Redis has replicas and does not wait for any (min-replicas-to-write 0): after a failover, tokens that were used or revoked in the last moments may open again. Set min-replicas-to-write 1, min-replicas-max-lag 2 or so.',
}

const REPLICA: StoreWarning = {
  kind: 'replica',
  text: 'the client is connected to a replica: what it reads may be old, and it takes no writes. Connect to the master.',
}

const UNCHECKED = (why: string): StoreWarning => ({
  kind: 'unchecked',
  text: `the settings of Redis could not be checked (${why}): see that appendonly is yes, appendfsync always, and maxmemory-policy noeviction.`,
})
