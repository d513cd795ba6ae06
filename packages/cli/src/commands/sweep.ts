import type { TokenStore } from '@hallpass/core'
import type { Command } from 'commander'
import { type JsonOption, type StoreOptions, withExamples, withJsonOption, withStoreOptions } from '../options.js'
import { jsonLine } from '../output/plain-text.js'
import { createProgress, type Progress } from '../output/progress.js'
import { print, say } from '../output/write.js'
import { withSession } from '../session.js'
import type { World } from '../world.js'

/** Adds `sweep`. */
export function addSweep(program: Command, world: World): void {
  const command = program
    .command('sweep')
    .description('Forget the records whose time is long past: expired, and kept as long as their scope says.')
  withJsonOption(command, 'the count as JSON')
  withStoreOptions(command)
  withExamples(command, [['sweep', 'once, for example from a timer of the system']])
  command.action((options: JsonOption & StoreOptions) => sweep(world, options))
}

async function sweep(world: World, options: JsonOption & StoreOptions): Promise<void> {
  const progress = createProgress(world, 'sweeping')
  const through = (store: TokenStore) => counted(store, progress)
  const swept = await withSession(
    world,
    options,
    ({ service }) => service.sweep(undefined, { signal: world.signal }).finally(progress.end),
    { through },
  )
  if (options.json) await print(world, jsonLine({ swept }))
  else await say(world, `swept ${swept}`)
}

/** The store, telling how far a sweep is. */
function counted(store: TokenStore, progress: Progress): TokenStore {
  return {
    insert: (record, limits) => store.insert(record, limits),
    find: (id) => store.find(id),
    replace: (next) => store.replace(next),
    page: (query) => store.page(query),
    count: (scope, now) => store.count(scope, now),
    sweep: async (before, limit) => {
      const swept = await store.sweep(before, limit)
      progress.tick(swept)
      return swept
    },
    close: () => store.close(),
  }
}
