import type { World } from '../src/world.js'

/** A world in which nothing is read, written or known, for looking at the program itself. */
export function silentWorld(): World {
  const output = { write: (_: string, written: () => void) => written() }
  return {
    words: [],
    env: {},
    cwd: '.',
    stdin: (async function* () {})(),
    stdout: output,
    stderr: output,
    signal: new AbortController().signal,
    userName: () => 'olga',
    now: () => 0,
    setExitCode: () => undefined,
  }
}
