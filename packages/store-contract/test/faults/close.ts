import type { Fault } from './fault.js'

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
