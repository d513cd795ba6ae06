import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CommandError } from '../command-error.js'

/** The names under which a configuration is looked for. */
export const CONFIG_NAMES = ['hallpass.config.js', 'hallpass.config.mjs', 'hallpass.config.ts'] as const

/**
 * The path of the configuration: the one that was named, or the one in the working directory and in no other, since it
 * is a program that is run. `undefined` where there is none.
 * @throws CommandError where the named one is not there, or where several lie side by side
 */
export function findConfig(cwd: string, named: string | undefined): string | undefined {
  if (named !== undefined) return namedConfig(resolve(cwd, named), named)
  const found = CONFIG_NAMES.filter((name) => existsSync(join(cwd, name)))
  if (found.length > 1)
    throw new CommandError('usage', `expected one configuration here, got ${found.join(' and ')}: name one by --config`)
  return found[0] === undefined ? undefined : join(cwd, found[0])
}

function namedConfig(path: string, named: string): string {
  if (existsSync(path)) return path
  throw new CommandError('usage', `--config must name a file that is there, got ${JSON.stringify(named)}`)
}
