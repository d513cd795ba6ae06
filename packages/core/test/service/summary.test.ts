import type { TokenRecord } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { revisionOf } from '../../src/service/summary.js'
import { bench, download } from '../fixtures.js'

async function oneRecord(): Promise<TokenRecord> {
  const { service, records } = bench()
  await service.mint(download, { resourceId: 'a', subject: 's', createdBy: 'ann' })
  return (await records())[0] as TokenRecord
}

describe('the revision that an operator decides on', () => {
  it('is the same in whatever order a store gives the members back', async () => {
    const record = await oneRecord()
    const turned = Object.fromEntries(Object.entries(record).reverse()) as unknown as TokenRecord
    const shuffled = Object.fromEntries(
      Object.entries(record).sort(([a], [b]) => (a.slice(-1) < b.slice(-1) ? -1 : 1)),
    ) as unknown as TokenRecord
    expect(new Set([record, turned, shuffled].map(revisionOf)).size).toBe(1)
  })

  it('does not tell of what is not shown: the digest, attempts and holds', async () => {
    const record = await oneRecord()
    const other = { ...record, digest: 'other', attempts: ['other'], holds: [{ id: 'h', until: 1 }] }
    expect(revisionOf(other)).toBe(revisionOf(record))
  })

  it.each<[string, Partial<TokenRecord>]>([
    ['the version', { version: 2 }],
    ['the grants', { grants: [] }],
    ['the bindings', { bindings: { a: 'b' } }],
    ['the uses that are left', { usesLeft: 0 }],
    ['the metadata', { metadata: { a: 1 } }],
  ])('is another for another value of %s', async (_, change) => {
    const record = await oneRecord()
    expect(revisionOf({ ...record, ...change })).not.toBe(revisionOf(record))
  })
})

describe('the revision that operators hand back', () => {
  it('is 256 bits as text', async () => {
    expect(revisionOf(await oneRecord())).toMatch(/^[\w-]{43}$/)
  })
})

describe('the summary of a token', () => {
  it('has everything that operators see, and nothing else', async () => {
    const { service, clock, store } = bench()
    const { id, expiresAt } = await service.mint(download, {
      resourceId: 'a',
      subject: 's',
      name: 'n',
      createdBy: 'ann',
      roles: ['r'],
      metadata: { m: 1 },
    })
    const created = new Date(clock.now)
    clock.now += 1000
    await service.revoke(id, { by: 'bob', note: 'why' })
    const summary = await service.get(id)
    expect(summary).toStrictEqual({
      id,
      status: 'revoked',
      revision: revisionOf((await store.find(id)) as TokenRecord),
      createdAt: created,
      expiresAt,
      changedAt: new Date(clock.now),
      revokedAt: new Date(clock.now),
      uses: 1,
      usesLeft: 1,
      grants: [{ scope: 'download', resourceId: 'a', anyResource: false, params: {}, routes: download.digests }],
      bindings: {},
      fingerprint: undefined,
      subject: 's',
      name: 'n',
      createdBy: 'ann',
      parent: undefined,
      roles: ['r'],
      metadata: { m: 1 },
      decisions: [{ what: 'revoked', by: 'bob', at: clock.now, note: 'why' }],
    })
  })
})
