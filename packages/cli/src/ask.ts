import { CommandError } from './command-error.js'
import { plainText } from './output/plain-text.js'
import { untilAborted } from './until-aborted.js'
import type { World } from './world.js'

/** The longest line that is read from the standard input. */
const LONGEST_LINE = 65_536

/** Whether a person is there to be asked. */
export function canAsk({ stdin, stderr }: World): boolean {
  return stdin.isTTY === true && stderr.isTTY === true
}

/** Asks on the terminal. Everything but a yes is a no. */
export async function confirmed(world: World, question: string): Promise<boolean> {
  world.stderr.write(`${plainText(question)} [y/N] `, () => undefined)
  return /^y(es)?$/i.test(await readLine(world))
}

/**
 * Reads the first line of the standard input.
 * @throws CommandError where it is too long
 */
export function readLine({ stdin, signal }: World): Promise<string> {
  return untilAborted(signal, firstLine(stdin))
}

async function firstLine(stdin: World['stdin']): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of stdin) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
    if (text.length > LONGEST_LINE) throw new CommandError('usage', 'expected a shorter line on the standard input')
    if (text.includes('\n')) break
  }
  return (text.split('\n')[0] ?? '').trim()
}
