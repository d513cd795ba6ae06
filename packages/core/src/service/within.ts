import { HallpassError, shown } from '../errors.js'
import type { Grant, TokenRecord } from '../record/record.js'
import { statusOf } from '../record/status.js'
import type { Scope } from '../scope/scope.js'
import { scopeDigest } from '../scope/scope-digest.js'
import type { ServiceContext } from './context.js'
import { find } from './find.js'
import { GivenToken } from './given-token.js'
import type { MintOptions } from './mint-types.js'

/**
 * The record of the token within which is minted, read again.
 * @throws HallpassError `ERR_WITHIN` where this service did not give it out, or it is not active, or its uses are limited
 */
export async function readParent(
  context: ServiceContext,
  within: MintOptions['within'],
): Promise<TokenRecord | undefined> {
  if (within === undefined) return undefined
  if (!GivenToken.isOf(context, within))
    throw excess('within must be a token that validate() or consume() of this service gave out')
  const parent = await find(context, within.id)
  const status = parent ? statusOf(parent, context.clock()) : 'unknown'
  if (!parent || status !== 'active')
    throw excess(`the token to mint within is ${status}, and only an active one hands on`)
  if (parent.usesLeft !== null) throw excess('the token to mint within has limited uses, and hands on nothing')
  return parent
}

/** The options of a mint with what it inherits for the bindings and the fingerprint that its scope asks for. */
export function inherited(scope: Scope, options: MintOptions, parent: TokenRecord | undefined): MintOptions {
  if (!parent) return options
  const bindings = Object.fromEntries(
    Object.entries(parent.bindings).filter(([name]) => scope.bindings.some((binding) => binding.name === name)),
  )
  const fingerprint = options.fingerprint ?? (scope.fingerprint ? parent.fingerprint : undefined)
  return {
    ...options,
    bindings: { ...bindings, ...options.bindings },
    ...(fingerprint === undefined ? {} : { fingerprint }),
  }
}

/** The parts of a new record that must stay within its parent. */
export type Narrowed = Pick<TokenRecord, 'expiresAt' | 'grants' | 'roles' | 'bindings' | 'fingerprint'>

/**
 * Narrows a new record to its parent: what it inherits is added, what exceeds is named.
 * @throws HallpassError `ERR_WITHIN`
 */
export function narrowTo<D extends Narrowed & Pick<TokenRecord, 'state'>>(
  parent: TokenRecord,
  draft: D,
): D & { readonly parent: string } {
  if (draft.expiresAt > parent.expiresAt)
    throw excess(`expires ${draft.expiresAt - parent.expiresAt} ms after the token that it is minted within`)
  const role = draft.roles.find((name) => !parent.roles.includes(name))
  if (role !== undefined) throw excess(`the role ${shown(role)} is more than the token to mint within has`)
  if (parent.fingerprint !== undefined && draft.fingerprint !== undefined && draft.fingerprint !== parent.fingerprint)
    throw excess('the fingerprint is not that of the token to mint within')
  return {
    ...draft,
    state: 'active',
    parent: parent.id,
    grants: draft.grants.map((grant) => narrowGrant(parent, grant)),
    bindings: inheritedBindings(parent, draft),
    ...(parent.fingerprint === undefined ? {} : { fingerprint: parent.fingerprint }),
  }
}

/** A grant of the parent must cover it; routes that the parent was not minted for are left out. */
function narrowGrant(parent: TokenRecord, grant: Grant): Grant {
  const covering = parent.grants.find((wider) => covers(wider, grant))
  if (!covering) {
    const resource = grant.anyResource
      ? 'any resource'
      : grant.resourceId === null
        ? 'no resource'
        : shown(grant.resourceId)
    throw excess(`the scope ${shown(grant.scope)} for ${resource} is more than the token to mint within has`)
  }
  return { ...grant, routes: grant.routes.filter((digest) => covering.routes.includes(digest)) }
}

function covers(wider: Grant, grant: Grant): boolean {
  if (wider.scope !== grant.scope && !wider.routes.includes(scopeDigest(grant.scope))) return false
  const resource = wider.anyResource || (!grant.anyResource && wider.resourceId === grant.resourceId)
  return resource && Object.entries(grant.params).every(([name, value]) => wider.params[name] === value)
}

function inheritedBindings(parent: TokenRecord, draft: Narrowed): TokenRecord['bindings'] {
  const differing = Object.keys(parent.bindings).find(
    (name) => Object.hasOwn(draft.bindings, name) && draft.bindings[name] !== parent.bindings[name],
  )
  if (differing === undefined) return { ...draft.bindings, ...parent.bindings }
  throw excess(`the binding ${shown(differing)} differs from that of the token to mint within`)
}

function excess(text: string): HallpassError {
  return new HallpassError('ERR_WITHIN', text)
}
