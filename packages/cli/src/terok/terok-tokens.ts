import { CommandError } from '../command-error.js'

/** An entry of terok's `tokens.json`. */
export interface TerokToken {
  /** The token in clear: a secret. */
  readonly old: string
  readonly project: string
  readonly task: string
}

/**
 * Reads terok's `tokens.json`: `{ "<token>": { "project" (later "scope"), "task" } }`. Entries that are not like that are
 * told by their number, since their names are secrets; none is left out silently.
 * @throws CommandError with exit `failed`
 */
export function readTerokTokens(text: string): readonly TerokToken[] {
  const entries = Object.entries(parsed(text))
  const tokens = entries.map(([old, entry]) => tokenOf(old, entry))
  const wrong = tokens.flatMap((token, at) => (token ? [] : [at + 1]))
  if (wrong.length === 0) return tokens as readonly TerokToken[]
  throw new CommandError(
    'failed',
    `expected { "project" or "scope", "task" } in each entry; not so in entry ${wrong.join(', ')} of ${entries.length}: nothing was imported`,
  )
}

/** What the parser says may quote the text, and with it a token: it is not told. */
function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
  }
  throw new CommandError('failed', 'expected a JSON object of tokens, such as terok keeps in tokens.json')
}

function tokenOf(old: string, entry: unknown): TerokToken | undefined {
  if (typeof entry !== 'object' || entry === null || old === '') return undefined
  const { project, scope, task } = entry as Readonly<Record<string, unknown>>
  const named = project ?? scope
  const clear = project === undefined || scope === undefined || project === scope
  return isText(named) && isText(task) && clear ? { old, project: named, task } : undefined
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
