import type { CompletedCommand, CompletedOption } from './words.js'

/** A script that completes in zsh: from a file of `fpath` called `_hallpass`, or sourced. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  return `#compdef hallpass
_hallpass() {
  local -a commands=(
${commands.map(({ name, description }) => `    ${quoted(`${name}:${description.replaceAll(':', '\\:')}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
if [[ $funcstack[1] == _hallpass ]]; then
  _hallpass "$@"
else
  compdef _hallpass hallpass
fi
`
}

function commandCase({ name, options, choices, files }: CompletedCommand): string {
  const first = files ? ["'*:file:_files'"] : choices.length > 0 ? [`'1:choice:(${choices.join(' ')})'`] : []
  return `    ${name}) _arguments ${[...options.map(argument), ...first].join(' ')} ;;`
}

function argument({ name, description, value, choices }: CompletedOption): string {
  const behind = {
    none: '',
    text: `:value:${choices.length > 0 ? `(${choices.join(' ')})` : ''}`,
    file: ':file:_files',
  }
  return quoted(`*${name}[${description.replace(/[[\]:\\]/g, '\\$&')}]${behind[value]}`)
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
