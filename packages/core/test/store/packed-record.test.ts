import type { TokenRecord } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { createRecordPacker } from '../../src/store/packed-record.js'

const GRANT = { scope: 's', resourceId: 'r', anyResource: false, params: {}, routes: ['abcdefgh'] }

function recordOf(overrides: Partial<TokenRecord> = {}): TokenRecord {
  return {
    id: '0VkS2aQz00000001',
    version: 1,
    attempts: ['first'],
    format: 'text',
    digest: 'digest',
    state: 'active',
    createdAt: 1_760_000_012_345,
    expiresAt: 1_760_000_912_345,
    forgetAt: 1_760_001_212_345,
    changedAt: 1_760_000_012_345,
    uses: null,
    usesLeft: null,
    holds: [],
    returned: 0,
    grants: [GRANT],
    bindings: {},
    roles: [],
    metadata: {},
    decisions: [],
    ...overrides,
  }
}

describe('a packed record', () => {
  it.each<[string, Partial<TokenRecord>]>([
    ['nothing of its own', {}],
    ['a whole minute', { createdAt: 60_000, changedAt: 60_001, expiresAt: 60_002, forgetAt: 60_003 }],
    ['a moment before the epoch', { createdAt: -1, changedAt: 0, expiresAt: 1, forgetAt: 1 }],
    ['no attempt', { attempts: [] }],
    ['many attempts', { attempts: ['a', 'b', 'c'] }],
    ['no grant', { grants: [] }],
    ['a grant without a resource', { grants: [{ ...GRANT, resourceId: null }] }],
    ['further grants', { grants: [GRANT, { ...GRANT, resourceId: 'q' }, { ...GRANT, resourceId: null }] }],
    ['further grants and no resource', { grants: [{ ...GRANT, resourceId: null }, GRANT] }],
    ['a pepper', { pepper: 'p' }],
    ['an end', { state: 'closed', closedAs: 'revoked' }],
    ['a subject', { subject: 's' }],
    ['an empty subject', { subject: '' }],
    ['a name, a creator, a parent and a fingerprint', { name: 'n', createdBy: 'c', parent: 'p', fingerprint: 'f' }],
    ['roles', { roles: ['a', 'b'] }],
    ['metadata', { metadata: { a: [{ b: null }] } }],
    ['bindings', { bindings: { a: 'b' } }],
    ['holds', { holds: [{ id: 'h', until: 1 }], returned: 2 }],
    ['decisions', { decisions: [{ what: 'approved', by: 'bob', at: 1, note: 'fine' }] }],
    ['uses', { uses: 3, usesLeft: 2 }],
  ])('is unpacked as it was, with %s', (_, overrides) => {
    const record = recordOf(overrides)
    const packer = createRecordPacker()
    expect(packer.unpack(record.id, packer.pack(record))).toStrictEqual(record)
  })

  it('is not changed by what is written into the record afterwards', () => {
    const packer = createRecordPacker()
    const metadata = { list: [1] }
    const attempts = ['a', 'b']
    const roles = ['r']
    const packed = packer.pack(recordOf({ metadata, attempts, roles }))
    metadata.list.push(2)
    attempts.push('c')
    roles.push('q')
    expect(packer.unpack('id', packed)).toMatchObject({ metadata: { list: [1] }, attempts: ['a', 'b'], roles: ['r'] })
  })

  it('has nothing of its own where the record has nothing but what others have too', () => {
    const packer = createRecordPacker()
    expect(packer.pack(recordOf()).own).toBeUndefined()
    expect(packer.pack(recordOf({ subject: 's' })).own).toMatchObject({ subject: 's' })
  })
})

describe('a mould', () => {
  const packer = () => {
    const { pack, drop } = createRecordPacker()
    const one = pack(recordOf())
    return { pack, drop, one }
  }

  it('is one for records that differ in nothing but what is their own', () => {
    const { pack, one } = packer()
    const other = recordOf({
      id: '0VkS2aQz00000002',
      digest: 'another',
      attempts: ['another'],
      createdAt: 1_770_000_000_000,
      changedAt: 1_770_000_000_007,
      expiresAt: 1_770_000_900_000,
      forgetAt: 1_770_001_200_000,
      grants: [{ ...GRANT, resourceId: 'q' }],
      subject: 's',
      metadata: { a: 1 },
    })
    expect(pack(other).mould).toBe(one.mould)
  })

  it.each<[string, Partial<TokenRecord>]>([
    ['life', { expiresAt: 1_760_000_912_346 }],
    ['version', { version: 2 }],
    ['state', { state: 'pending' }],
    ['roles', { roles: ['r'] }],
    ['routes', { grants: [{ ...GRANT, routes: [] }] }],
  ])('is another for another %s', (_, overrides) => {
    const { pack, one } = packer()
    expect(pack(recordOf(overrides)).mould).not.toBe(one.mould)
  })

  it('is kept as long as a record has it, and no longer', () => {
    const { pack, drop, one } = packer()
    const two = pack(recordOf())
    drop(one)
    const three = pack(recordOf())
    expect(three.mould).toBe(one.mould)
    drop(two)
    drop(three)
    expect(pack(recordOf()).mould).not.toBe(one.mould)
  })
})
