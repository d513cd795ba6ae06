import type { TokenSummary } from '@hallpass/core'
import type { Command } from 'commander'
import { type FilterOptions, filterOf, withFilterOptions } from '../filter.js'
import {
  type JsonOption,
  type StoreOptions,
  wholeNumber,
  withExamples,
  withJsonOption,
  withStoreOptions,
} from '../options.js'
import { jsonLine } from '../output/plain-text.js'
import { tokenTable } from '../output/token-table.js'
import { print, say } from '../output/write.js'
import { withSession } from '../session.js'
import { tokenJson } from '../token-json.js'
import type { World } from '../world.js'

interface ListOptions extends FilterOptions, JsonOption, StoreOptions {
  readonly limit?: number
}

/** How many tokens are drawn at once; the first of them decide how wide the columns are. */
const BATCH = 200

/** Adds `list`. */
export function addList(program: Command, world: World): void {
  const command = program
    .command('list')
    .description('List tokens, oldest first. No secret is known, so none is shown.')
  withFilterOptions(command).option('--limit <count>', 'at most so many', wholeNumber)
  withJsonOption(command, 'a line of JSON for each token')
  withStoreOptions(command)
  withExamples(command, [
    ['list --state pending', 'what waits for approval'],
    ['list --scope mcp_auth --resource f-17 --json', 'for programs'],
  ])
  command.action((options: ListOptions) => list(world, options))
}

function list(world: World, options: ListOptions): Promise<void> {
  return withSession(world, options, async ({ service }) => {
    const tokens = firstOf(service.list(filterOf(options)), options.limit)
    const count = options.json ? await printJson(world, tokens) : await printTable(world, tokens)
    if (count === 0) await say(world, 'no tokens')
  })
}

async function printJson(world: World, tokens: AsyncIterable<TokenSummary>): Promise<number> {
  let count = 0
  for await (const token of tokens) {
    await print(world, jsonLine(tokenJson(token)))
    count += 1
  }
  return count
}

async function printTable(world: World, tokens: AsyncIterable<TokenSummary>): Promise<number> {
  const draw = tokenTable(world)
  let count = 0
  for await (const batch of batches(tokens)) {
    await print(world, draw(batch).join('\n'))
    count += batch.length
  }
  return count
}

async function* batches(tokens: AsyncIterable<TokenSummary>): AsyncGenerator<readonly TokenSummary[]> {
  let batch: TokenSummary[] = []
  for await (const token of tokens) {
    batch.push(token)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

async function* firstOf(
  tokens: AsyncIterable<TokenSummary>,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<TokenSummary> {
  let count = 0
  for await (const token of tokens) {
    yield token
    count += 1
    if (count >= limit) return
  }
}
