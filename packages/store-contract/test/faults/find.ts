import type { TokenRecord } from '@hallpass/core'
import type { Fault } from './fault.js'

const without = (name: keyof TokenRecord) => (record: TokenRecord) =>
  structuredClone({ ...record, [name]: undefined }) as TokenRecord

export const findFaults: readonly Fault[] = [
  ...(['pepper', 'subject', 'name', 'createdBy', 'parent', 'fingerprint'] as const).map((name) => ({
    what: `a record that loses its ${name}`,
    parts: { copy: without(name) },
    caughtBy: 'find gives back a record with every member, equal to what was kept',
  })),
  {
    what: 'absent members that come back as undefined',
    parts: { copy: (record) => ({ ...structuredClone(record), subject: record.subject as string }) },
    caughtBy: 'find gives back a record without the members that may be absent, equal to what was kept',
  },
  {
    what: 'a record without a grant that gets one',
    parts: {
      copy: (record) =>
        structuredClone({
          ...record,
          grants: record.grants[0]
            ? record.grants
            : [{ scope: '', resourceId: null, anyResource: false, params: {}, routes: [] }],
        }),
    },
    caughtBy: 'find gives back a record without a grant, equal to what was kept',
  },
  {
    what: 'members that are written by assignment, which loses the name __proto__',
    parts: {
      copy: (record) => {
        const bindings: Record<string, string> = {}
        for (const [name, value] of Object.entries(record.bindings)) bindings[name] = value
        return { ...structuredClone(record), bindings }
      },
    },
    caughtBy: 'find gives back texts that are unusual, equal to what was kept',
  },
  {
    what: 'texts that are cut off',
    parts: {
      copy: (record) => ({ ...structuredClone(record), ...(record.name && { name: record.name.slice(0, 255) }) }),
    },
    caughtBy: 'find gives back texts that are as long as a service takes them, equal to what was kept',
  },
  {
    what: 'records in a column of 65,535 bytes',
    methods: ({ insert }) => ({
      insert: async (record, limits) => {
        if (Buffer.byteLength(JSON.stringify(record)) > 65_535) throw new Error('too long')
        return insert(record, limits)
      },
    }),
    caughtBy: 'find gives back metadata of a hundred thousand bytes, equal to what was kept',
  },
  {
    what: 'ids in a column that pads with spaces',
    parts: { keyOf: (id) => id.trimEnd() },
    caughtBy: 'find gives nothing for an id that is not there',
  },
  {
    what: 'ids whose case does not count',
    parts: { keyOf: (id) => id.toLowerCase() },
    caughtBy: 'find tells ids apart by case',
  },
  {
    what: 'ids that are trimmed',
    parts: { keyOf: (id) => id.slice(0, 16) },
    caughtBy: 'find gives nothing for an id that is not there',
  },
  {
    what: 'records that are kept as they were handed in',
    parts: { copy: (record) => record },
    caughtBy: 'find is not touched by what is done to a record that was handed in',
  },
  {
    what: 'records that share what is inside',
    parts: { copy: (record) => ({ ...record }) },
    caughtBy: 'find is not touched by what is done to a record that was handed out',
  },
]
