import { HallpassError } from '../errors.js'
import type { TokenStore } from '../store/store.js'
import { storeFailure } from './at-store.js'
import type { Load, ServiceContext } from './context.js'

/**
 * Counts a call in, or refuses it at once: a store that is slow must not gather requests without end. Whoever enters
 * takes one from `load.underWay` at the end.
 * @throws HallpassError `ERR_STORE`
 */
export function enter(context: ServiceContext, method: keyof TokenStore): void {
  const { load } = context
  if (load.underWay >= load.most) throw storeFailure(context, method, tooMany(load))
  load.underWay++
}

/**
 * Does what is counted as under way. The hot path counts by itself, without one more promise.
 * @throws HallpassError `ERR_STORE` where too much is under way, and what the work throws
 */
export async function countedIn<T>(
  context: ServiceContext,
  method: keyof TokenStore,
  work: () => Promise<T>,
): Promise<T> {
  enter(context, method)
  try {
    return await work()
  } finally {
    context.load.underWay--
  }
}

function tooMany({ most }: Load): HallpassError {
  return new HallpassError('ERR_STORE', `${most} calls wait for the store, which is as many as maxInFlight allows`)
}
