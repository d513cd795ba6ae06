import type { CompletedCommand, CompletedOption } from './words.js'

/** A script that completes in fish: `hallpass completion fish | source`. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  return ['complete -c hallpass -f', ...commands.flatMap(commandLines), ''].join('\n')
}

function commandLines({ name, description, options, choices, files }: CompletedCommand): readonly string[] {
  const seen = `complete -c hallpass -n '__fish_seen_subcommand_from ${name}'`
  return [
    `complete -c hallpass -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`,
    ...(files ? [`${seen} -F`] : []),
    ...(choices.length > 0 ? [`${seen} -a ${quoted(choices.join(' '))}`] : []),
    ...options.map((option) => `${seen} -l ${option.name.slice(2)} ${value(option)}-d ${quoted(option.description)}`),
  ]
}

function value({ value, choices }: CompletedOption): string {
  if (choices.length > 0) return `-x -a ${quoted(choices.join(' '))} `
  return { none: '', text: '-x ', file: '-r -F ' }[value]
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}
