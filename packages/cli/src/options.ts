import { type Command, InvalidArgumentError, type Option } from 'commander'
import type { SessionOptions } from './session.js'

/** Adds the option that says which configuration. */
export function withConfigOption(command: Command): Command {
  return command.option(
    '--config <file>',
    'the configuration; default hallpass.config.{js,mjs,ts} in the working directory',
  )
}

/** Adds the options that say which configuration and which store. */
export function withStoreOptions(command: Command): Command {
  return withConfigOption(command).option(
    '--store <url>',
    'the store; default HALLPASS_STORE (where a URL with a password belongs), then the configuration',
  )
}

/** What {@link withStoreOptions} adds. */
export type StoreOptions = SessionOptions

/** Adds `--json`. */
export function withJsonOption(command: Command, what: string): Command {
  return command.option('--json', what)
}

/** What {@link withJsonOption} adds. */
export interface JsonOption {
  readonly json?: boolean
}

/** Adds examples to the help of a command: the words, and what they do. */
export function withExamples(command: Command, examples: readonly (readonly [words: string, meaning: string])[]): void {
  const lines = examples.map(([words, meaning]) => `  # ${meaning}\n  $ hallpass ${words}`)
  command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`)
}

/** Reads a whole number from 1 on. */
export function wholeNumber(text: string): number {
  const number = Number(text)
  if (/^\d{1,15}$/.test(text) && number >= 1) return number
  throw new InvalidArgumentError('expected a whole number from 1 on')
}

/** Gathers `name=value`, given as often as there are names. */
export function named(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const at = text.indexOf('=')
  const name = text.slice(0, Math.max(0, at))
  if (name === '') throw new InvalidArgumentError('expected name=value')
  if (Object.hasOwn(before, name)) throw new InvalidArgumentError('the name was given before')
  return { ...before, [name]: text.slice(at + 1) }
}

/** Gathers texts, given as often as there are any. */
export function listed(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text]
}

/** Refuses the second of two values where one is meant, and values that are empty: neither may count silently. */
export function strict(command: Command): void {
  for (const option of command.options.filter(takesOneValue)) {
    const read = option.parseArg
    option.argParser((text: string, before: unknown) => {
      if (text === '') throw new InvalidArgumentError('expected a text that is not empty')
      const gathers = read === named || read === listed
      if (before !== undefined && !gathers) throw new InvalidArgumentError('it was given before')
      return read ? read(text, before) : text
    })
  }
}

function takesOneValue(option: Option): boolean {
  return option.required && !option.variadic
}
