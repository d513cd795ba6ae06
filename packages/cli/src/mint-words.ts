import { ANY_RESOURCE, type Duration, type FurtherGrant, type MintOptions, type ScopeRegistry } from '@hallpass/core'
import { given } from './given.js'
import type { JsonOption, StoreOptions } from './options.js'

/** The options of `mint`, as they were read. */
export interface MintWords extends JsonOption, StoreOptions {
  readonly resource?: string
  readonly anyResource?: boolean
  readonly param?: Readonly<Record<string, string>>
  readonly ttl?: string
  readonly uses?: number
  readonly binding?: Readonly<Record<string, string>>
  readonly fingerprint?: string
  readonly grant?: readonly string[]
  readonly subject?: string
  readonly name?: string
  readonly by?: string
  readonly role?: readonly string[]
  readonly metadata?: MintOptions['metadata']
}

/** What the service is asked for. */
export function mintOptions(registry: ScopeRegistry, words: MintWords, createdBy: string): MintOptions {
  const { ttl, uses, fingerprint, subject, name, metadata } = words
  const resourceId = words.anyResource ? ANY_RESOURCE : words.resource
  return given<MintOptions>({
    ...given({ resourceId, params: words.param, bindings: words.binding, roles: words.role }),
    ...given({ uses, fingerprint, subject, name, createdBy, metadata }),
    ...(ttl !== undefined && { ttl: ttl as Duration }),
    ...(words.grant && { grants: words.grant.map((text) => furtherGrant(registry, text, words)) }),
  })
}

/** `scope` is for the token's own resource, `scope=id` for another. It takes the params that its scope knows. */
function furtherGrant(registry: ScopeRegistry, text: string, words: MintWords): FurtherGrant {
  const at = text.indexOf('=')
  const scope = at === -1 ? text : text.slice(0, at)
  const own = words.anyResource ? ANY_RESOURCE : words.resource
  const known = registry.get(scope)?.fixed ?? []
  return {
    scope,
    ...given({ resourceId: at === -1 ? own : text.slice(at + 1) }),
    params: Object.fromEntries(Object.entries(words.param ?? {}).filter(([name]) => known.includes(name))),
  }
}
