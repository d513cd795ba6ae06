import type { TokenRecord } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { approve, commit, deny, hold, release, renew, revoke, spend } from '../../src/record/transition.js'

const NOW = 1_760_000_000_000
const ATTEMPT = { id: 'attempt', now: NOW }

/** An active token with two uses left of three, as some other call left it. */
function recordOf(overrides: Partial<TokenRecord> = {}): TokenRecord {
  return {
    id: '0VkS2aQz00000001',
    version: 3,
    attempts: ['first', 'second', 'third'],
    format: 'text',
    digest: 'digest',
    state: 'active',
    createdAt: NOW - 1000,
    expiresAt: NOW + 60_000,
    forgetAt: NOW + 120_000,
    changedAt: NOW - 500,
    uses: 3,
    usesLeft: 2,
    holds: [],
    returned: 0,
    grants: [{ scope: 's', resourceId: null, anyResource: false, params: {}, routes: [] }],
    bindings: {},
    roles: [],
    metadata: {},
    decisions: [],
    ...overrides,
  }
}

const MINE = { id: 'mine', until: NOW + 1 }
const OTHER = { id: 'other', until: NOW + 9000 }
/** Its lease ends at this very moment. */
const LAPSED = { id: 'lapsed', until: NOW }

describe('every transition', () => {
  const TRANSITIONS: readonly [string, (record: TokenRecord) => TokenRecord | undefined][] = [
    ['spend', (record) => spend(record, ATTEMPT)],
    ['hold', (record) => hold(record, ATTEMPT, 'new', 10)],
    ['commit', (record) => commit(record, ATTEMPT, 'mine')],
    ['release', (record) => release(record, ATTEMPT, 'mine')],
    ['renew', (record) => renew(record, ATTEMPT, 'mine', 10)],
    ['approve', (record) => approve(record, ATTEMPT, { by: 'bob' })],
    ['deny', (record) => deny(record, ATTEMPT, { by: 'bob' })],
    ['revoke', (record) => revoke(record, ATTEMPT, { by: 'bob' })],
  ]

  it.each(TRANSITIONS)(
    '%s makes the next version, of this moment, and leaves the record as it was',
    (_, transition) => {
      const record = recordOf({ holds: [MINE] })
      const before = structuredClone(record)
      expect(transition(record)).toMatchObject({ version: 4, changedAt: NOW })
      expect(record).toEqual(before)
    },
  )

  it.each(TRANSITIONS)('%s remembers its attempt, and the three before it', (_, transition) => {
    const few = recordOf({ holds: [MINE], attempts: ['a'] })
    expect(transition(few)?.attempts).toEqual(['a', 'attempt'])
    const many = recordOf({ holds: [MINE], attempts: ['a', 'b', 'c', 'd'] })
    expect(transition(many)?.attempts).toEqual(['b', 'c', 'd', 'attempt'])
  })

  it.each(TRANSITIONS)('%s lets go of what was held until now', (_, transition) => {
    const next = transition(recordOf({ holds: [LAPSED, MINE, OTHER] }))
    expect(next?.holds.map(({ id }) => id)).not.toContain('lapsed')
  })
})

describe('spend', () => {
  it('takes one use and leaves what others hold', () => {
    const next = spend(recordOf({ returned: 4, holds: [OTHER] }), ATTEMPT)
    expect(next).toMatchObject({ state: 'active', usesLeft: 1, returned: 0, holds: [OTHER] })
    expect(next).not.toHaveProperty('closedAs')
  })

  it('closes with the last use', () => {
    const next = spend(recordOf({ usesLeft: 1 }), ATTEMPT)
    expect(next).toMatchObject({ state: 'closed', closedAs: 'consumed', usesLeft: 0 })
  })

  it('leaves unlimited uses unlimited', () => {
    const next = spend(recordOf({ uses: null, usesLeft: null }), ATTEMPT)
    expect(next).toMatchObject({ state: 'active', usesLeft: null })
  })
})

