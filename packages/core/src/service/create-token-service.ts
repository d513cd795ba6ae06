import { consume } from './consume.js'
import { consumeExpected } from './consume-expected.js'
import { createContext, type ServiceContext } from './context.js'
import { count } from './count.js'
import { explain } from './explain.js'
import { find } from './find.js'
import { records } from './list.js'
import { mint } from './mint.js'
import { operate } from './operate.js'
import type { TokenFilter, TokenSummary } from './operator-types.js'
import type { TokenServiceOptions } from './options.js'
import { reserve } from './reserve.js'
import { revoke, revokeByResource, revokeMatching } from './revoke.js'
import { summaryOf } from './summary.js'
import { sweep } from './sweep.js'
import type { TokenService } from './token-service.js'
import { validate } from './validate.js'

/**
 * Makes the service that mints, checks and ends tokens, over a store.
 * @throws HallpassError `ERR_OPTIONS`, `ERR_SCOPE_DUPLICATE`
 */
export function createTokenService(options: TokenServiceOptions): TokenService {
  const context = createContext(options)
  const service: Omit<TokenService, 'mint' | 'validate' | 'consume' | 'reserve'> & Untyped = {
    registry: context.registry,
    owns: (text) => typeof text === 'string' && context.format.owns(text),
    mint: (scope, mintOptions) => mint(context, scope, mintOptions),
    validate: (presented, request) => validate(context, presented, request),
    consume: (presented, request) => consume(context, presented, request),
    get: (id) => get(context, id),
    list: (filter) => list(context, filter),
    count: (scope) => count(context, scope),
    reserve: (presented, request) => reserve(context, presented, request),
    consumeExpected: (expectedId, presented, request) => consumeExpected(context, expectedId, presented, request),
    approve: (id, decision) => operate(context, 'approve', id, decision),
    deny: (id, decision) => operate(context, 'deny', id, decision),
    revoke: (id, decision) => revoke(context, id, decision),
    revokeByResource: (scope, resourceId, decision) => revokeByResource(context, scope, resourceId, decision),
    revokeMatching: (filter, decision) => revokeMatching(context, filter, decision),
    sweep: (before, sweepOptions) => sweep(context, before, sweepOptions),
    explain: (subject, request) => explain(context, subject, request),
    close: () => context.store.close(),
  }
  return Object.freeze(service as TokenService)
}

/** The methods whose public types follow the scope; what runs is the same for all scopes. */
interface Untyped {
  mint(...args: Rest<typeof mint>): ReturnType<typeof mint>
  validate(...args: Rest<typeof validate>): ReturnType<typeof validate>
  consume(...args: Rest<typeof consume>): ReturnType<typeof consume>
  reserve(...args: Rest<typeof reserve>): ReturnType<typeof reserve>
}

type Rest<F> = F extends (context: ServiceContext, ...rest: infer R) => unknown ? R : never

async function get(context: ServiceContext, id: string): Promise<TokenSummary | undefined> {
  const record = await find(context, id)
  return record && summaryOf(record, context.clock())
}

async function* list(context: ServiceContext, filter?: TokenFilter): AsyncGenerator<TokenSummary> {
  for await (const record of records(context, filter)) yield summaryOf(record, context.clock())
}
