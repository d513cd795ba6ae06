import { memoryStore, type PageQuery, type TokenFilter, type TokenStore } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { bench, collect, flow } from '../fixtures.js'

/** A memory store that keeps what pages are asked of it. */
function asked(): { readonly queries: PageQuery[]; readonly store: TokenStore } {
  const store = memoryStore()
  const queries: PageQuery[] = []
  return {
    queries,
    store: {
      ...store,
      page: (query) => {
        queries.push(query)
        return store.page(query)
      },
    },
  }
}

describe('what list asks the store for', () => {
  it.each<[TokenFilter, Omit<PageQuery, 'limit'>]>([
    [{}, {}],
    [{ scope: flow }, { scope: 'flow' }],
    [
      { scope: 'flow', resourceId: 'f' },
      { scope: 'flow', resourceId: 'f' },
    ],
    [{ resourceId: 'f' }, {}],
    [
      { subject: 's', createdBy: 'c', parent: 'p' },
      { subject: 's', createdBy: 'c', parent: 'p' },
    ],
    [{ state: 'pending' }, { state: 'pending' }],
    [{ state: 'active' }, { state: 'active' }],
    [{ state: 'expired' }, {}],
    [{ state: 'revoked' }, { state: 'closed', closedAs: 'revoked' }],
    [{ state: 'denied' }, { state: 'closed', closedAs: 'denied' }],
    [{ state: 'consumed' }, { state: 'closed', closedAs: 'consumed' }],
  ])('for %j has the members that narrow, and no others', async (filter, query) => {
    const { queries, store } = asked()
    await collect(bench([flow], { store }).service.list(filter))
    expect(queries).toStrictEqual([{ ...query, limit: 200 }])
  })

  it('is the page behind the last record, until a page is not full', async () => {
    const { queries, store } = asked()
    const { service, clock } = bench([flow], { store })
    const ids: string[] = []
    for (let count = 0; count < 400; count++) {
      clock.now++
      ids.push((await service.mint(flow, { resourceId: 'f' })).id)
    }
    expect((await collect(service.list())).map(({ id }) => id)).toEqual(ids)
    expect(queries).toStrictEqual([{ limit: 200 }, { limit: 200, after: ids[199] }, { limit: 200, after: ids[399] }])
  })

  it('need not narrow by a resource alone, nor by time: what comes is looked at', async () => {
    const { service, clock, records } = bench([flow])
    await service.mint(flow, { resourceId: 'a', ttl: '1m' })
    clock.now++
    await service.mint(flow, { resourceId: 'b', grants: [{ scope: flow, resourceId: 'c' }] })
    const [a, b] = (await records()).map(({ id }) => id)
    const found = async (filter: TokenFilter) => (await collect(service.list(filter))).map(({ id }) => id)
    expect(await found({ resourceId: 'c' })).toEqual([b])
    expect(await found({ resourceId: 'a' })).toEqual([a])
    clock.now += 60_000
    expect(await found({ state: 'active' })).toEqual([b])
    expect(await found({ state: 'expired' })).toEqual([a])
    expect(await found({ state: 'expired', resourceId: 'b' })).toEqual([])
  })
})
