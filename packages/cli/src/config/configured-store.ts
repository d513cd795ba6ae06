import { dirname, isAbsolute, resolve } from 'node:path'
import type { TokenStore } from '@hallpass/core'
import { CommandError } from '../command-error.js'
import { storeFromUrl } from '../store-from-url.js'
import type { World } from '../world.js'
import type { HallpassConfig } from './config.js'

/** The store that a command works on: `--store`, then `HALLPASS_STORE`, then the configuration's. */
export async function configuredStore(
  world: World,
  named: string | undefined,
  config: HallpassConfig | undefined,
  path: string | undefined,
): Promise<TokenStore> {
  const url = named ?? (world.env['HALLPASS_STORE'] || undefined)
  if (url !== undefined) return storeFromUrl(fromFolder(world.cwd, url))
  if (config?.store === undefined)
    throw new CommandError('usage', 'expected a store: --store <url>, HALLPASS_STORE, or store in hallpass.config.js')
  if (typeof config.store === 'string') return storeFromUrl(fromFolder(dirname(path ?? world.cwd), config.store))
  return config.store()
}

/** The URL of a store with its path made absolute, so that it names the same store from wherever it is read. */
export function fromFolder(folder: string, url: string): string {
  const [, scheme, path] = /^(sqlite:|file:)(?!\/\/|:memory:$)(.+)$/s.exec(url) ?? []
  return scheme === undefined || path === undefined || isAbsolute(path) ? url : scheme + resolve(folder, path)
}
