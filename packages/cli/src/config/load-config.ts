import * as core from '@hallpass/core'
import { createJiti } from 'jiti'
import { CommandError } from '../command-error.js'
import { gitScopes } from '../gate/git-scopes.js'
import { storeFromUrl } from '../store-from-url.js'
import { CONFIG_MEMBERS, defineConfig, type HallpassConfig } from './config.js'

/** What a configuration can import from `hallpass`. The gate itself is left out, since loading it takes its time. */
export const FOR_CONFIGS = { defineConfig, gitScopes, storeFromUrl } as const

/**
 * Runs a configuration, in JavaScript or TypeScript, and reads what it exports. What it imports from hallpass are the
 * copies of this program, so that its scopes are known here wherever the configuration lies.
 * @throws CommandError with exit `failed`
 */
export async function loadConfig(path: string): Promise<HallpassConfig> {
  const jiti = createJiti(path, {
    fsCache: false,
    virtualModules: { '@hallpass/core': core, hallpass: FOR_CONFIGS },
  })
  try {
    return readConfig(await jiti.import(path, { default: true }))
  } catch (cause) {
    throw new CommandError('failed', `${path}: ${messageOf(cause)}`, { cause })
  }
}

function readConfig(exported: unknown): HallpassConfig {
  if (typeof exported !== 'object' || exported === null || !Array.isArray((exported as HallpassConfig).scopes))
    throw new TypeError('expected a default export such as defineConfig({ scopes: […], store: "sqlite:tokens.db" })')
  const unknown = Object.keys(exported).find((member) => !Object.hasOwn(CONFIG_MEMBERS, member))
  if (unknown !== undefined)
    throw new TypeError(`${core.shown(unknown)} is not a member of a configuration: ${Object.keys(CONFIG_MEMBERS)}`)
  const config = exported as HallpassConfig
  core.createRegistry(config.scopes)
  return config
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
