import { type Fault, twoTicks } from './fault.js'

export const closeFaults: readonly Fault[] = [
  {
    what: 'a store that goes on after close',
    parts: { closed: () => undefined },
    caughtBy: 'find rejects with ERR_STORE once the store is closed, and says that it is',
  },
  {
    what: 'a closed store that throws an error of its own',
    parts: { closed: () => new Error('closed') },
    caughtBy: 'insert rejects with ERR_STORE once the store is closed, and says that it is',
  },
  {
    what: 'a store that leaves those in its line without an answer when it is closed',
    methods: ({ find, close }) => {
      let closed = false
      const inLine = async () => {
        if (closed) return
        await twoTicks()
        if (closed) await new Promise(() => {})
      }
      return {
        find: (id) => inLine().then(() => find(id)),
        close: async () => {
          closed = true
          await close()
        },
      }
    },
    caughtBy: 'calls that began before close end, with their answer or with ERR_STORE',
  },
  {
    what: 'a store that tears its connection under the calls when it is closed',
    methods: ({ count, close }) => {
      let closed = false
      return {
        count: async (scope, now) => {
          const answer = await count(scope, now)
          if (closed) throw new TypeError('write after end')
          return answer
        },
        close: async () => {
          closed = true
          await close()
        },
      }
    },
    caughtBy: 'calls that began before close end, with their answer or with ERR_STORE',
  },
  {
    what: 'a store that throws when it is closed twice',
    methods: ({ close }) => {
      let closed = false
      return {
        close: async () => {
          if (closed) throw new Error('closed already')
          closed = true
          await close()
        },
      }
    },
    caughtBy: 'close may be called twice, also at once',
  },
]
