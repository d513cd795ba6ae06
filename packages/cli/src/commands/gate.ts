import { once } from 'node:events'
import type { TokenService } from '@hallpass/core'
import type { Command } from 'commander'
import { LIMITS } from '../gate/limits.js'
import { type GateWords, gateOptions } from '../gate-words.js'
import { listed, named, withExamples, withStoreOptions } from '../options.js'
import { openSession } from '../session.js'
import type { World } from '../world.js'

/** Adds `gate`. */
export function addGate(program: Command, world: World): void {
  const command = program
    .command('gate')
    .description('Serve a gate for applications that are not written in Node, until a signal says stop.')
    .requiredOption('--mode <mode>', 'forward-auth: a proxy asks about each request; proxy: stand before one upstream')
  withPlaceOptions(command)
  withTrustOptions(command)
  withTokenOptions(command)
  withStoreOptions(command)
  command.addHelpText('after', `\nLimits:\n${limitsHelp()}`)
  withExamples(command, [
    ['gate --mode forward-auth --dialect nginx --listen unix:/run/hallpass/gate.sock', 'behind auth_request of nginx'],
    ['gate --mode proxy --upstream http://127.0.0.1:3000 --from basic', 'before a git server'],
  ])
  command.action((words: GateWords) => serve(world, words))
}

function withPlaceOptions(command: Command): void {
  command
    .option('--dialect <name>', 'forward-auth: whose questions it answers: nginx, traefik, caddy or envoy')
    .option('--path-prefix <path>', 'forward-auth: what path_prefix of envoy puts before the path')
    .option('--upstream <url>', 'proxy: http://host:port, or unix:/path')
    .option('--listen <address>', 'host:port, or unix:/path; default 127.0.0.1:8080')
    .option('--socket-mode <mode>', 'who may connect to a unix socket: 0660 or 0600; default 0660')
    .option('--admin-listen <address>', 'serve /healthz, /readyz and /metrics here; default nowhere')
    .option('--limit <name=number>', 'a limit of those below; may be repeated', named)
}

function withTrustOptions(command: Command): void {
  command
    .option('--trusted-peers <networks>', 'addresses of proxies, with commas between; may be repeated', listed)
    .option('--secret-file <file>', 'forward-auth: holds the secret that the proxy shows; or HALLPASS_GATE_SECRET does')
}

function withTokenOptions(command: Command): void {
  command
    .option(
      '--from <places>',
      'where a token is looked for: bearer, basic, header:<name>, cookie:<name>, query:<name>, with commas between; ' +
        'default bearer,header:x-hallpass-token',
      listed,
    )
    .option('--spend <when>', 'proxy: before or on-success; default before')
    .option(
      '--limited-uses',
      'forward-auth: let tokens with limited uses open what spends, though a proxy may ask twice',
    )
    .option('--realm <realm>', 'the realm of the challenges; default hallpass')
    .option(
      '--disclosure <how>',
      'reasons, or opaque: each refusal of a token is one and the same 401; default reasons',
    )
    .option('--allowed-origin <origin>', 'whose pages may send a token by cookie or Basic; may be repeated', listed)
}

async function serve(world: World, words: GateWords): Promise<void> {
  const session = await openSession(world, words, { scopes: true })
  try {
    await serveUntilStopped(world, words, session.service)
  } finally {
    await session.close()
  }
}

/** What only a server needs is loaded here, so that the other commands start without it. */
async function serveUntilStopped(world: World, words: GateWords, service: TokenService): Promise<void> {
  const [{ createGate }, { createGateLog }] = await Promise.all([
    import('../gate/create-gate.js'),
    import('../gate/log.js'),
  ])
  const log = createGateLog({ write: (line) => void world.stderr.write(line, ignore) })
  const gate = createGate(service, { ...(await gateOptions(world, words)), log })
  log.info(await gate.listen(), 'listening')
  if (!world.signal.aborted) await once(world.signal, 'abort')
  log.info({ reason: String(world.signal.reason) }, 'stopping')
  await gate.stop()
  log.info({}, 'stopped')
}

function limitsHelp(): string {
  return Object.entries(LIMITS)
    .map(([name, limit]) => `  ${name.padEnd(12)} ${limit.meaning} (${limit.default})`)
    .join('\n')
}

/** Where nobody reads the log any more, the world says stop. */
function ignore(): void {}
