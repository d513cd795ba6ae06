import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { CommandError } from './command-error.js'
import type { GateLimits } from './gate/limits.js'
import type { GateOptions } from './gate/options.js'
import type { StoreOptions } from './options.js'
import type { World } from './world.js'

/** The words of `hallpass gate`. */
export interface GateWords extends StoreOptions {
  readonly mode: string
  readonly dialect?: string
  readonly pathPrefix?: string
  readonly upstream?: string
  readonly listen?: string
  readonly socketMode?: string
  readonly adminListen?: string
  readonly limit?: Readonly<Record<string, string>>
  readonly trustedPeers?: readonly string[]
  readonly secretFile?: string
  readonly from?: readonly string[]
  readonly spend?: string
  readonly limitedUses?: boolean
  readonly realm?: string
  readonly disclosure?: string
  readonly allowedOrigin?: readonly string[]
}

/**
 * The options that the words say. They are checked where options are checked, and not twice.
 * @throws CommandError where the secret cannot be read
 */
export async function gateOptions(world: World, words: GateWords): Promise<GateOptions> {
  const { config, store, limit, secretFile, trustedPeers, from, allowedOrigin, ...same } = words
  const secret = await readSecretOf(world, words)
  return {
    ...same,
    ...(limit && { limits: limitsOf(limit) }),
    ...(trustedPeers && { trustedPeers: trustedPeers.flatMap(betweenCommas) }),
    ...(from && { from: from.flatMap(betweenCommas) }),
    ...(allowedOrigin && { allowedOrigins: allowedOrigin }),
    ...(secret !== undefined && { secret }),
  } as unknown as GateOptions
}

function betweenCommas(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim())
}

/** What is no number is refused by its name, as what is no limit is. */
function limitsOf(limit: Readonly<Record<string, string>>): GateLimits {
  return Object.fromEntries(
    Object.entries(limit).map(([name, text]) => [name, /^\d+$/.test(text) ? Number(text) : text]),
  ) as unknown as GateLimits
}

/** Never from the arguments, which every user of the machine can read. In proxy mode nobody asks, and nothing is read. */
async function readSecretOf({ env, cwd }: World, { mode, secretFile }: GateWords): Promise<string | undefined> {
  if (secretFile === undefined) return mode === 'forward-auth' ? env['HALLPASS_GATE_SECRET'] : undefined
  try {
    return (await readFile(resolve(cwd, secretFile), 'utf8')).trim()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new CommandError('failed', `the secret could not be read: ${why}`, { cause })
  }
}
