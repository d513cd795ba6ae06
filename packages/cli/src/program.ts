import { readFileSync } from 'node:fs'
import { HallpassError } from '@hallpass/core'
import { Command, CommanderError } from 'commander'
import { CommandError, InterruptedError } from './command-error.js'
import { addCompletion } from './commands/completion.js'
import { addApprove, addDeny } from './commands/decide.js'
import { addExplain } from './commands/explain.js'
import { addGate } from './commands/gate.js'
import { addImport } from './commands/import.js'
import { addInit } from './commands/init.js'
import { addList } from './commands/list.js'
import { addMint } from './commands/mint.js'
import { addRevoke } from './commands/revoke.js'
import { addScopes } from './commands/scopes.js'
import { addShow } from './commands/show.js'
import { addSweep } from './commands/sweep.js'
import { EXIT_CODES, EXIT_OF_ERROR, type Exit } from './exit-codes.js'
import { strict } from './options.js'
import { complain } from './output/write.js'
import { refuseTokens } from './refuse-tokens.js'
import type { World } from './world.js'

/** Adds a command to the program. Each file in `commands` has one. */
export type AddCommand = (program: Command, world: World) => void

const COMMANDS: readonly AddCommand[] = [
  addInit,
  addScopes,
  addMint,
  addList,
  addShow,
  addApprove,
  addDeny,
  addRevoke,
  addSweep,
  addExplain,
  addImport,
  addGate,
  addCompletion,
]

/** The program with all its commands. */
export function createProgram(world: World): Command {
  const program = new Command('hallpass')
    .description('Temporary tokens that open declared routes and nothing else.')
    .version(version(), '--version', 'display the version')
    .helpCommand(false)
    .configureOutput({
      writeOut: (text) => void world.stdout.write(text, ignore),
      writeErr: ignore,
      outputError: ignore,
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText('after', exitCodesHelp)
  for (const add of COMMANDS) add(program, world)
  for (const command of [program, ...program.commands]) {
    strict(command)
    command.exitOverride((error) => {
      throw usageError(command, error)
    })
  }
  return program
}

function version(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version
}

/** Runs one command to its end. What goes wrong becomes one line and an exit code; only an interruption is thrown. */
export async function runProgram(world: World): Promise<void> {
  try {
    refuseTokens(world.words)
    await createProgram(world).parseAsync([...world.words], { from: 'user' })
  } catch (error) {
    if (error instanceof InterruptedError) throw error
    await finish(world, error)
  }
}

async function finish(world: World, error: unknown): Promise<void> {
  if (error instanceof CommanderError && error.exitCode === 0) return
  world.setExitCode(EXIT_CODES[exitOf(error)].code)
  await complain(world, error instanceof Error ? error.message : String(error))
}

function exitOf(error: unknown): Exit {
  if (error instanceof CommandError) return error.exit
  return error instanceof HallpassError ? EXIT_OF_ERROR[error.code] : 'failed'
}

/** The line for words that a command does not take. Help is not an error. */
function usageError(command: Command, error: CommanderError): Error {
  if (error.exitCode === 0) return error
  const expected = command.createHelp().commandUsage(command)
  const what = error.code === 'commander.help' ? 'a command is missing' : sentence(error.message)
  return new CommandError('usage', `${what}; expected: ${expected}`)
}

function sentence(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/\n\(/, ' (')
    .replace(/\.$/, '')
}

function exitCodesHelp(): string {
  const lines = Object.values(EXIT_CODES).map(({ code, meaning }) => `  ${code}  ${meaning}`)
  return `\nExit codes:\n${lines.join('\n')}`
}

function ignore(): void {}
