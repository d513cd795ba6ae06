import { HallpassError, type TokenRecord } from '@hallpass/core'
import type { Fault } from './fault.js'

const failed = (cause: unknown) => new HallpassError('ERR_STORE', 'the statement failed', { cause })

function refuses(what: string, errorOf: (record: TokenRecord) => Error): Fault {
  return {
    what: `an insert that refuses with ${what}`,
    methods: ({ insert }) => ({
      insert: async (record, limits) => {
        if (record.subject?.includes('\0')) throw errorOf(record)
        return insert(record, limits)
      },
    }),
    caughtBy: 'an error holds nothing of a record whose subject has a NUL',
  }
}

export const errorFaults: readonly Fault[] = [
  refuses('the values of the statement', ({ digest }) => failed(Object.assign(new Error(), { values: [digest] }))),
  refuses('the row in its text', ({ subject }) => failed(new Error(`the row (0VkS, ${subject}) does not fit`))),
  refuses('the record hidden within', (record) =>
    failed(Object.defineProperty(new Error(), 'row', { value: { record } })),
  ),
  {
    what: 'a store that keeps nothing, and says what',
    methods: () => ({
      insert: async (record) => {
        throw failed(record)
      },
    }),
    caughtBy: 'an error holds nothing of a record whose metadata has a NUL',
  },
  {
    what: 'a replace that says what it was given',
    methods: () => ({
      replace: async (next) => {
        throw failed(next)
      },
    }),
    caughtBy: 'an error holds nothing of a record whose time is no number',
  },
  {
    what: 'a closed store that says what it was asked for',
    methods: ({ page }) => ({
      page: (query) =>
        page(query).catch((error) => {
          throw Object.assign(error, { query })
        }),
    }),
    caughtBy: 'an error of a closed store holds nothing of the record',
  },
]
