import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { placesIn } from '../src/places.js'
import { bundledChild } from './child/bundle.js'
import { startChild } from './child/child.js'
import { serviceOn, once as usedOnce } from './child/service.js'
import { damageList, idsIn } from './expectations.js'
import { newDirectory } from './new-directory.js'

const program = bundledChild()
const ROUNDS = 200
const LANES = 4

/** What a process told before it was killed. */
interface Told {
  readonly minted?: { readonly id: string; readonly token: string }
  readonly used?: string
  readonly failed?: string
}

/** Lets a process mint and use, and kills it at some moment after it told of some steps. */
async function killedRound(directory: string, round: number): Promise<readonly Told[]> {
  const child = startChild(program(), 'mintAndUse', directory, round % 2 === 0 ? 'process' : 'machine')
  await child.ready
  child.begin()
  for (let steps = randomInt(1, 8); steps > 0; steps--) await once(child.process, 'message')
  await delay(randomInt(0, 5))
  child.process.kill('SIGKILL')
  await child.gone
  return child.told.slice(1) as readonly Told[]
}

async function lane(directory: string, number: number): Promise<readonly Told[]> {
  const told: Told[] = []
  for (let round = number; round < ROUNDS; round += LANES) told.push(...(await killedRound(directory, round)))
  return told
}

describe('G1 processes that are killed while they mint and use, two hundred times', () => {
  it('leave every mint that they told of, and every use', async () => {
    const directory = newDirectory()
    const lanes = await Promise.all(Array.from({ length: LANES }, (_, number) => lane(directory, number)))
    const told = lanes.flat()
    const minted = told.flatMap((one) => (one.minted ? [one.minted] : []))
    const used = new Set(told.flatMap((one) => (one.used === undefined ? [] : [one.used])))
    expect(told.filter(({ failed }) => failed !== undefined)).toEqual([])
    expect(used.size).toBeGreaterThan(ROUNDS)

    const { found, onDamaged } = damageList()
    const { service, store } = serviceOn(directory, { onDamaged, durability: 'process' })
    const kept = new Set(await idsIn(store))
    expect(minted.filter(({ id }) => !kept.has(id))).toEqual([])
    for (const { id, token } of minted) {
      const first = await service.consume(token, { scope: usedOnce })
      if (used.has(id)) expect(first).toMatchObject({ refusal: { reason: 'consumed' } })
      expect(await service.consume(token, { scope: usedOnce })).toMatchObject({ refusal: { reason: 'consumed' } })
    }
    expect(found).toEqual([])

    const places = placesIn(directory)
    expect(readdirSync(places.scratch).length).toBeGreaterThan(0)
    const longAgo = new Date(Date.now() - 7_200_000)
    for (const name of readdirSync(places.scratch)) utimesSync(join(places.scratch, name), longAgo, longAgo)
    expect(await store.sweep(Date.now() + 86_400_000, 1_000_000)).toBe(kept.size)
    expect([places.records, places.scratch, places.gone].map((path) => readdirSync(path))).toEqual([[], [], []])
  }, 600_000)
})
