import type { Command, Option } from 'commander'

/** What shells complete, read from the program itself. */
export interface CompletedCommand {
  readonly name: string
  readonly description: string
  readonly options: readonly CompletedOption[]
  /** Whether its arguments are files. */
  readonly files: boolean
  readonly choices: readonly string[]
}

/** An option, and what may stand behind it. */
export interface CompletedOption {
  /** With its dashes. */
  readonly name: string
  readonly description: string
  readonly value: 'none' | 'text' | 'file'
  readonly choices: readonly string[]
}

/** The commands of a program. */
export function completedCommands(program: Command): readonly CompletedCommand[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: [...command.options.map(completedOption), HELP],
    files: command.registeredArguments.some((argument) => argument.name() === 'file'),
    choices: command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
  }))
}

const HELP: CompletedOption = { name: '--help', description: 'display help', value: 'none', choices: [] }

function completedOption(option: Option): CompletedOption {
  return {
    name: option.long ?? option.flags,
    description: option.description,
    value: takenBy(option),
    choices: option.argChoices ?? [],
  }
}

function takenBy({ flags, required, optional }: Option): CompletedOption['value'] {
  if (!required && !optional) return 'none'
  return flags.includes('<file>') ? 'file' : 'text'
}
