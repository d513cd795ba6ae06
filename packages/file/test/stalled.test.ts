import { readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { closedOf, idOf, NOW, nextOf, recordOf } from '@hallpass/store-contract'
import { describe, expect, it } from 'vitest'
import { fileStoreOn } from '../src/file-store.js'
import { fileStore } from '../src/index.js'
import { directoryOf, placesIn } from '../src/places.js'
import { expectRecord, expectStoreFailure, idsIn } from './expectations.js'
import { admitting, type Gate, gateAt, linkingVersion, placing } from './gate.js'
import { newDirectory } from './new-directory.js'

const first = recordOf()
const LIMITS = { now: NOW, total: 2 }

/** Two stores on one directory, of which one is held at a call. */
async function twoStores(gate: Gate) {
  const directory = newDirectory()
  const store = fileStore(directory)
  await store.insert(first)
  return { directory, store, stalled: fileStoreOn(gate.fs, directory) }
}

function age(directory: string): void {
  const { scratch } = placesIn(directory)
  const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000)
  for (const name of readdirSync(scratch)) utimesSync(join(scratch, name), longAgo, longAgo)
}

function leftIn(directory: string) {
  const { scratch, gone } = placesIn(directory)
  return [...readdirSync(scratch), ...readdirSync(gone)]
}

describe('G9 a writer that is stalled before it puts a version in place', () => {
  async function stalledReplace() {
    const gate = gateAt(linkingVersion)
    const { directory, store, stalled } = await twoStores(gate)
    const answer = stalled.replace(nextOf(first, { usesLeft: 7 }))
    await gate.reached
    return { gate, directory, store, answer }
  }

  it('does, where nobody was first', async () => {
    const { gate, directory, store, answer } = await stalledReplace()
    await expectRecord(store, first)
    gate.open()
    expect(await answer).toBe(true)
    await expectRecord(store, nextOf(first, { usesLeft: 7 }))
    expect(leftIn(directory)).toEqual([])
  })

  it('does not, where another was first, however far the record went', async () => {
    const { gate, directory, store, answer } = await stalledReplace()
    let last = first
    for (let change = 0; change < 5; change++) {
      last = change < 4 ? nextOf(last) : closedOf(last, 'consumed')
      await store.replace(last)
    }
    gate.open()
    expect(await answer).toBe(false)
    await expectRecord(store, last)
    expect(leftIn(directory)).toEqual([])
  })

  it('does not, where the record was swept', async () => {
    const { gate, directory, store, answer } = await stalledReplace()
    expect(await store.sweep(first.forgetAt + 1, 1)).toBe(1)
    gate.open()
    expect(await answer).toBe(false)
    expect(await idsIn(store)).toEqual([])
    expect(leftIn(directory)).toEqual([])
  })

  it('does not, where another record has the id by now', async () => {
    const { gate, store, answer } = await stalledReplace()
    await store.sweep(first.forgetAt + 1, 1)
    const other = recordOf({ subject: 'another' })
    await store.insert(other)
    gate.open()
    expect(await answer).toBe(false)
    await expectRecord(store, other)
    expect(await store.replace(nextOf(other))).toBe(true)
    await expectRecord(store, nextOf(other))
  })

  it('fails, where what it wrote was swept meanwhile', async () => {
    const { gate, directory, store, answer } = await stalledReplace()
    age(directory)
    await store.sweep(0, 1)
    gate.open()
    await expectStoreFailure(answer, /stalled while it wrote/)
    await expectRecord(store, first)
  })
})

describe('G9 a writer that is stalled before it puts a new record in place', () => {
  const second = recordOf({ id: idOf(2) })
  const third = recordOf({ id: idOf(3) })

  async function stalledInsert(limits?: typeof LIMITS) {
    const gate = gateAt(placing)
    const { directory, store, stalled } = await twoStores(gate)
    const answer = stalled.insert(second, limits)
    await gate.reached
    return { gate, directory, store, answer }
  }

  it('is helped by the next who comes, so that limits are exact', async () => {
    const { gate, directory, store, answer } = await stalledInsert(LIMITS)
    expect(await store.find(second.id)).toBeUndefined()
    expect(await store.insert(third, LIMITS)).toBe('full')
    await expectRecord(store, second)
    gate.open()
    expect(await answer).toBe('inserted')
    expect(leftIn(directory)).toEqual([])
  })

  it('does not bring back what was put there for it, and was swept', async () => {
    const { gate, store, answer } = await stalledInsert()
    await store.insert(third)
    await store.replace(closedOf(second, 'consumed'))
    expect(await store.sweep(second.forgetAt + 1, 10)).toBe(3)
    gate.open()
    await expectStoreFailure(answer, /stalled while it wrote/)
    expect(await idsIn(store)).toEqual([])
  })

  it('does not put it in the place of another', async () => {
    const gate = gateAt(placing)
    const { directory, store, stalled } = await twoStores(gate)
    const rival = recordOf({ id: idOf(2), grants: [] })
    const answer = stalled.insert(second)
    await gate.reached
    expect(await store.insert(rival)).toBe('inserted')
    gate.open()
    expect(await answer).toBe('taken')
    await expectRecord(store, rival)
    expect(leftIn(directory)).toEqual([])
  })

  it('keeps nobody from the scope, where something else is in the place', async () => {
    const { gate, directory, store, answer } = await stalledInsert()
    writeFileSync(directoryOf(placesIn(directory), second.id), '')
    expect(await store.insert(third)).toBe('inserted')
    gate.open()
    expect(await answer).toBe('taken')
  })

  it('fails, where what it wrote was swept meanwhile', async () => {
    const { gate, directory, store, answer } = await stalledInsert(LIMITS)
    age(directory)
    await store.sweep(0, 1)
    expect(leftIn(directory)).toEqual([])
    gate.open()
    await expectStoreFailure(answer, /stalled while it wrote/)
    expect(await idsIn(store)).toEqual([first.id])
    expect(await store.insert(second, LIMITS)).toBe('inserted')
  })
})

describe('G9 a writer that is stalled before a new record is admitted', () => {
  it('counts again, where another was first', async () => {
    const gate = gateAt(admitting)
    const { directory, store, stalled } = await twoStores(gate)
    const answer = stalled.insert(recordOf({ id: idOf(2) }), LIMITS)
    await gate.reached
    expect(await store.insert(recordOf({ id: idOf(3) }), LIMITS)).toBe('inserted')
    gate.open()
    expect(await answer).toBe('full')
    expect(await idsIn(store)).toEqual([idOf(1), idOf(3)])
    expect(leftIn(directory)).toEqual([])
  })

  it('comes in, where the other is gone again', async () => {
    const gate = gateAt(admitting)
    const { store, stalled } = await twoStores(gate)
    const answer = stalled.insert(recordOf({ id: idOf(2) }), LIMITS)
    await gate.reached
    const other = recordOf({ id: idOf(3) })
    await store.insert(other, LIMITS)
    await store.replace(closedOf(other))
    gate.open()
    expect(await answer).toBe('inserted')
  })
})
