import type { Scope } from '../scope/scope.js'
import { nameOf } from './ask.js'
import { atStore } from './at-store.js'
import type { ServiceContext } from './context.js'
import { checkFilter } from './list.js'

export async function count(context: ServiceContext, scope: Scope | string): Promise<number> {
  checkFilter({ scope })
  const now = context.clock()
  return atStore(context, 'count', (store) => store.count(nameOf(scope), now))
}
