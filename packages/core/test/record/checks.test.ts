import { createTokenService, memoryStore, REFUSAL_REASONS, type RefusalReason, type TokenRecord } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { bench, command, START } from '../fixtures.js'

const REQUEST = {
  method: 'POST',
  target: '/commands/c/run',
  context: { session: 's', sandbox: 'b' },
  fingerprint: 'f',
} as const

/** One way to make each check fail, by changing the record, the request or the moment; the rest fits. */
interface Fault {
  readonly record?: (record: TokenRecord) => TokenRecord
  readonly request?: Partial<typeof REQUEST>
  readonly now?: number
}

const FAULTS: Partial<Record<RefusalReason, Fault>> = {
  revoked: { record: (record) => ({ ...record, state: 'closed', closedAs: 'revoked' }) },
  denied: { record: (record) => ({ ...record, state: 'closed', closedAs: 'denied' }) },
  consumed: { record: (record) => ({ ...record, state: 'closed', closedAs: 'consumed', usesLeft: 0 }) },
  expired: { now: START + 300_000 },
  scope_unknown: {
    record: (record) => ({ ...record, grants: record.grants.map((grant) => ({ ...grant, scope: 'gone' })) }),
  },
  route_not_allowed: { request: { target: '/commands/d/run' as never } },
  fingerprint_mismatch: { request: { fingerprint: 'g' as never } },
  context_mismatch: { request: { context: { session: 's', sandbox: 'x' } as never } },
  pending: { record: (record) => ({ ...record, state: record.state === 'closed' ? 'closed' : 'pending' }) },
  reserved: { record: (record) => ({ ...record, holds: [{ id: 'h', until: START + 600_000 }] }) },
}

/** Asks for a token with some faults at once. */
async function reasonWith(...faults: readonly Fault[]): Promise<string> {
  const { service, store, clock } = bench([command])
  const minted = await service.mint(command, {
    resourceId: 'c',
    createdBy: 'ann',
    bindings: REQUEST.context,
    fingerprint: 'f',
  })
  await service.approve(minted.id, { by: 'bob' })
  const record = faults.reduce<TokenRecord>(
    (made, fault) => fault.record?.(made) ?? made,
    (await store.find(minted.id)) as TokenRecord,
  )
  await store.replace({ ...record, version: record.version + 1 })
  for (const fault of faults) clock.now = fault.now ?? clock.now
  const answer = await service.consume(
    minted.token,
    Object.assign({}, REQUEST, ...faults.map((fault) => fault.request)),
  )
  return answer.ok ? 'ok' : answer.refusal.reason
}

const ORDER = REFUSAL_REASONS.filter((reason) => reason in FAULTS)
const CLOSED: readonly RefusalReason[] = ['revoked', 'denied', 'consumed']

/** Every pair of faults that a record can have at once: it is closed in one way only, and a pending one holds nothing back. */
const PAIRS = ORDER.flatMap((first, index) => ORDER.slice(index + 1).map((second) => [first, second] as const)).filter(
  ([first, second]) => !(CLOSED.includes(first) && CLOSED.includes(second)),
)

describe('the checks', () => {
  it('pass where nothing is at fault', async () => {
    expect(await reasonWith()).toBe('ok')
  })

  it.each(ORDER)('tell %s where that alone is at fault', async (reason) => {
    expect(await reasonWith(FAULTS[reason] as Fault)).toBe(reason)
  })

  it.each(PAIRS)('A9 B7 tell %s before %s', async (first, second) => {
    expect(await reasonWith(FAULTS[second] as Fault, FAULTS[first] as Fault)).toBe(first)
  })

  it('tell disabled before anything of the token, and missing and malformed before the store is asked', async () => {
    const { service, store } = bench([command])
    const minted = await service.mint(command, {
      resourceId: 'c',
      createdBy: 'ann',
      bindings: REQUEST.context,
      fingerprint: 'f',
    })
    const off = createTokenService({ scopes: [command], store, enabled: false })
    for (const presented of [undefined, 'x', minted.token])
      expect(await off.consume(presented, REQUEST)).toEqual({ ok: false, refusal: { reason: 'disabled' } })
  })

  it('tell unknown alike for a token without a record and for a wrong secret, whatever the state of the record', async () => {
    const [here, elsewhere] = [bench([command]), bench([command])]
    const options = { resourceId: 'c', createdBy: 'ann', bindings: REQUEST.context, fingerprint: 'f' }
    const stranger = await elsewhere.service.mint(command, options)
    const answer = { ok: false, refusal: { reason: 'unknown' } }
    expect(await here.service.consume(stranger.token, REQUEST)).toEqual(answer)
    const record = (await elsewhere.store.find(stranger.id)) as TokenRecord
    const store = memoryStore()
    await store.insert({
      ...record,
      digest: record.digest.replace(/^./, (character) => (character === 'A' ? 'B' : 'A')),
      state: 'closed',
      closedAs: 'revoked',
    })
    expect(await bench([command], { store }).service.consume(stranger.token, REQUEST)).toEqual(answer)
  })
})
