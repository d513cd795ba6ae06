import { EXIT_CODES } from '../src/exit-codes.js'
import { createProgram } from '../src/program.js'
import { silentWorld } from './silent-world.js'
import { perform } from './stage.js'

/** The page of the command. Its prose is written by hand; its table of exit codes and its help texts are the command's own. */
export const PAGE = new URL('../../../docs/cli.md', import.meta.url)

/** The page with what the command says of itself today. */
export async function withOwnWords(page: string): Promise<string> {
  const [prose = ''] = page.split('\n## init\n')
  const names = createProgram(silentWorld()).commands.map((command) => command.name())
  const sections = await Promise.all(names.map(async (name) => `## ${name}\n\n${block(await help(name))}\n`))
  return [withExitCodes(prose.trimEnd()), ...sections].join('\n\n').replace(/\n{3,}/g, '\n\n')
}

function withExitCodes(prose: string): string {
  const rows = Object.values(EXIT_CODES).map(({ code, meaning }) => `| ${code} | ${meaning} |`)
  const table = ['| code | meaning |', '|---|---|', ...rows].join('\n')
  return prose.replace(/\| code \| meaning \|\n(\|.*\n)*/, () => `${table}\n`)
}

async function help(name: string): Promise<string> {
  return (await perform([name, '--help'], '.')).out
}

function block(text: string): string {
  return `\`\`\`text\n${text.trim()}\n\`\`\``
}
