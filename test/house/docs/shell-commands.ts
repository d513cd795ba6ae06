/** The commands of a shell text, as words without their quotes; comments, assignments in front and pipes taken apart. */
export function shellCommands(code: string): readonly (readonly string[])[] {
  return code
    .replaceAll('\\\n', ' ')
    .split('\n')
    .flatMap((line) => commandsOf(wordsOf(line)))
    .map((words) => words.slice(words.findIndex((word) => !ASSIGNMENT.test(word))))
    .filter((words) => words.length > 0)
}

const ASSIGNMENT = /^[A-Z_]+=/
const WORD = /'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\|;&]/
const WORDS = new RegExp(`#.*$|&&|\\|\\||[|;&]|(?:${WORD.source})+`, 'g')
const SEPARATOR = /^(&&|\|\||[|;&])$/

function wordsOf(line: string): readonly string[] {
  return (line.match(WORDS) ?? [])
    .filter((word) => !word.startsWith('#'))
    .map((word) => (SEPARATOR.test(word) ? word : word.replace(/^(['"])(.*)\1$/, '$2')))
}

function commandsOf(words: readonly string[]): readonly (readonly string[])[] {
  const commands: string[][] = [[]]
  for (const word of words) SEPARATOR.test(word) ? commands.push([]) : commands.at(-1)?.push(word)
  return commands.filter((command) => command.length > 0)
}
