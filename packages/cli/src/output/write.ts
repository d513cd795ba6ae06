import { CommandError, InterruptedError } from '../command-error.js'
import type { Output, World } from '../world.js'
import { plainText } from './plain-text.js'

/** Writes a line of the command's result, and waits until it is taken. */
export function print(world: World, line: string): Promise<void> {
  return write(world.stdout, line)
}

/** Says something to whoever runs the command, beside its result. */
export async function say(world: World, line: string): Promise<void> {
  await write(world.stderr, line)
}

/** Says why a command ends as it does: one line, whatever the text holds. */
export function complain(world: World, text: string): Promise<void> {
  const lines = text.split('\n').map((line) => line.trim())
  return say(world, `hallpass: ${plainText(lines.filter((line) => line !== '').join('; '))}`)
}

function write(output: Output, line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    output.write(`${line}\n`, (cause) => {
      if (cause) reject(unwritten(cause))
      else resolve()
    })
  })
}

/** That nobody reads any more, as behind `| head`, is no failure of the command. */
function unwritten(cause: NodeJS.ErrnoException): Error {
  if (cause.code === 'EPIPE') return new InterruptedError(cause.code)
  return new CommandError('failed', `the output could not be written: ${cause.message}`, { cause })
}
