import { defineScope, type Outcome, type ReservedUse } from '@hallpass/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Bench, bench, reasonOf } from '../fixtures.js'
import { type Diary, gone, holds, LEASE, openDiary, tellAnswer, tellOutcome, tellStatus } from './oracle.js'

const free = defineScope({
  name: 'free',
  routes: ['GET /x/:id', 'POST /x/:id'],
  resource: 'id',
  maxTtl: '10m',
  uses: 3,
})
const asked = defineScope({
  name: 'asked',
  routes: ['GET /x/:id', 'POST /x/:id'],
  resource: 'id',
  maxTtl: '10m',
  uses: 3,
  approval: 'required',
})

/** A token under test: what it presents, what the diary says of it, and the holds that were taken on it. */
interface Subject {
  readonly id: string
  readonly token: string
  readonly diary: Diary
  readonly taken: ReservedUse[]
}

interface World extends Bench {
  readonly subjects: Subject[]
  /** How often a handler would have run for a spending route, by token. */
  readonly runs: Map<string, number>
}

type Command = (world: World) => Promise<void>

const nth = fc.nat({ max: 3 })
const at = (world: World, index: number) => world.subjects[index % Math.max(1, world.subjects.length)]
const now = (world: World) => world.clock.now

const mint = fc
  .record({
    approval: fc.boolean(),
    uses: fc.constantFrom(1, 1, 2, 3),
    ttl: fc.constantFrom(1, LEASE, 2 * LEASE, 120_000, 600_000),
  })
  .map(
    ({ approval, uses, ttl }): Command =>
      async (world) => {
        if (world.subjects.length >= 2) return
        const options = { resourceId: 'r', uses, ttl, createdBy: 'ann' }
        const { id, token } = await world.service.mint(approval ? asked : free, options)
        world.subjects.push({ id, token, diary: openDiary(approval, now(world) + ttl, uses), taken: [] })
      },
  )

const use = fc
  .record({
    which: nth,
    way: fc.constantFrom('validate', 'consume', 'reserve'),
    spends: fc.constantFrom(true, true, false),
    fits: fc.boolean(),
  })
  .map(
    ({ which, way, spends, fits }): Command =>
      async (world) => {
        const subject = at(world, which)
        if (!subject) return
        const request = { method: spends ? 'POST' : 'GET', target: fits ? '/x/r' : '/x/other' }
        const wants = way !== 'validate' && spends
        const expected = tellAnswer(subject.diary, now(world), { spends: wants, fits })
        const answer = await world.service[way as 'consume'](subject.token, request)
        expect(await reasonOf(Promise.resolve(answer))).toBe(expected)
        if (expected !== 'ok' || !wants) return
        if (way === 'consume') {
          subject.diary.entries.push({ did: 'spend', at: now(world) })
          world.runs.set(subject.id, (world.runs.get(subject.id) ?? 0) + 1)
          return
        }
        subject.diary.entries.push({ did: 'hold', at: now(world), hold: subject.taken.length })
        subject.taken.push((answer as unknown as { hold: ReservedUse }).hold)
      },
  )

const settle = fc.record({ which: nth, hold: nth, did: fc.constantFrom('commit', 'release', 'renew') }).map(
  ({ which, hold, did }): Command =>
    async (world) => {
      const subject = at(world, which)
      const taken = subject?.taken[hold]
      if (!subject || !taken) return
      const expected = holds(subject.diary, hold, now(world))
      expect(await taken[did]()).toBe(expected)
      if (!expected) return
      subject.diary.entries.push({ did, at: now(world), hold })
      if (did === 'commit') world.runs.set(subject.id, (world.runs.get(subject.id) ?? 0) + 1)
    },
)

const operate = fc
  .record({ which: nth, action: fc.constantFrom('approve', 'approve', 'approve', 'deny', 'revoke') })
  .map(
    ({ which, action }): Command =>
      async (world) => {
        const subject = at(world, which)
        if (!subject) return
        const expected = tellOutcome(subject.diary, now(world), action)
        expect(told(await world.service[action](subject.id, { by: 'bob' }))).toBe(expected)
        if (expected === 'change') subject.diary.entries.push({ did: action, at: now(world) })
      },
  )

const told = (outcome: Outcome) => (outcome.ok ? (outcome.changed ? 'change' : 'same') : outcome.reason)

const step = fc.constantFrom(1, LEASE - 1, LEASE, 120_000).map(
  (by): Command =>
    async (world) => {
      world.clock.now += by
    },
)

describe('any sequence of mint, approve, deny, use, reserve, commit, release, renew, revoke and steps of the clock', () => {
  it('F4 B1 answers as the oracle does, and no handler runs more often than there are uses', async () => {
    const command = fc.oneof(
      { weight: 2, arbitrary: mint },
      { weight: 5, arbitrary: use },
      { weight: 4, arbitrary: settle },
      { weight: 1, arbitrary: operate },
      { weight: 3, arbitrary: step },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 30, maxLength: 60, size: 'max' }), async (commands) => {
        const world: World = { ...bench([free, asked], { lease: LEASE }), subjects: [], runs: new Map() }
        for (const run of commands) await run(world)
        for (const { id, diary } of world.subjects) {
          const summary = await world.service.get(id)
          expect(summary?.status).toBe(tellStatus(diary, now(world)))
          expect(summary?.usesLeft).toBe(diary.allowance - gone(diary))
          expect(world.runs.get(id) ?? 0).toBeLessThanOrEqual(diary.allowance)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('C9 leaves no live token behind, however a hand-off fails and wherever', async () => {
    const handoff = defineScope({ name: 'handoff', routes: 'none', maxTtl: '30s', uses: 1 })
    const point = fc.constantFrom(
      'before sending',
      'after sending',
      'wrong token',
      'acknowledged late',
      'worker died',
      'none',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(point, { maxLength: 20 }), async (points) => {
        const { service, clock } = bench([handoff])
        for (const failure of points) {
          const { id, token } = await service.mint(handoff)
          const other = failure === 'wrong token' ? await service.mint(handoff) : undefined
          if (failure === 'acknowledged late') clock.now += 30_000
          if (failure !== 'before sending' && failure !== 'worker died') {
            const answer = await service.consumeExpected(id, other?.token ?? token)
            expect(answer.ok).toBe(failure === 'none' || failure === 'after sending')
          }
          for (const left of [id, other?.id]) if (left) await service.revoke(left, { by: 'broker' })
        }
        expect(await service.count(handoff)).toBe(0)
      }),
    )
  })
})
