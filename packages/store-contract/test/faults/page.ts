import type { TokenRecord } from '@hallpass/core'
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
