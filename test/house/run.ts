import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** What a child printed, and how it ended. */
export interface Outcome {
  readonly exitCode: number
  readonly output: string
  readonly errors: string
}

/** Runs a program to its end, or for at most three minutes. */
export async function run(program: string, words: readonly string[], cwd: string): Promise<Outcome> {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, words, { cwd, timeout: 180_000, maxBuffer: 2 ** 26 })
    return { exitCode: 0, output: stdout, errors: stderr }
  } catch (cause) {
    const { code, stdout, stderr } = cause as { code?: unknown; stdout?: string; stderr?: string }
    return { exitCode: typeof code === 'number' ? code : 1, output: stdout ?? '', errors: stderr ?? String(cause) }
  }
}

/**
 * Runs a program that must succeed, and answers what it printed.
 * @throws Error with all that it said
 */
export async function mustRun(program: string, words: readonly string[], cwd: string): Promise<string> {
  const { exitCode, output, errors } = await run(program, words, cwd)
  if (exitCode === 0) return output
  throw new Error(`${program} ${words.join(' ')} ended with ${exitCode}\n${output}\n${errors}`)
}
