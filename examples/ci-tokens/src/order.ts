import { ANY_RESOURCE, type Duration } from '@hallpass/core'

/** What a person asks to mint: a scope for one repository or for any, and what it is for. */
export interface Order {
  readonly name: string
  readonly scope: 'repo:read' | 'repo:write'
  readonly resourceId: string | typeof ANY_RESOURCE
  readonly ttl: Duration | undefined
  readonly roles: readonly string[]
}

/** Reads the body of `POST /tokens`, or says what is wrong with it. What may be minted is for the service to say. */
export function readOrder(body: unknown): Order | string {
  const {
    name,
    scope,
    repo,
    anyRepo = false,
    ttl,
    roles = [],
    ...others
  } = (body ?? {}) as Readonly<Record<string, unknown>>
  const stray = Object.keys(others)[0]
  if (stray !== undefined) return `${JSON.stringify(stray)} is no member of an order`
  if (typeof name !== 'string') return 'name must be a text: what the token is for'
  if (scope !== 'repo:read' && scope !== 'repo:write') return 'scope must be "repo:read" or "repo:write"'
  if ((repo === undefined) !== (anyRepo === true)) return 'repo must be the name of one, or anyRepo be true'
  if (repo !== undefined && typeof repo !== 'string') return 'repo must be a text'
  if (ttl !== undefined && typeof ttl !== 'string') return 'ttl must be a text such as "15m"'
  if (!Array.isArray(roles) || !roles.every((role) => typeof role === 'string')) return 'roles must be a list of texts'
  return { name, scope, resourceId: repo ?? ANY_RESOURCE, ttl: ttl as Duration | undefined, roles }
}
