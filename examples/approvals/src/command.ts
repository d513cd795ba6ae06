import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { fingerprintOf } from '@hallpass/core'

/** A program and its arguments, each by itself: there is no shell that could read them in another way. */
export type Command = readonly [program: string, ...words: string[]]

/** The command in a body such as `{ "command": ["node", "--version"] }`; `undefined` where there is none. */
export function readCommand(body: unknown): Command | undefined {
  const { command } = Object(body) as { readonly command?: unknown }
  const isCommand = Array.isArray(command) && command.length > 0 && command.every((word) => typeof word === 'string')
  return isCommand ? (command as unknown as Command) : undefined
}

/** A command for people to read: what is not a plain word stands in quotes, so that it shows where one word ends. */
export function spelled(command: Command): string {
  return command.map((word) => (/^[\w./:=@%+-]+$/.test(word) ? word : JSON.stringify(word))).join(' ')
}

/** What a token is minted for, and held against: this command and no other. */
export function commandFingerprint(command: Command): string {
  return fingerprintOf({ command })
}

/**
 * Runs it, and gives what it printed.
 * @throws Error where it cannot be started, fails, or takes longer than ten seconds
 */
export async function execute([program, ...words]: Command): Promise<string> {
  const { stdout } = await promisify(execFile)(program, words, { timeout: 10_000 })
  return stdout.trim()
}
