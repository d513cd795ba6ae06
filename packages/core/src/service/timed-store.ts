import { HallpassError } from '../errors.js'
import type { TokenStore } from '../store/store.js'
import { inTime } from './in-time.js'

/**
 * A store whose calls end in time. What is late may still happen: the service looks whether it did, as after any failure.
 * Closing may take what it takes.
 */
export function timedStore(store: TokenStore, milliseconds: number): TokenStore {
  const timed = <T>(method: keyof TokenStore, answer: Promise<T>) =>
    inTime(answer, milliseconds, () => tooLate(method, milliseconds))
  return {
    insert: (record, limits) => timed('insert', store.insert(record, limits)),
    find: (id) => timed('find', store.find(id)),
    replace: (next) => timed('replace', store.replace(next)),
    page: (query) => timed('page', store.page(query)),
    count: (scope, now) => timed('count', store.count(scope, now)),
    sweep: (before, limit) => timed('sweep', store.sweep(before, limit)),
    close: () => store.close(),
  }
}

function tooLate(method: string, milliseconds: number): HallpassError {
  return new HallpassError('ERR_STORE', `the store gave no answer to ${method} within ${milliseconds} ms`)
}
