import { describe, expect, it } from 'vitest'
import { contradictionsIn } from './contradictions.js'
import type { Deed, History, MintedUnderTest } from './history.js'

const SINGLE: MintedUnderTest = { id: 't', uses: 1, expiresAt: 1000, pending: false }

const deed = (what: Deed['what'], begin: number, end: number, outcome: Deed['outcome']): Deed => ({
  token: 't',
  what,
  begin,
  end,
  outcome,
})
const use = (begin: number, end: number, outcome: Deed['outcome'] = 'ok') => deed('use', begin, end, outcome)

function historyOf(token: Partial<MintedUnderTest>, deeds: readonly Deed[], left: number | null | undefined): History {
  return {
    tokens: [{ ...SINGLE, ...token }],
    deeds,
    left: new Map(left === undefined ? [] : [['t', left]]),
  }
}

describe('a history stands', () => {
  it.each<[string, Partial<MintedUnderTest>, readonly Deed[], number | null]>([
    ['of a token that nobody used', {}, [], 1],
    ['of one success among refusals', {}, [use(1, 4), use(2, 5, 'refused'), use(3, 6, 'refused')], 0],
    ['of an unknown use that was spent', {}, [use(1, Number.POSITIVE_INFINITY, 'unknown'), use(2, 3, 'refused')], 0],
    ['of an unknown use that was not spent', {}, [use(1, 2, 'unknown')], 1],
    ['of as many successes as uses', { uses: 3 }, [use(1, 2), use(2, 3), use(3, 4)], 0],
    ['of any number where uses are unlimited', { uses: null }, [use(1, 2), use(3, 4)], null],
    ['of a success while it was revoked', {}, [deed('revoke', 1, 9, 'ok'), use(8, 12)], 0],
    ['of a success after a revoke of which nobody heard', {}, [deed('revoke', 1, 2, 'unknown'), use(3, 4)], 0],
    ['of a success after a revoke that was refused', {}, [deed('revoke', 1, 2, 'refused'), use(3, 4)], 0],
    ['of a success that began before the expiry', {}, [use(999, 1005)], 0],
    ['of a use that was spent and refused, since it expired meanwhile', {}, [use(999, 1005, 'refused')], 0],
    ['of a success while it was approved', { pending: true }, [deed('approve', 2, 9, 'ok'), use(1, 3)], 0],
    [
      'of a success after an approval of which nobody heard',
      { pending: true },
      [deed('approve', 1, 9, 'unknown'), use(2, 3)],
      0,
    ],
  ])('%s', (_, token, deeds, left) => {
    expect(contradictionsIn(historyOf(token, deeds, left))).toEqual([])
  })
})

describe('a history contradicts itself', () => {
  it.each<[string, Partial<MintedUnderTest>, readonly Deed[], number | null | undefined, string | readonly string[]]>([
    [
      'two successes of one use',
      {},
      [use(1, 4), use(2, 5)],
      0,
      ['a use succeeds once: 2 of 1', 'no use vanishes or comes back: 1 spent, 2 succeeded, 0 may have'],
    ],
    [
      'a success more than uses',
      { uses: 2 },
      [use(1, 2), use(2, 3), use(3, 4)],
      0,
      ['a use succeeds once: 3 of 2', 'no use vanishes or comes back: 2 spent, 3 succeeded, 0 may have'],
    ],
    [
      'a success that began after a revoke returned',
      {},
      [deed('revoke', 1, 2, 'ok'), use(3, 4)],
      0,
      'nothing succeeds that began after a revoke returned: one from 3 to 4',
    ],
    [
      'a success after the first of two revokes',
      {},
      [deed('revoke', 5, 6, 'ok'), deed('revoke', 1, 2, 'ok'), use(3, 4)],
      0,
      'nothing succeeds that began after a revoke returned: one from 3 to 4',
    ],
    [
      'a success after the expiry',
      {},
      [use(1002, 1003)],
      0,
      'nothing succeeds that began after the expiry: one from 1002 to 1003',
    ],
    [
      'a success without an approval',
      { pending: true },
      [use(3, 4)],
      0,
      'nothing succeeds before an approval began: one from 3 to 4',
    ],
    [
      'a success before the approval',
      { pending: true },
      [use(3, 4), deed('approve', 5, 6, 'ok')],
      0,
      'nothing succeeds before an approval began: one from 3 to 4',
    ],
    [
      'a success after an approval that was refused',
      { pending: true },
      [deed('approve', 1, 2, 'refused'), use(3, 4)],
      0,
      'nothing succeeds before an approval began: one from 3 to 4',
    ],
    ['a record that is gone', {}, [], undefined, 'no record vanishes: it is gone'],
    [
      'a success that spent nothing',
      {},
      [use(1, 2)],
      1,
      'no use vanishes or comes back: 0 spent, 1 succeeded, 0 may have',
    ],
    [
      'a use that nobody had',
      {},
      [use(1, 2, 'refused')],
      0,
      'no use vanishes or comes back: 1 spent, 0 succeeded, 0 may have',
    ],
    [
      'more spent than may have been',
      { uses: 3 },
      [use(1, 2), use(1, 2, 'unknown')],
      0,
      'no use vanishes or comes back: 3 spent, 1 succeeded, 1 may have',
    ],
  ])('by %s', (_, token, deeds, left, contradiction) => {
    expect(contradictionsIn(historyOf(token, deeds, left))).toEqual([contradiction].flat().map((text) => `t: ${text}`))
  })

  it('by one token among many', () => {
    const other = { ...SINGLE, id: 'other' }
    const history = historyOf({}, [use(1, 2), { ...use(1, 2), token: 'other' }, { ...use(2, 3), token: 'other' }], 0)
    const left = new Map([...history.left, ['other', 0] as const])
    expect(contradictionsIn({ ...history, tokens: [...history.tokens, other], left })).toEqual([
      'other: a use succeeds once: 2 of 1',
      'other: no use vanishes or comes back: 1 spent, 2 succeeded, 0 may have',
    ])
  })
})
