import { HallpassError, shown } from '../errors.js'
import type { Grant, TokenRecord } from '../record/record.js'
import type { Scope } from '../scope/scope.js'
import type { InsertLimits } from '../store/store.js'
import { createId, createSecret } from '../token/id.js'
import { nameOf } from './ask.js'
import { keep } from './at-store.js'
import type { ServiceContext } from './context.js'
import { find } from './find.js'
import { countedIn } from './load.js'
import { readGrants } from './mint-grants.js'
import { checkMintOptions, readBound, readFingerprint, readTtl, readUses } from './mint-options.js'
import type { MintedToken, MintOptions } from './mint-types.js'
import { createMintedToken } from './minted-token.js'
import { operate } from './operate.js'
import { inherited, narrowTo, readParent } from './within.js'

/** Makes a record and its token. Everything is checked before anything is stored. */
export async function mint(
  context: ServiceContext,
  scope: Scope | string,
  options: MintOptions = {},
): Promise<MintedToken> {
  const registered = registeredScope(context, scope)
  checkMintOptions(registered, options)
  const grants = readGrants(registered, options, (further) => registeredScope(context, further))
  return countedIn(context, 'insert', () => mintOne(context, registered, options, grants))
}

async function mintOne(
  context: ServiceContext,
  scope: Scope,
  options: MintOptions,
  grants: readonly Grant[],
): Promise<MintedToken> {
  const parent = await readParent(context, options.within)
  const draft = draftOf(context, scope, inherited(scope, options, parent), grants, parent)
  for (let attempt = 0; attempt < context.collisionAttempts; attempt++) {
    const minted = await insertOne(context, scope, draft)
    if (minted) return parent ? stillWithin(context, minted, parent.id) : minted
  }
  throw new HallpassError('ERR_COLLISIONS', `${context.collisionAttempts} ids in a row were taken; is random stuck?`)
}

/** @throws HallpassError `ERR_SCOPE_UNKNOWN` */
function registeredScope({ registry }: ServiceContext, scope: Scope | string): Scope {
  const registered = registry.get(nameOf(scope))
  if (registered && (typeof scope === 'string' || scope === registered)) return registered
  throw new HallpassError(
    'ERR_SCOPE_UNKNOWN',
    `the scope ${shown(nameOf(scope))} is not in the registry of this service`,
  )
}

type Draft = Omit<TokenRecord, 'id' | 'digest' | 'pepper'>

function draftOf(
  context: ServiceContext,
  scope: Scope,
  options: MintOptions,
  grants: readonly Grant[],
  parent: TokenRecord | undefined,
): Draft {
  const now = context.clock()
  const expiresAt = now + readTtl(scope, options, context.registry, parent && parent.expiresAt - now)
  const uses = readUses(scope, options)
  const draft = {
    version: 1,
    attempts: [context.nextAttempt()],
    format: context.format.name,
    state: scope.approval === 'required' ? 'pending' : 'active',
    createdAt: now,
    expiresAt,
    forgetAt: expiresAt + (scope.retention ?? context.retention),
    changedAt: now,
    uses,
    usesLeft: uses,
    holds: [],
    returned: 0,
    grants,
    bindings: readBound(scope, options),
    ...present({ fingerprint: readFingerprint(scope, options) }),
    ...present({ subject: options.subject, name: options.name, createdBy: options.createdBy }),
    roles: [...(options.roles ?? [])],
    metadata: structuredClone(options.metadata ?? {}),
    decisions: [],
  } satisfies Draft
  return parent ? narrowTo(parent, draft) : draft
}

/** Only the members that have a value. */
function present<T extends Record<string, unknown>>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never
}

/** Whoever revokes the parent closes the children that it finds: one that came in behind it is closed here. */
async function stillWithin(context: ServiceContext, minted: MintedToken, parentId: string): Promise<MintedToken> {
  const parent = await find(context, parentId)
  if (parent && parent.state !== 'closed') return minted
  await operate(context, 'revoke', minted.id, {
    by: 'application',
    note: 'the token that it was minted within was closed',
  })
  throw new HallpassError('ERR_WITHIN', 'the token to mint within was closed meanwhile')
}

/** `undefined` where the id is taken. */
async function insertOne(context: ServiceContext, scope: Scope, draft: Draft): Promise<MintedToken | undefined> {
  const claim = { id: createId(draft.createdAt, context.random), secret: createSecret(context.random) }
  const record: TokenRecord = { id: claim.id, ...context.digester.digest(claim), ...draft }
  const token = await context.format.issue({ record, secret: claim.secret, prefix: scope.prefix ?? context.prefix })
  const outcome = await keep(context, record, limitsOf(scope, draft.createdAt))
  if (outcome === 'taken') return undefined
  if (outcome === 'full')
    throw new HallpassError('ERR_MAX_LIVE', `the scope ${shown(scope.name)} has as many live tokens as maxLive allows`)
  context.events.tell('minted', {
    id: record.id,
    scopes: record.grants.map((grant) => grant.scope),
    expiresAt: new Date(record.expiresAt),
    createdBy: record.createdBy,
  })
  return createMintedToken(record, token)
}

function limitsOf({ maxLive }: Scope, now: number): InsertLimits | undefined {
  return Object.keys(maxLive).length > 0 ? { now, ...maxLive } : undefined
}
