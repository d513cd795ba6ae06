import { createRequire } from 'node:module'
import { HallpassError } from '@hallpass/core'
import type Driver from 'better-sqlite3'

/**
 * Loads better-sqlite3, once it is known that this Node can: the native part of version 13 ends a Node below 22 without
 * a word.
 * @throws HallpassError `ERR_STORE`
 */
export function loadDriver(): typeof Driver {
  const load = createRequire(import.meta.url)
  const { version } = loadOrThrow<{ readonly version: string }>(load, 'better-sqlite3/package.json')
  checkDriver(version, process.versions.node)
  return loadOrThrow<typeof Driver>(load, 'better-sqlite3')
}

/**
 * Refuses a version of better-sqlite3 that this store, or this Node, does not work with.
 * @throws HallpassError `ERR_STORE`
 */
export function checkDriver(version: string, node: string): void {
  const major = Number.parseInt(version, 10)
  if (major !== 12 && major !== 13)
    throw new HallpassError('ERR_STORE', `sqliteStore needs better-sqlite3 12 or 13, got ${version}`)
  if (major === 13 && Number.parseInt(node, 10) < 22)
    throw new HallpassError(
      'ERR_STORE',
      `better-sqlite3 ${version} needs Node 22 or later, and this is ${node}: install better-sqlite3@12`,
    )
}

function loadOrThrow<T>(load: NodeJS.Require, name: string): T {
  try {
    return load(name) as T
  } catch (cause) {
    const text = 'better-sqlite3 cannot be loaded; install it beside @hallpass/drizzle: npm install better-sqlite3@12'
    throw new HallpassError('ERR_STORE', text, { cause })
  }
}
