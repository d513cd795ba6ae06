import { readdirSync } from 'node:fs'
import { recordOf } from '@hallpass/store-contract'
import { describe, expect, it } from 'vitest'
import { fileStore } from '../src/index.js'
import { placesIn } from '../src/places.js'
import { bundledChild } from './child/bundle.js'
import { raceChildren, startChild } from './child/child.js'
import { few, often, once, serviceOn } from './child/service.js'
import { damageList, idsIn } from './expectations.js'
import { newDirectory } from './new-directory.js'

const program = bundledChild()
const FOUR = [1, 2, 3, 4] as const

function expectNothingAside(directory: string): void {
  const { scratch, gone } = placesIn(directory)
  expect([readdirSync(scratch), readdirSync(gone)]).toEqual([[], []])
}

describe('processes at once', () => {
  it('D3 that mint 500 each lose none', async () => {
    const directory = newDirectory()
    const minted = await raceChildren<string[]>(
      FOUR.slice(0, 2).map(() => startChild(program(), 'mintMany', directory, 500)),
    )
    const { found, onDamaged } = damageList()
    expect(await idsIn(fileStore(directory, { onDamaged }))).toEqual(minted.flat().sort())
    expect(new Set(minted.flat()).size).toBe(1000)
    expect(found).toEqual([])
    expectNothingAside(directory)
  })

  it('B2 that use the same tokens have one success for each use', async () => {
    const directory = newDirectory()
    const { service } = serviceOn(directory, { durability: 'process' })
    const tokens: string[] = []
    for (let number = 0; number < 100; number++) tokens.push((await service.mint(once)).token)
    const { token } = await service.mint(often)
    const many = Array.from({ length: 25 }, () => token)
    const uses = await raceChildren<number>(
      FOUR.map(() => startChild(program(), 'useAll', directory, [...tokens, ...many])),
    )
    expect(uses.reduce((sum, one) => sum + one, 0)).toBe(150)
    for (const one of tokens)
      expect(await service.consume(one, { scope: once })).toMatchObject({ refusal: { reason: 'consumed' } })
    expectNothingAside(directory)
  })

  it('have one winner for each version of a record', async () => {
    const directory = newDirectory()
    const store = fileStore(directory)
    await store.insert(recordOf())
    const won = await raceChildren<number[]>(
      FOUR.map((rival) => startChild(program(), 'replaceAll', directory, 300, `rival ${rival}`)),
    )
    expect(won.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 299 }, (_, index) => index + 2))
    const winner = won.findIndex((versions) => versions.includes(300)) + 1
    expect(await store.find(recordOf().id)).toMatchObject({ version: 300, attempts: [`rival ${winner}`] })
  })

  it('C2 that mint up to a limit stop exactly there, in total and for a subject', async () => {
    const directory = newDirectory()
    const minted = await raceChildren<number>(
      ['alice', 'bob', 'carol', 'alice'].map((subject) => startChild(program(), 'mintWithin', directory, subject, 30)),
    )
    const { store, service } = serviceOn(directory)
    expect(minted.reduce((sum, one) => sum + one, 0)).toBe(40)
    expect(await service.count(few)).toBe(40)
    for (const subject of ['alice', 'bob', 'carol'])
      expect((await store.page({ limit: 99, subject })).length).toBeLessThanOrEqual(15)
    expectNothingAside(directory)
  })

  it('D6 see what another minted, revoked and swept at their next call', async () => {
    const directory = newDirectory()
    const [gate, other] = [serviceOn(directory), serviceOn(directory)]
    const { id, token } = await other.service.mint(often)
    expect(await gate.service.validate(token, { scope: often })).toMatchObject({ ok: true })
    await other.service.revoke(id, { by: 'carol' })
    expect(await gate.service.validate(token, { scope: often })).toMatchObject({ refusal: { reason: 'revoked' } })
    expect(await other.store.sweep(Date.now() + 7_200_000, 10)).toBe(1)
    expect(await gate.service.validate(token, { scope: often })).toMatchObject({ refusal: { reason: 'unknown' } })
  })
})
