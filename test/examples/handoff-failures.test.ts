import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Offer } from '../../examples/handoff/src/messages.js'
import { type FakeWorker, fakeWorker } from './fake-worker.js'
import { DEADLINE, type HandOffBench, handOffBench } from './handoff-bench.js'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }))
afterEach(() => void vi.useRealTimers())

interface Situation {
  readonly bench: HandOffBench
  readonly worker: FakeWorker
  readonly other: FakeWorker
  readonly offer: Offer
  /** The offer that any worker got before. */
  readonly before: Offer | undefined
}

/** What a worker does with an offer. */
const BEHAVIOURS: Readonly<Record<string, (situation: Situation) => unknown>> = {
  accept: ({ bench, worker, offer }) => bench.accept(worker, offer),
  acceptTwice: ({ bench, worker, offer }) => [bench.accept(worker, offer), bench.accept(worker, offer)],
  presentAnother: ({ bench, worker, offer, before }) => bench.accept(worker, offer, before?.token ?? 'hp_nothing'),
  acceptAnother: ({ bench, worker, before }) => before && bench.accept(worker, before),
  bePresentedByAnother: ({ bench, other, offer }) => bench.accept(other, offer),
  staySilent: () => undefined,
  die: ({ worker }) => worker.kill(),
  acceptAndDie: ({ bench, worker, offer }) => [bench.accept(worker, offer), worker.kill()],
}

const plan = fc.record({
  /** When the client connects. */
  startMs: fc.integer({ min: 0, max: 2 * DEADLINE }),
  behaviour: fc.constantFrom(...Object.keys(BEHAVIOURS), 'notSent'),
  /** When the worker does it, counted from the offer. */
  afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: DEADLINE - 1 }), fc.constantFrom(DEADLINE, 2 * DEADLINE)),
})

it('C9 leaves no live token behind, however hand-offs fail, and at whatever points', () =>
  fc.assert(
    fc.asyncProperty(fc.array(plan, { minLength: 1, maxLength: 40 }), async (plans) => {
      const turns = [...plans]
      let before: Offer | undefined
      const behave = (offer: Offer, worker: FakeWorker) => {
        const { behaviour, afterMs } = turns.shift() ?? { behaviour: 'accept', afterMs: 0 }
        if (behaviour === 'notSent') throw new Error('the channel is broken')
        const other = workers.find((one) => one !== worker) ?? worker
        const situation = { bench, worker, other, offer, before }
        before = offer
        setTimeout(() => BEHAVIOURS[behaviour]?.(situation), afterMs)
      }
      const workers = ['w-1', 'w-2', 'w-3', 'w-4'].map((id) => fakeWorker(id, behave))
      const bench = handOffBench(workers, { limits: { total: 12, perWorker: 5 } })
      const answers: (string | undefined)[] = []
      for (const { startMs } of plans) setTimeout(async () => answers.push(await bench.connect()), startMs)

      await vi.advanceTimersByTimeAsync(6 * DEADLINE)

      expect(answers).toHaveLength(plans.length)
      expect(await bench.live()).toBe(0)
      expect((await bench.states()).filter((state) => state !== 'consumed' && state !== 'revoked')).toEqual([])
      const adopted = workers.flatMap(({ told }) => told.flatMap(({ kind, id }) => (kind === 'adopted' ? [id] : [])))
      expect(new Set(adopted).size).toBe(adopted.length)
      expect(adopted).toHaveLength(answers.filter((answer) => answer === undefined).length)
    }),
    { numRuns: 150 },
  ))
