import type { TokenRecord } from '../record/record.js'
import { storeFailure } from './at-store.js'
import type { ServiceContext } from './context.js'

/**
 * Asks the store for a record.
 * @throws HallpassError `ERR_STORE`
 */
export async function find(context: ServiceContext, id: string): Promise<TokenRecord | undefined> {
  try {
    return await context.store.find(id)
  } catch (error) {
    throw storeFailure(context, 'find', error)
  }
}
