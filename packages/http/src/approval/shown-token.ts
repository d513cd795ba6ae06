import type {
  Grant,
  JsonObject,
  RecordedDecision,
  ScopeRegistry,
  ScopeRoute,
  TokenStatus,
  TokenSummary,
} from '@hallpass/core'

/** What operators are shown of a token, and what they decide on. There is no secret in it. */
export interface ShownToken {
  readonly id: string
  readonly status: TokenStatus
  /** The digest of all that is shown and does not follow from the clock: a decision hands it back. */
  readonly revision: string
  readonly grants: readonly ShownGrant[]
  readonly bindings: Readonly<Record<string, string>>
  /** The digest of the one action that the token opens; `null` where it opens more. */
  readonly fingerprint: string | null
  readonly createdBy: string | null
  /** Whether who asked for it may approve it. */
  readonly selfApproval: boolean
  readonly subject: string | null
  readonly name: string | null
  readonly roles: readonly string[]
  /** The id of the token within which it was minted. */
  readonly parent: string | null
  /** `null` for unlimited. */
  readonly uses: number | null
  readonly usesLeft: number | null
  readonly createdAt: Date
  readonly expiresAt: Date
  /** Milliseconds until then, from 0 on. */
  readonly timeLeft: number
  readonly decisions: readonly ShownDecision[]
  /** Only where the option says so. */
  readonly metadata?: JsonObject
}

/** A grant with the routes that it opens now: declared, and there when it was minted. */
export interface ShownGrant extends Pick<Grant, 'scope' | 'resourceId' | 'anyResource' | 'params'> {
  readonly routes: readonly ShownRoute[]
}

/** A route as the scope declares it. */
export interface ShownRoute {
  readonly method: string
  readonly path: string
  /** Whether taking it uses the token up. */
  readonly spends: boolean
  /** Parameters that must be there. */
  readonly query: Readonly<Record<string, string>>
}

/** Who decided what, when, and why. */
export interface ShownDecision {
  readonly what: RecordedDecision['what']
  readonly by: string
  readonly at: Date
  readonly note: string | null
}

/** How a token is shown. */
export interface Showing {
  readonly registry: ScopeRegistry
  /** Whether metadata is shown. */
  readonly metadata: boolean
  /** Milliseconds. */
  readonly now: number
}

/** What is shown of a token at a moment. */
export function shownToken(summary: TokenSummary, { registry, metadata, now }: Showing): ShownToken {
  const { id, status, revision, bindings, roles, uses, usesLeft, createdAt, expiresAt } = summary
  return {
    ...{ id, status, revision },
    grants: summary.grants.map((grant) => shownGrant(grant, registry)),
    bindings,
    fingerprint: summary.fingerprint ?? null,
    createdBy: summary.createdBy ?? null,
    selfApproval: registry.get(summary.grants[0]?.scope ?? '')?.selfApproval === true,
    subject: summary.subject ?? null,
    name: summary.name ?? null,
    roles,
    parent: summary.parent ?? null,
    ...{ uses, usesLeft, createdAt, expiresAt },
    timeLeft: Math.max(0, expiresAt.getTime() - now),
    decisions: summary.decisions.map(({ what, by, at, note }) => ({ what, by, at: new Date(at), note: note ?? null })),
    ...(metadata && { metadata: summary.metadata }),
  }
}

function shownGrant({ scope, resourceId, anyResource, params, routes }: Grant, registry: ScopeRegistry): ShownGrant {
  const minted = new Set(routes)
  const isOpen = ({ digest, resource, anyResource: any }: ScopeRoute) =>
    minted.has(digest) && (!anyResource || resource === undefined || any)
  const shownRoutes = (registry.get(scope)?.routes ?? [])
    .filter(isOpen)
    .map(({ method, path, spends, query }) => ({ method, path, spends, query }))
  return { scope, resourceId, anyResource, params, routes: shownRoutes }
}
