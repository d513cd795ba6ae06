import { createHash } from 'node:crypto'
import type { TokenService, TokenSummary } from '@hallpass/core'

/** The tokens that wait for approval, oldest first. */
export interface Pending {
  readonly tokens: readonly TokenSummary[]
  /** Whether there are more than are listed. */
  readonly more: boolean
  /** Differs where the list differs. It tells nothing of what is in it. */
  readonly digest: string
}

/** The most tokens that are listed. */
const MOST_LISTED = 100

/**
 * Looks up what waits for approval.
 * @throws HallpassError `ERR_STORE`, `ERR_CLOCK`
 */
export async function readPending(service: TokenService): Promise<Pending> {
  const found: TokenSummary[] = []
  for await (const summary of service.list({ state: 'pending' })) {
    found.push(summary)
    if (found.length > MOST_LISTED) break
  }
  const tokens = found.slice(0, MOST_LISTED)
  const more = found.length > MOST_LISTED
  return { tokens, more, digest: digestOf(tokens, more) }
}

function digestOf(tokens: readonly TokenSummary[], more: boolean): string {
  const shown = [more, ...tokens.map(({ id, revision }) => [id, revision])]
  return createHash('sha256').update(JSON.stringify(shown)).digest('base64url')
}
