import type { TokenRecord } from '../record/record.js'
import { storeFailure } from './at-store.js'
import type { ServiceContext } from './context.js'

/**
 * Asks the store for a record. Not an async function: the hot path has one asynchronous step, and it is the store's.
 * @throws HallpassError `ERR_STORE`
 */
export function find(context: ServiceContext, id: string): Promise<TokenRecord | undefined> {
  try {
    return context.store.find(id).then(undefined, (error: unknown) => fail(context, error))
  } catch (error) {
    return Promise.reject(storeFailure(context, 'find', error))
  }
}

function fail(context: ServiceContext, error: unknown): never {
  throw storeFailure(context, 'find', error)
}
