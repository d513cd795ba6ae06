import { performance } from 'node:perf_hooks'
import type { PageQuery, TokenRecord, TokenStore } from '@hallpass/core'
import { idAt } from './records.js'

/** What a store takes and how long it takes at one size; times in milliseconds, medians. */
export interface Reading {
  readonly find: number
  readonly firstPage: number
  readonly middlePage: number
  readonly scopePage: number
  readonly subjectPage: number
  readonly resourcePage: number
  readonly sweep: number
}

const LIMIT = 200
const ROUNDS = 21
const BATCH = 1000
const STEPS = 5

type Maker = (number: number, forgetAt?: number) => TokenRecord

/** Measures a store that holds so many records. */
export async function measure(store: TokenStore, size: number, recordAt: Maker): Promise<Reading> {
  const page = (query: Omit<PageQuery, 'limit'>) => median(() => store.page({ ...query, limit: LIMIT }))
  const middle = idAt(Math.floor(size / 2))
  return {
    find: await median((round) => store.find(idAt((round * 7919) % size))),
    firstPage: await page({}),
    middlePage: await page({ after: middle }),
    scopePage: await page({ scope: 'flow', after: middle }),
    subjectPage: await page({ subject: 'subject-7', after: middle }),
    resourcePage: await page({ scope: 'flow', resourceId: `f-${Math.floor(size / 3)}` }),
    sweep: await sweepStep(store, size, recordAt),
  }
}

/** One step of a sweep, over records that are put there for it and are behind all others. */
async function sweepStep(store: TokenStore, size: number, recordAt: Maker): Promise<number> {
  await fill(store, size, size + STEPS * BATCH, (number) => recordAt(number, 1))
  return median(async () => {
    const swept = await store.sweep(2, BATCH)
    if (swept === 0) throw new Error('nothing was swept')
  }, STEPS)
}

const AT_ONCE = 100

/** Inserts the records from one number to another, many at once. */
export async function fill(store: TokenStore, from: number, to: number, recordAt: Maker): Promise<void> {
  for (let number = from; number < to; number += AT_ONCE) {
    const count = Math.min(AT_ONCE, to - number)
    await Promise.all(Array.from({ length: count }, (_, index) => store.insert(recordAt(number + index))))
  }
}

async function median(work: (round: number) => Promise<unknown>, rounds = ROUNDS): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now()
    await work(round)
    times.push(performance.now() - begun)
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN
}