describe('hold', () => {
  it('holds a use beside others until its lease runs out', () => {
    const next = hold(recordOf({ holds: [LAPSED, OTHER], returned: 1 }), ATTEMPT, 'new', 10)
    expect(next).toMatchObject({ usesLeft: 2, returned: 2, holds: [OTHER, { id: 'new', until: NOW + 10 }] })
  })
})

describe('commit', () => {
  it('spends the held use, leaves what others hold and counts anew what comes back', () => {
    const next = commit(recordOf({ holds: [LAPSED, MINE, OTHER], returned: 3 }), ATTEMPT, 'mine')
    expect(next).toMatchObject({ state: 'active', usesLeft: 1, returned: 0 })
    expect(next?.holds).toEqual([OTHER])
  })

  it('closes with the last use', () => {
    const next = commit(recordOf({ usesLeft: 1, holds: [MINE] }), ATTEMPT, 'mine')
    expect(next).toMatchObject({ state: 'closed', closedAs: 'consumed', usesLeft: 0, holds: [] })
  })
})

describe('release', () => {
  it('gives the held use back, leaves what others hold and counts what came back by itself too', () => {
    const next = release(recordOf({ holds: [LAPSED, MINE, OTHER], returned: 3 }), ATTEMPT, 'mine')
    expect(next).toMatchObject({ state: 'active', usesLeft: 2, returned: 5 })
    expect(next?.holds).toEqual([OTHER])
  })
})

describe('renew', () => {
  it('gives the hold another lease, and no other hold', () => {
    const next = renew(recordOf({ holds: [LAPSED, MINE, OTHER], returned: 3 }), ATTEMPT, 'mine', 10)
    expect(next).toMatchObject({ state: 'active', usesLeft: 2, returned: 4 })
    expect(next?.holds).toEqual([{ id: 'mine', until: NOW + 10 }, OTHER])
  })

  it('takes nothing from a lease that lasts longer', () => {
    expect(renew(recordOf({ holds: [OTHER] }), ATTEMPT, 'other', 10)?.holds).toEqual([OTHER])
  })
})

describe('commit, release and renew', () => {
  it.each([
    ['is not there', 'gone', [OTHER]],
    ['lapsed at this very moment', 'lapsed', [LAPSED, OTHER]],
  ])('change nothing where the hold %s', (_, holdId, holds) => {
    const record = recordOf({ holds })
    expect(commit(record, ATTEMPT, holdId)).toBeUndefined()
    expect(release(record, ATTEMPT, holdId)).toBeUndefined()
    expect(renew(record, ATTEMPT, holdId, 10)).toBeUndefined()
  })
})

describe('approve, deny and revoke', () => {
  const EARLIER = { what: 'approved', by: 'ann', at: NOW - 10 } as const

  it('approve makes a pending token active', () => {
    const next = approve(recordOf({ state: 'pending' }), ATTEMPT, { by: 'bob' })
    expect(next.state).toBe('active')
    expect(next.decisions).toStrictEqual([{ what: 'approved', by: 'bob', at: NOW }])
  })

  it('deny closes, and lets go of every hold', () => {
    const next = deny(recordOf({ state: 'pending', holds: [OTHER] }), ATTEMPT, { by: 'bob', note: 'no' })
    expect(next).toMatchObject({ state: 'closed', closedAs: 'denied', holds: [] })
    expect(next.decisions).toStrictEqual([{ what: 'denied', by: 'bob', at: NOW, note: 'no' }])
  })

  it('revoke closes, lets go of every hold and keeps what was decided before', () => {
    const next = revoke(recordOf({ holds: [OTHER], decisions: [EARLIER] }), ATTEMPT, { by: 'bob' })
    expect(next).toMatchObject({ state: 'closed', closedAs: 'revoked', holds: [] })
    expect(next.decisions).toStrictEqual([EARLIER, { what: 'revoked', by: 'bob', at: NOW }])
  })
})
