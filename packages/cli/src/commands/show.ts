import type { Grant, RecordedDecision, TokenSummary } from '@hallpass/core'
import type { Command } from 'commander'
import { CommandError } from '../command-error.js'
import { type JsonOption, type StoreOptions, withExamples, withJsonOption, withStoreOptions } from '../options.js'
import { details } from '../output/details.js'
import { distance, moment } from '../output/moment.js'
import { jsonLine } from '../output/plain-text.js'
import { resourceOf } from '../output/resource.js'
import { usesOf } from '../output/token-table.js'
import { print } from '../output/write.js'
import { withSession } from '../session.js'
import { tokenJson } from '../token-json.js'
import type { World } from '../world.js'

/** Adds `show`. */
export function addShow(program: Command, world: World): void {
  const command = program
    .command('show')
    .description('Show all that is known of a token. Its secret is not.')
    .argument('<id>', 'the public id of the token')
  withJsonOption(command, 'one JSON document')
  withStoreOptions(command)
  withExamples(command, [
    ['show 0vk2sWaQz3Fb8LhT', 'for people'],
    ['show 0vk2sWaQz3Fb8LhT --json', 'for programs'],
  ])
  command.action((id: string, options: JsonOption & StoreOptions) =>
    withSession(world, options, async ({ service }) => {
      const token = await service.get(id)
      if (!token) throw new CommandError('refused', `the token ${JSON.stringify(id)} is not known`)
      await print(world, options.json ? jsonLine(tokenJson(token)) : detailsOf(token, world.now()).join('\n'))
    }),
  )
}

function detailsOf(token: TokenSummary, now: number): readonly string[] {
  const at = (date: Date) => `${moment(date)} (${distance(date, now)})`
  return details([
    ['id', token.id],
    ['status', token.status],
    ['name', token.name],
    ['subject', token.subject],
    ['created', `${at(token.createdAt)}${token.createdBy === undefined ? '' : ` by ${token.createdBy}`}`],
    ['expires', at(token.expiresAt)],
    ['uses left', usesOf(token)],
    ...token.grants.map((grant) => ['grant', grantText(grant)] as const),
    ...pairs('binding', token.bindings),
    ['fingerprint', token.fingerprint],
    ['parent', token.parent],
    ['roles', token.roles.length > 0 ? token.roles.join(', ') : undefined],
    ['metadata', Object.keys(token.metadata).length > 0 ? JSON.stringify(token.metadata) : undefined],
    ...token.decisions.map((decision) => ['decision', decisionText(decision)] as const),
    ['revision', token.revision],
  ])
}

function grantText(grant: Grant): string {
  const params = Object.entries(grant.params).map(([name, value]) => ` ${name}=${value}`)
  return `${grant.scope} ${resourceOf(grant)}${params.join('')}`
}

function pairs(title: string, values: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(values).map(([name, value]) => [title, `${name}=${value}`] as const)
}

function decisionText({ what, by, at, note }: RecordedDecision): string {
  return `${what} by ${by} at ${moment(new Date(at))}${note === undefined ? '' : `: ${note}`}`
}
