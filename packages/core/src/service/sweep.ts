import { HallpassError, shown } from '../errors.js'
import { atStore } from './at-store.js'
import type { ServiceContext } from './context.js'
import type { SweepOptions } from './operator-types.js'

/** How many records one call of the store forgets at most. */
export const SWEEP_BATCH = 1000

/** Forgets records whose `forgetAt` is past, batch by batch. A date ahead counts as now. */
export async function sweep(context: ServiceContext, before?: Date, options: SweepOptions = {}): Promise<number> {
  if (options === null) throw new HallpassError('ERR_OPTIONS', 'the options of sweep must be an object, got null')
  const { batch = SWEEP_BATCH, signal } = options
  checkArguments(before, batch)
  const now = context.clock()
  const limit = Math.min(now, before?.getTime() ?? now)
  let count = 0
  while (!signal?.aborted) {
    const swept = await atStore(context, 'sweep', (store) => store.sweep(limit, batch))
    count += swept
    if (swept < batch) break
  }
  context.events.tell('swept', { count })
  return count
}

function checkArguments(before: Date | undefined, batch: number): void {
  if (before !== undefined && !(before instanceof Date && Number.isFinite(before.getTime())))
    throw new HallpassError('ERR_OPTIONS', `sweep takes a valid Date, got ${shown(before)}`)
  if (!Number.isSafeInteger(batch) || batch < 1)
    throw new HallpassError('ERR_OPTIONS', `batch must be a whole number from 1 on, got ${shown(batch)}`)
}
