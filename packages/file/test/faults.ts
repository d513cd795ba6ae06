import type { FileSystem } from '../src/disk/file-system.js'
import { hookedFileSystem } from './hooked-file-system.js'

/** A call of the file system that fails, once: before it does anything, or after it did everything. */
export interface Fault {
  /** Which call it is, from 1 on. */
  readonly at: number
  readonly code: string
  readonly when: 'before' | 'after'
}

/** The calls of Node, one of which fails. */
export function faultyFileSystem({ at, code, when }: Fault) {
  let calls = 0
  let failed: string | undefined
  const fs: FileSystem = hookedFileSystem(({ name, path }, proceed) => {
    if (++calls !== at) return proceed()
    failed = name
    const error = Object.assign(new Error(`${code}: injected, ${name} '${path}'`), { code })
    const closes = name.startsWith('close') || name === 'file.close'
    if (when === 'before' && !closes) throw error
    return failing(proceed(), error)
  })
  return { fs, failed: () => failed }
}

/** What was done is done; the caller hears of a failure. */
function failing(result: unknown, error: Error): unknown {
  if (!(result instanceof Promise)) throw error
  return result.then(async (value: unknown) => {
    if (typeof value === 'object' && value !== null && 'close' in value)
      await (value as { close(): Promise<void> }).close()
    throw error
  })
}

/** Runs work with each of its calls failing by turn, until it is through before its turn comes. */
export async function withEachFault(
  codes: readonly string[],
  run: (fault: Fault, faulty: ReturnType<typeof faultyFileSystem>) => Promise<void>,
): Promise<number> {
  for (let at = 1; ; at++) {
    let reached = false
    for (const when of ['before', 'after'] as const) {
      const fault = { at, code: codes[at % codes.length] ?? '', when }
      const faulty = faultyFileSystem(fault)
      await run(fault, faulty)
      reached ||= faulty.failed() !== undefined
    }
    if (!reached) return at - 1
  }
}
