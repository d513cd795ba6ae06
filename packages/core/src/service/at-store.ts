import { HallpassError } from '../errors.js'
import type { TokenRecord } from '../record/record.js'
import type { TokenStore } from '../store/store.js'
import type { ServiceContext } from './context.js'

/**
 * Calls the store; what it throws comes out as a HallpassError, and is told as an event.
 * @throws HallpassError `ERR_STORE`
 */
export async function atStore<T>(
  context: ServiceContext,
  method: keyof TokenStore,
  call: (store: TokenStore) => Promise<T>,
): Promise<T> {
  try {
    return await call(context.store)
  } catch (error) {
    throw storeFailure(context, method, error)
  }
}

export function storeFailure({ events }: ServiceContext, method: keyof TokenStore, cause: unknown): HallpassError {
  const error =
    cause instanceof HallpassError ? cause : new HallpassError('ERR_STORE', `the store failed at ${method}`, { cause })
  events.tell('store_failed', { method, code: error.code })
  return error
}

/**
 * Swaps a record for its next version. After a failure the outcome is unknown and not failed: one look tells whether the
 * attempt is in the record; if it is not, it may still come, and the failure stands.
 * @throws HallpassError `ERR_STORE`
 */
export async function swap(context: ServiceContext, next: TokenRecord): Promise<boolean> {
  try {
    return await context.store.replace(next)
  } catch (error) {
    const failure = storeFailure(context, 'replace', error)
    if (await landed(context, next)) return true
    throw failure
  }
}

/** Keeps a new record; after a failure, one look tells whether it is there. */
export async function keep(context: ServiceContext, record: TokenRecord, limits?: Parameters<TokenStore['insert']>[1]) {
  try {
    return await context.store.insert(record, limits)
  } catch (error) {
    const failure = storeFailure(context, 'insert', error)
    if (await landed(context, record)) return 'inserted'
    throw failure
  }
}

async function landed({ store }: ServiceContext, record: TokenRecord): Promise<boolean> {
  const attempt = record.attempts.at(-1)
  try {
    const found = await store.find(record.id)
    return attempt !== undefined && found?.attempts.includes(attempt) === true
  } catch {
    return false
  }
}
