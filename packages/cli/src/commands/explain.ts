import type { ExplainedCheck, ExplainSubject, Explanation, TokenRequest } from '@hallpass/core'
import { type Command, Option } from 'commander'
import { canAsk, readLine } from '../ask.js'
import { CommandError } from '../command-error.js'
import { EXIT_CODES } from '../exit-codes.js'
import {
  type JsonOption,
  named,
  type StoreOptions,
  withExamples,
  withJsonOption,
  withStoreOptions,
} from '../options.js'
import { type Colour, paintFor } from '../output/paint.js'
import { jsonLine, plainText } from '../output/plain-text.js'
import { print, say } from '../output/write.js'
import { withSession } from '../session.js'
import type { World } from '../world.js'

interface ExplainOptions extends JsonOption, StoreOptions {
  readonly scope?: string
  readonly resource?: string
  readonly context?: Readonly<Record<string, string>>
  readonly fingerprint?: string
}

/** Adds `explain`. */
export function addExplain(program: Command, world: World): void {
  const command = program
    .command('explain')
    .description('Tell why a token opens a request or not: each check, in order. Spends nothing.')
    .argument('<id>', 'the public id of the token, or - for a token on the standard input')
    .argument('[method]', 'the method of the request, such as GET')
    .argument('[target]', 'its raw target, such as /api/flows/f-17?a=1')
    .addOption(new Option('--scope <name>', 'in place of method and target: whether the token has this scope'))
    .option('--resource <id>', 'with --scope: for this resource')
    .option('--context <name=value>', 'what bindings are compared with; may be repeated', named)
    .option('--fingerprint <digest>', 'the digest of the action that is asked for')
  withJsonOption(command, 'one JSON document')
  withStoreOptions(command)
  withExamples(command, [
    ['explain 0vk2sWaQz3Fb8LhT GET /api/oauth/flows/f-17', 'what the token of this id opens'],
    [
      'explain - GET /api/oauth/flows/f-17 < token.txt',
      'the text is checked, too; a token never goes into the arguments',
    ],
    ['explain 0vk2sWaQz3Fb8LhT --scope mcp_auth --resource f-17', 'a question of code and not of a URL'],
  ])
  command.action((id: string, method: string | undefined, target: string | undefined, options: ExplainOptions) =>
    explain(world, id, requestOf(method, target, options), options),
  )
}

function requestOf(method: string | undefined, target: string | undefined, options: ExplainOptions): TokenRequest {
  const { scope, resource, context, fingerprint } = options
  const shared = { ...(context && { context }), ...(fingerprint !== undefined && { fingerprint }) }
  if (scope !== undefined && method === undefined)
    return { scope, ...(resource !== undefined && { resourceId: resource }), ...shared }
  if (scope === undefined && resource === undefined && method !== undefined && target !== undefined)
    return { method, target, ...shared }
  throw new CommandError('usage', 'explain expected either <method> and <target>, or --scope <name> [--resource <id>]')
}

async function explain(world: World, id: string, request: TokenRequest, options: ExplainOptions): Promise<void> {
  const subject: ExplainSubject = id === '-' ? { token: await presented(world) } : { id }
  const answer = await withSession(world, options, ({ service }) => service.explain(subject, request), { scopes: true })
  await print(world, options.json ? jsonLine(answer) : drawn(world, answer).join('\n'))
  if (!answer.ok) world.setExitCode(EXIT_CODES.refused.code)
}

async function presented(world: World): Promise<string> {
  if (canAsk(world)) await say(world, 'paste the token, and end the line:')
  return readLine(world)
}

const MARKS: Readonly<Record<ExplainedCheck['verdict'], readonly [mark: string, colour: Colour]>> = {
  passed: ['+', 'green'],
  failed: ['x', 'red'],
  not_reached: ['.', 'dim'],
}

function drawn(world: World, { ok, id, reason, route, checks }: Explanation): readonly string[] {
  const paint = paintFor(world, world.stdout)
  const lines = checks.map(({ check, verdict }) => {
    const [mark, colour] = MARKS[verdict]
    return paint(colour, `${mark} ${check}`)
  })
  const whose = plainText(id ?? 'the token')
  const answer = ok ? `${whose} opens ${plainText(route ?? 'what is asked')}` : `${whose} is refused: ${reason}`
  return [...lines, paint('bold', answer)]
}
