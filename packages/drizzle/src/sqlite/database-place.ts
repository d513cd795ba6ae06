import { closeSync, existsSync, openSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { HallpassError } from '@hallpass/core'

const IN_MEMORY = ':memory:'

/** Where a database is. */
export interface DatabasePlace {
  /** The file, if it is one. */
  readonly file: string | undefined
  /** What SQLite is told. */
  readonly name: string
}

/**
 * The place that a path names. A file that is not there is made, readable for its owner alone; SQLite gives its other
 * files (`-wal`, `-shm`) the mode of the first.
 * @throws HallpassError `ERR_OPTIONS`, `ERR_STORE`
 */
export function placeOf(path: string): DatabasePlace {
  if (path === IN_MEMORY) return { file: undefined, name: IN_MEMORY }
  if (path === '' || path !== path.trim() || path.startsWith('file:'))
    throw new HallpassError(
      'ERR_OPTIONS',
      `sqliteStore: expected the path of a file, or ":memory:", got ${path.startsWith('file:') ? 'a URL' : 'a text that is empty or has spaces around it'}`,
    )
  const file = resolve(path)
  if (existsSync(file)) refuseOther(file)
  else makePrivate(file)
  return { file, name: file }
}

function refuseOther(file: string): void {
  if (!statSync(file).isFile())
    throw new HallpassError('ERR_STORE', 'the path of the SQLite database is not that of a file')
}

function makePrivate(file: string): void {
  if (!existsSync(dirname(file)))
    throw new HallpassError('ERR_STORE', 'the directory of the SQLite database is not there; make it first')
  try {
    closeSync(openSync(file, 'a', 0o600))
  } catch (cause) {
    throw new HallpassError('ERR_STORE', 'the SQLite database cannot be made; may this process write the directory?', {
      cause,
    })
  }
}
