import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { CommandError } from '../command-error.js'
import {
  type JsonOption,
  listed,
  type StoreOptions,
  withExamples,
  withJsonOption,
  withStoreOptions,
} from '../options.js'
import { jsonLine } from '../output/plain-text.js'
import { createProgress } from '../output/progress.js'
import { print, say } from '../output/write.js'
import { type Session, withSession } from '../session.js'
import { mintForTerok, type TerokOrder } from '../terok/mint-for-terok.js'
import { readTerokTokens } from '../terok/terok-tokens.js'
import { openTokenMap } from '../terok/token-map.js'
import type { World } from '../world.js'

interface ImportOptions extends TerokOrder, JsonOption, StoreOptions {
  readonly map: string
}

/** Adds `import`. */
export function addImport(program: Command, world: World): void {
  const command = program
    .command('import')
    .description(
      "Mint a new token for each entry of terok's tokens.json: for its project, with its task as the subject.",
    )
    .argument('<file>', 'the tokens.json')
    .requiredOption('--scope <name>', 'the scope of the new tokens')
    .requiredOption('--ttl <duration>', 'their life, such as 12h: the old tokens had no end')
    .requiredOption(
      '--map <file>',
      'where each old token and the new one go, 0600; one that an import left is gone on with',
    )
    .option('--resource <template>', 'the resource id, with {project} in it; default {project}', template)
    .option('--grant <scope>', 'a further scope, for the same resource; may be repeated', listed)
    .option('--by <name>', 'who imports, kept on the records; default the name of the user')
  withJsonOption(command, 'the counts as JSON')
  withStoreOptions(command)
  withExamples(command, [
    [
      "import tokens.json --scope git_write --grant git_read --resource '{project}.git' --ttl 12h --map new-tokens.jsonl",
      'tokens for the repositories of a git server',
    ],
  ])
  command.action((file: string, options: ImportOptions) => importTokens(world, file, options))
}

async function importTokens(world: World, file: string, options: ImportOptions): Promise<void> {
  const tokens = readTerokTokens(await textOf(world, file))
  const map = await openTokenMap(resolve(world.cwd, options.map))
  const progress = createProgress(world, 'importing', tokens.length)
  const order = { ...options, by: options.by ?? world.userName() }
  const work = ({ service }: Session) => mintForTerok(service, tokens, order, { map, progress, signal: world.signal })
  const count = await withSession(world, options, work, { scopes: true, whole: true }).finally(async () => {
    progress.end()
    await map.close()
  })
  const counts = { imported: count, before: tokens.length - count }
  if (options.json) await print(world, jsonLine(counts))
  else await say(world, `imported ${counts.imported}, ${counts.before} were there before; see ${options.map}`)
}

async function textOf({ cwd }: World, file: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), 'utf8')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    throw new CommandError('failed', `${JSON.stringify(file)} could not be read (${code})`, { cause })
  }
}

function template(text: string): string {
  if (text.includes('{project}')) return text
  throw new InvalidArgumentError("expected a text with {project} in it, such as '{project}.git'")
}
