import type { TokenStore } from '@hallpass/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type ContractCase, type OpenStore, storeContract } from '../src/index.js'
import type { Fault } from './faults/fault.js'
import { FAULTS } from './faults/faults.js'
import { mapStore } from './map-store.js'

describe('the contract of stores', () => {
  afterEach(() => void vi.useRealTimers())

  it.each(storeContract)('B15 is passed by a store in a Map: $name', ({ run }) => run(() => mapStore()))

  it.each(FAULTS)('catches $what', async (fault) => {
    const named = storeContract.find(({ name }) => name === fault.caughtBy)
    expect(named, fault.caughtBy).toBeDefined()
    vi.useFakeTimers().setTimerTickMode('nextTimerAsync')
    await expect(named?.run(() => faulty(fault))).rejects.toThrow()
  })

  it('has a name of its own for each case', () => {
    const names = storeContract.map(({ name }) => name)
    expect(names).toEqual([...new Set(names)])
  })

  it('has a fault that each case alone or with others catches', async () => {
    const unnamed = storeContract.filter(({ name }) => !FAULTS.some(({ caughtBy }) => caughtBy === name))
    const caught = await Promise.all(FAULTS.map((fault) => failures(unnamed, () => faulty(fault))))
    const idle = unnamed.map(({ name }) => name).filter((name) => !caught.flat().includes(name))
    expect(idle).toEqual([])
  })

  it('closes what it opened, also where a case fails', async () => {
    let open = 0
    const counted: OpenStore = () => {
      open++
      const store = mapStore({ tellSwept: () => -1 })
      return { ...store, close: () => store.close().then(() => void open--) }
    }
    const withoutClosing = storeContract.filter(({ name }) => !/clos/.test(name))
    await Promise.allSettled(withoutClosing.map(({ run }) => run(counted)))
    expect(open).toBe(0)
  })
})

function faulty({ parts, methods }: Fault): TokenStore {
  const store = mapStore(parts)
  return { ...store, ...methods?.(store) }
}

/** The names of the cases that a store does not pass. */
async function failures(cases: readonly ContractCase[], open: OpenStore): Promise<readonly string[]> {
  const results = await Promise.all(cases.map(({ run }) => run(open).then(passed, failed)))
  return cases.flatMap(({ name }, index) => (results[index] ? [] : [name]))
}

const passed = () => true
const failed = () => false
