import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { CommandError } from '../command-error.js'
import { configText, isKept } from '../config/config-text.js'
import { fromFolder } from '../config/configured-store.js'
import { CONFIG_NAMES } from '../config/find-config.js'
import { withExamples } from '../options.js'
import { say } from '../output/write.js'
import { storeFromUrl } from '../store-from-url.js'
import type { World } from '../world.js'

interface InitOptions {
  readonly ts?: boolean
  readonly store?: string
}

/** A configuration is run: nobody else may write it, whatever the umask. */
const PROGRAM = 0o644

/** Adds `init`. */
export function addInit(program: Command, world: World): void {
  const command = program
    .command('init')
    .description('Write a commented hallpass.config.js here, and make its store. Nothing is overwritten.')
    .option('--ts', 'write hallpass.config.ts')
    .option('--store <url>', 'the store; default HALLPASS_STORE, then sqlite:tokens.db')
  withExamples(command, [
    ['init', 'a configuration, and a store in SQLite'],
    ['init --ts --store file:./tokens', 'in TypeScript, with a store in a directory'],
  ])
  command.action((options: InitOptions) => init(world, options))
}

async function init(world: World, { ts, store }: InitOptions): Promise<void> {
  const { cwd, env } = world
  const there = CONFIG_NAMES.find((name) => existsSync(join(cwd, name)))
  if (there !== undefined) throw isThere(there)
  const url = store ?? (env['HALLPASS_STORE'] || 'sqlite:tokens.db')
  if (url === 'memory:') throw new CommandError('usage', 'expected a store that stays, got memory:')
  await makeStore(fromFolder(cwd, url))
  const name = ts ? 'hallpass.config.ts' : 'hallpass.config.js'
  await writeNew(join(cwd, name), configText(url), name)
  await say(world, `wrote ${name}; its store is ${isKept(url) ? url : 'that of HALLPASS_STORE'}`)
}

/** Opens the store as every command does, which makes what it needs, and looks whether it answers. */
async function makeStore(url: string): Promise<void> {
  const store = await storeFromUrl(url)
  try {
    await store.page({ limit: 1 })
  } finally {
    await store.close()
  }
}

async function writeNew(path: string, text: string, name: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: PROGRAM })
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw code === 'EEXIST'
      ? isThere(name)
      : new CommandError('failed', `${name} could not be written (${code})`, { cause })
  }
}

function isThere(name: string): CommandError {
  return new CommandError('usage', `expected no configuration here, got ${name}: it is not overwritten`)
}
