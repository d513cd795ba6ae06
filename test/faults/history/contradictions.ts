import type { Deed, History, MintedUnderTest } from './history.js'

/** What contradicts the promises of a token, a line each; an empty list for a history that may stand. */
export function contradictionsIn({ tokens, deeds, left }: History): readonly string[] {
  return tokens.flatMap((token) => {
    const life = lifeOf(
      token,
      deeds.filter((deed) => deed.token === token.id),
      left.get(token.id),
    )
    return Object.entries(PROMISES).flatMap(([promise, broken]) => {
      const how = broken(life)
      return how === undefined ? [] : [`${token.id}: ${promise}: ${how}`]
    })
  })
}

/** What happened to one token. */
interface Life {
  readonly token: MintedUnderTest
  readonly ok: readonly Deed[]
  /** Uses that may have been spent although nobody heard so. */
  readonly maybe: readonly Deed[]
  readonly revoked: readonly Deed[]
  readonly approvals: readonly Deed[]
  readonly left: number | null | undefined
}

/** The clock of the tokens shows whole milliseconds. */
const TICK = 1

function lifeOf(token: MintedUnderTest, deeds: readonly Deed[], left: number | null | undefined): Life {
  const uses = deeds.filter(({ what }) => what === 'use')
  return {
    token,
    ok: uses.filter(({ outcome }) => outcome === 'ok'),
    maybe: uses.filter((use) => use.outcome === 'unknown' || refusedLate(use, token)),
    revoked: deeds.filter(({ what, outcome }) => what === 'revoke' && outcome === 'ok'),
    approvals: deeds.filter(({ what, outcome }) => what === 'approve' && outcome !== 'refused'),
    left,
  }
}

/** A use whose swap was under way when the token expired is spent, and refused. */
function refusedLate({ outcome, end }: Deed, { expiresAt }: MintedUnderTest): boolean {
  return outcome === 'refused' && end >= expiresAt - TICK
}

const PROMISES: Readonly<Record<string, (life: Life) => string | undefined>> = {
  'a use succeeds once': ({ token, ok }) =>
    token.uses !== null && ok.length > token.uses ? `${ok.length} of ${token.uses}` : undefined,

  'nothing succeeds that began after a revoke returned': ({ ok, revoked }) => {
    const end = Math.min(...revoked.map((revoke) => revoke.end))
    return first(ok, (use) => use.begin > end)
  },

  'nothing succeeds that began after the expiry': ({ token, ok }) =>
    first(ok, (use) => use.begin > token.expiresAt + TICK),

  'nothing succeeds before an approval began': ({ token, ok, approvals }) => {
    const begin = Math.min(...approvals.map((approval) => approval.begin))
    return token.pending ? first(ok, (use) => use.end < begin) : undefined
  },

  'no record vanishes': ({ left }) => (left === undefined ? 'it is gone' : undefined),

  'no use vanishes or comes back': ({ token, ok, maybe, left }) => {
    if (token.uses === null || left === undefined || left === null) return undefined
    const spent = token.uses - left
    return spent >= ok.length && spent <= ok.length + maybe.length
      ? undefined
      : `${spent} spent, ${ok.length} succeeded, ${maybe.length} may have`
  },
}

function first(uses: readonly Deed[], wrong: (use: Deed) => boolean): string | undefined {
  const use = uses.find(wrong)
  return use && `one from ${use.begin} to ${use.end}`
}
