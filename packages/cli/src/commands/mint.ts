import type { MintedToken, TokenService } from '@hallpass/core'
import { type Command, Option } from 'commander'
import { CommandError } from '../command-error.js'
import { jsonObject } from '../json-object.js'
import { type MintWords, mintOptions } from '../mint-words.js'
import { listed, named, wholeNumber, withExamples, withJsonOption, withStoreOptions } from '../options.js'
import { distance, moment } from '../output/moment.js'
import { jsonLine } from '../output/plain-text.js'
import { print, say } from '../output/write.js'
import { withSession } from '../session.js'
import type { World } from '../world.js'

/** Adds `mint`. */
export function addMint(program: Command, world: World): void {
  const command = program
    .command('mint')
    .description('Make a token. Its text alone goes to the standard output, once; all else goes to the standard error.')
    .argument('<scope>', 'the scope, as hallpass scopes names it')
  withGrantOptions(command)
  withLimitOptions(command)
  withLabelOptions(command)
  withJsonOption(command, 'one JSON document with id, status, expiresAt and token')
  withStoreOptions(command)
  withExamples(command, [
    ['mint mcp_auth --resource f-17 --ttl 10m', 'a token for one resource'],
    ['mint mcp_auth --resource f-17 --json', 'its id and its text, for programs'],
    ['mint git_write --resource app.git --grant git_read --subject task-9', 'two scopes for one resource'],
  ])
  command.action((scope: string, words: MintWords) =>
    withSession(world, words, ({ service }) => mint(world, service, scope, words), { scopes: true, whole: true }),
  )
}

function withGrantOptions(command: Command): void {
  command
    .addOption(new Option('--resource <id>', 'the resource').conflicts('anyResource'))
    .option('--any-resource', 'for any resource, where the scope allows it')
    .option('--param <name=value>', 'the value of a placeholder; may be repeated', named)
    .option('--grant <scope[=resource]>', 'a further scope, for the same resource or another; may be repeated', listed)
}

function withLimitOptions(command: Command): void {
  command
    .option('--ttl <duration>', 'its life, such as 30s, 15m, 2h, 7d; default as the scope says')
    .option('--uses <count>', 'how often it may be used; default as the scope says', wholeNumber)
    .option('--binding <name=value>', 'context that must be equal at use; may be repeated', named)
    .option('--fingerprint <digest>', 'the digest of the one action that it opens')
}

function withLabelOptions(command: Command): void {
  command
    .option('--subject <subject>', 'whom it stands for')
    .option('--name <name>', 'a label for people')
    .option('--by <name>', 'who asks for it, kept on the record; default the name of the user')
    .option('--role <role>', 'a role for the handler; may be repeated', listed)
    .option('--metadata <json>', 'a JSON object for the handler; no secrets', jsonObject)
}

async function mint(world: World, service: TokenService, scope: string, words: MintWords): Promise<void> {
  const minted = await service.mint(scope, mintOptions(service.registry, words, words.by ?? world.userName()))
  const status = service.registry.get(scope)?.approval === 'required' ? 'pending' : 'active'
  const { id, expiresAt, token } = minted
  await handOut(world, service, minted, words.json ? jsonLine({ id, status, expiresAt, token }) : token)
  const ends = `expires ${distance(expiresAt, world.now())}, at ${moment(expiresAt)}`
  const waits = status === 'pending' ? `; waits for hallpass approve ${id}` : ''
  if (!words.json) await say(world, `minted ${id}, ${ends}${waits}`)
}

/** A token whose text reached nobody must not live on. */
async function handOut(world: World, service: TokenService, { id }: MintedToken, line: string): Promise<void> {
  try {
    await print(world, line)
  } catch (cause) {
    await service.revoke(id, { by: 'hallpass mint', note: 'its text could not be written' })
    throw new CommandError('failed', `the token could not be written, and was revoked: ${id}`, { cause })
  }
}
