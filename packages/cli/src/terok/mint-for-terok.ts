import { type Duration, type MintOptions, shown, type TokenService } from '@hallpass/core'
import { CommandError, InterruptedError } from '../command-error.js'
import type { Progress } from '../output/progress.js'
import type { TerokToken } from './terok-tokens.js'
import type { TokenMap } from './token-map.js'

/** What the new tokens are to be. */
export interface TerokOrder {
  readonly scope: string
  readonly ttl: string
  /** The resource id, with `{project}` in it. Default `{project}`. */
  readonly resource?: string
  /** Further scopes for the same resource. */
  readonly grant?: readonly string[]
  readonly by?: string
}

/** What goes along. */
interface Course {
  readonly map: TokenMap
  readonly progress: Progress
  readonly signal: AbortSignal
}

/**
 * Mints a token for each of terok's that is not in the map, and writes it there; answers how many. Where the signal is
 * aborted it stops between two, and the same call goes on from there.
 */
export async function mintForTerok(
  service: TokenService,
  tokens: readonly TerokToken[],
  order: TerokOrder,
  { map, progress, signal }: Course,
): Promise<number> {
  const mints = tokens.map((token) => ({ token, options: mintOptionsFor(token, order) }))
  refuseResources(service, order.scope, mints)
  const missing = mints.filter(({ token }) => !map.known.has(token.old))
  progress.tick(tokens.length - missing.length)
  for (const mint of missing) {
    if (signal.aborted) throw new InterruptedError(signal.reason)
    await mintOne(service, order.scope, mint, map)
    progress.tick()
  }
  return missing.length
}

interface Mint {
  readonly token: TerokToken
  readonly options: MintOptions & { readonly resourceId: string }
}

function mintOptionsFor({ project, task }: TerokToken, order: TerokOrder): Mint['options'] {
  const resourceId = (order.resource ?? '{project}').replaceAll('{project}', () => project)
  return {
    resourceId,
    subject: task,
    ttl: order.ttl as Duration,
    grants: (order.grant ?? []).map((scope) => ({ scope, resourceId })),
    ...(order.by !== undefined && { createdBy: order.by }),
  }
}

/** Looks at all of them before the first is minted. */
function refuseResources({ registry }: TokenService, name: string, mints: readonly Mint[]): void {
  const scope = registry.get(name)
  const at = mints.findIndex(({ options }) => scope?.acceptsResourceId(options.resourceId) === false)
  if (at === -1) return
  const came = `${shown(mints[at]?.options.resourceId)} in entry ${at + 1}`
  throw new CommandError('usage', `expected resource ids that the scope ${shown(name)} accepts, got ${came}`)
}

/** A token whose text reached nobody must not live on. */
async function mintOne(service: TokenService, scope: string, { token, options }: Mint, map: TokenMap): Promise<void> {
  const { id, token: text, expiresAt } = await service.mint(scope, options)
  const { old, project, task } = token
  try {
    await map.write({ old, id, token: text, expiresAt: expiresAt.toISOString(), project, task })
  } catch (cause) {
    await service.revoke(id, { by: 'hallpass import', note: 'its text could not be written' })
    throw new CommandError('failed', `the map could not be written; the token ${id} was revoked`, { cause })
  }
}
