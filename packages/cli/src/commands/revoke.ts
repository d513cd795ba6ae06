import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { TokenFilter, TokenService } from '@hallpass/core'
import type { Command } from 'commander'
import { canAsk, confirmed } from '../ask.js'
import { CommandError } from '../command-error.js'
import { type DecisionOptions, decisionOf, withDecisionOptions } from '../decision.js'
import { type FilterOptions, filterOf, withFilterOptions } from '../filter.js'
import { type JsonOption, type StoreOptions, withExamples, withJsonOption, withStoreOptions } from '../options.js'
import { tellOutcome } from '../outcome.js'
import { jsonLine } from '../output/plain-text.js'
import { createProgress } from '../output/progress.js'
import { print, say } from '../output/write.js'
import { withSession } from '../session.js'
import type { World } from '../world.js'

interface RevokeOptions extends DecisionOptions, FilterOptions, JsonOption, StoreOptions {
  readonly yes?: boolean
}

/** Adds `revoke`. */
export function addRevoke(program: Command, world: World): void {
  const command = program
    .command('revoke')
    .description('Close a token for good, or all that fit a filter, and what was minted within them.')
    .argument('[id]', 'the public id of a token; left out where a filter says which')
  withFilterOptions(command)
  withDecisionOptions(command).option('--yes', 'do not ask on a terminal before revoking by a filter')
  withJsonOption(command, 'the outcome, or the count, as JSON')
  withStoreOptions(command)
  withExamples(command, [
    ['revoke 0vk2sWaQz3Fb8LhT --note "leaked in a log"', 'one token'],
    ['revoke --resource app.git --subject task-9 --yes', "all tokens of a project's task"],
  ])
  command.action((id: string | undefined, options: RevokeOptions) => {
    const filter = filterOf(options)
    refuseUnclear(id, filter)
    return withSession(world, options, ({ service }) =>
      id === undefined ? revokeMatching(world, service, filter, options) : revokeOne(world, service, id, options),
    )
  })
}

function refuseUnclear(id: string | undefined, filter: TokenFilter): void {
  const filtered = Object.keys(filter).length > 0
  if ((id === undefined) === filtered) return
  const came = filtered ? 'both' : 'neither; nothing does not mean everything'
  throw new CommandError('usage', `revoke expected either an id or a filter such as --scope <name>, got ${came}`)
}

async function revokeOne(world: World, service: TokenService, id: string, options: RevokeOptions): Promise<void> {
  const outcome = await service.revoke(id, decisionOf(world, options))
  await tellOutcome(world, 'revoke', id, outcome, options.json)
}

async function revokeMatching(
  world: World,
  service: TokenService,
  filter: TokenFilter,
  options: RevokeOptions,
): Promise<void> {
  const asks = canAsk(world) && !options.yes
  const total = asks || world.stderr.isTTY ? await countOpen(service, filter) : undefined
  if (
    asks &&
    total !== 0 &&
    !(await confirmed(world, `revoke ${total} ${total === 1 ? 'token' : 'tokens'} with ${told(filter)}?`))
  )
    throw new CommandError('refused', 'nothing was revoked')
  const revoked = await withProgress(world, total, () => service.revokeMatching(filter, decisionOf(world, options)))
  if (options.json) await print(world, jsonLine({ revoked }))
  else await say(world, `revoked ${revoked}`)
}

async function countOpen(service: TokenService, filter: TokenFilter): Promise<number> {
  let count = 0
  for await (const { status } of service.list(filter)) if (status === 'pending' || status === 'active') count += 1
  return count
}

function told(filter: TokenFilter): string {
  return Object.entries(filter)
    .map(([member, value]) => `${member} ${JSON.stringify(value)}`)
    .join(', ')
}

async function withProgress<T>(world: World, total: number | undefined, work: () => Promise<T>): Promise<T> {
  const progress = createProgress(world, 'revoking', total)
  const tick = () => progress.tick()
  subscribe('hallpass:revoked', tick)
  try {
    return await work()
  } finally {
    unsubscribe('hallpass:revoked', tick)
    progress.end()
  }
}
