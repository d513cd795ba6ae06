import type { AnswerRow } from '../answers.js'

/** What challenges are made of, apart from the answer itself. */
export interface ChallengeFacts {
  readonly realm: string
  /** Whether `basic()` is among the sources: git asks its credential helper only after a Basic challenge. */
  readonly basic: boolean
  /** Names of the scopes that would open the request; empty where any would. */
  readonly scopes: readonly string[]
}

/** The lines of `WWW-Authenticate` for an answer (RFC 9110 11.6.1, RFC 6750 3); none where it has no challenge. */
export function challengesOf(row: AnswerRow, { realm, basic, scopes }: ChallengeFacts): readonly string[] {
  if (row.challenge === undefined) return []
  const error = row.challenge === 'none' ? '' : `, error="${row.challenge}"`
  const scope = row.namesScopes && scopes.length > 0 ? `, scope="${scopes.join(' ')}"` : ''
  const bearer = `Bearer realm="${realm}"${error}${scope}`
  return basic && row.status === 401 ? [bearer, `Basic realm="${realm}", charset="UTF-8"`] : [bearer]
}

/** Whether a realm can stand between quotes as it is. */
export function isRealm(realm: unknown): realm is string {
  return typeof realm === 'string' && /^[\x20\x21\x23-\x5b\x5d-\x7e]{1,128}$/.test(realm)
}
