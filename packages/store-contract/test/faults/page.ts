import type { Grant, PageQuery, TokenRecord } from '@hallpass/core'
import { fitsGrant, type MapStoreParts, soundParts } from '../map-store.js'
import type { Fault } from './fault.js'

export const pageFaults: readonly Fault[] = [
  {
    what: 'pages in the order of a language',
    parts: { order: (a, b) => a.localeCompare(b) },
    caughtBy: 'page gives the records in the byte order of their ids',
  },
  {
    what: 'pages that begin with the last id of the page before',
    parts: { isBehind: (id, after) => id >= after },
    caughtBy: 'page gives at most as many as the limit, from behind the last id on',
  },
  {
    what: 'pages that begin again where the id is not there',
    parts: { isBehind: (id, after) => after.endsWith('2') || id > after },
    caughtBy: 'page goes on behind an id that is not there',
  },
  {
    what: 'pages with a row a grant',
    parts: {
      rows: (record, { scope, resourceId }) =>
        scope === undefined
          ? [record]
          : record.grants.filter((grant) => fitsGrant(grant, scope, resourceId)).map(() => record),
    },
    caughtBy: 'page gives a record once, however many of its grants fit',
  },
  {
    what: 'a scope and a resource id of different grants',
    parts: {
      fits: (record, { scope, resourceId, ...query }) =>
        soundParts.fits(record, { ...query, ...(scope !== undefined && { scope }) }) &&
        (resourceId === undefined || record.grants.some((grant) => grant.resourceId === resourceId)),
    },
    caughtBy: 'page filters by a scope and a resource id that no one grant has both',
  },
  {
    what: 'every record for a resource id without a scope',
    methods: (store) => ({
      page: ({ resourceId, ...query }) =>
        store.page(query.scope === undefined || resourceId === undefined ? query : { ...query, resourceId }),
    }),
    caughtBy: 'page refuses a resource id without a scope',
  },
  {
    what: 'a resource id that grants for any have too',
    parts: {
      fits: (record, { scope, resourceId, ...query }) =>
        soundParts.fits(record, query) &&
        (scope === undefined ||
          record.grants.some(
            (grant) => (grant.scope === scope && grant.anyResource) || fitsGrant(grant, scope, resourceId),
          )),
    },
    caughtBy: 'page filters by a resource id, which a grant for any or for none has not',
  },
  {
    what: 'filters whose case does not count',
    parts: {
      fits: (record, { subject, ...query }) =>
        soundParts.fits(record, query) &&
        (subject === undefined || record.subject?.toLowerCase() === subject.toLowerCase()),
    },
    caughtBy: 'page filters by a subject, by its case',
  },
  ...(['scope', 'subject', 'createdBy', 'parent', 'state', 'closedAs'] as const).map((name) => ({
    what: `a filter by ${name} that filters nothing`,
    parts: {
      fits: (record: TokenRecord, query: Parameters<MapStoreParts['fits']>[1]) =>
        soundParts.fits(
          record,
          Object.fromEntries(Object.entries(query).filter(([key]) => key !== name)) as typeof query,
        ),
    },
    caughtBy: {
      scope: 'page filters by a scope, also as a further grant',
      subject: 'page filters by a subject, by its case',
      createdBy: 'page filters by a creator',
      parent: 'page filters by a parent',
      state: 'page filters by the state pending',
      closedAs: 'page filters by closed as consumed',
    }[name],
  })),
  {
    what: 'filters that compare after normalising',
    parts: {
      fits: (record, { subject, ...query }) =>
        soundParts.fits(record, query) &&
        (subject === undefined || record.subject?.normalize() === subject.normalize()),
    },
    caughtBy: 'page filters by texts that are unusual, each apart from all others',
  },
  ...(['subject', 'createdBy', 'parent'] as const).map((name) => ({
    what: `a filter by ${name} that is padded with spaces`,
    parts: alike(name, (text) => text.trimEnd()),
    caughtBy: 'page filters by texts that are unusual, each apart from all others',
  })),
  ...(['subject', 'createdBy', 'scope', 'resourceId'] as const).map((name) => ({
    what: `a filter by ${name} that is cut off`,
    parts: alike(name, (text) => text.slice(0, name === 'scope' ? 60 : 500)),
    caughtBy: 'page filters by texts as long as can be that differ in their last character alone',
  })),
  {
    what: 'a filter by scope that takes grants without a resource alone',
    parts: {
      fits: (record, { scope, resourceId, ...query }) =>
        soundParts.fits(record, query) &&
        (scope === undefined ||
          record.grants.some((grant) => grant.scope === scope && grant.resourceId === (resourceId ?? null))),
    },
    caughtBy: 'page filters by a scope, for whatever resource',
  },
  {
    what: 'pages of a hundred at most',
    methods: ({ page }) => ({ page: (query) => page({ ...query, limit: Math.min(100, query.limit) }) }),
    caughtBy: 'page and sweep give fewer than the limit only where there are no more',
  },
  {
    what: 'pages of a megabyte at most',
    methods: ({ page }) => ({
      page: async (query) => {
        let left = 2 ** 20
        return (await page(query)).filter((record) => {
          left -= JSON.stringify(record).length
          return left > 0
        })
      },
    }),
    caughtBy: 'page and sweep give fewer than the limit only where there are no more',
  },
  {
    what: 'pages that are filtered after they were cut off',
    methods: ({ page }) => ({
      page: async ({ limit, ...query }) => {
        const { after = '' } = query
        const looked = await page({ limit, after })
        return (await page({ limit, ...query })).filter(({ id }) => looked.some((record) => record.id === id))
      },
    }),
    caughtBy: 'page gives as many as the limit where so many fit, whatever stands between them',
  },
  {
    what: 'a page that throws where there is nothing',
    methods: ({ page }) => ({
      page: async (query) => {
        const [first, ...more] = await page(query)
        if (first === undefined && query.after === undefined) throw new Error('no row')
        return first ? [first, ...more] : []
      },
    }),
    caughtBy: 'page of an empty store is empty',
  },
]

type TextName = 'subject' | 'createdBy' | 'parent' | 'scope' | 'resourceId'

/** A filter that compares what a column makes of two texts. */
function alike(name: TextName, made: (text: string) => string): Partial<MapStoreParts> {
  return { fits: (record, query) => soundParts.fits(changed(record), changed(query)) }

  function changed<T extends TokenRecord | PageQuery>(value: T): T {
    const texts = value as { readonly [N in TextName]?: string }
    const own = texts[name] === undefined ? value : { ...value, [name]: made(texts[name]) }
    if (!('grants' in own)) return own
    const grants = own.grants.map((grant) => ({ ...grant, ...(name in grant && changedGrant(grant)) }))
    return { ...own, grants }
  }

  function changedGrant({ scope, resourceId }: Grant): Partial<Grant> {
    if (name === 'scope') return { scope: made(scope) }
    return { resourceId: resourceId && made(resourceId) }
  }
}
