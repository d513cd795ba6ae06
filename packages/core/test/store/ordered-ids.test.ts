import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createOrderedIds } from '../../src/store/ordered-ids.js'

describe('ids in their order', () => {
  it('are those that were added and not deleted, from behind any of them', () => {
    const id = fc.integer({ min: 0, max: 3000 }).map((number) => String(number).padStart(4, '0'))
    const change = fc.record({ what: fc.constantFrom('add', 'add', 'delete' as const), id })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 5000, size: 'max' }), id, (changes, after) => {
        const [ids, model] = [createOrderedIds(), new Set<string>()]
        for (const { what, id } of changes) {
          ids[what](id)
          model[what](id)
        }
        expect([...ids.behind('')]).toEqual([...model].sort())
        expect([...ids.behind(after)]).toEqual([...model].sort().filter((one) => one > after))
      }),
      { numRuns: 30 },
    )
  })

  it('stay in order where they come in order, by the thousand, and where the oldest go', () => {
    const ids = createOrderedIds()
    const all = Array.from({ length: 5000 }, (_, number) => String(number).padStart(4, '0'))
    for (const id of all) ids.add(id)
    for (const id of all.slice(0, 2000)) ids.delete(id)
    expect([...ids.behind('')]).toEqual(all.slice(2000))
    expect([...ids.behind('2999')]).toEqual(all.slice(3000))
  })
})
