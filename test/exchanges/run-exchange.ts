import type { Scope } from '@hallpass/core'
import type { AppSetup, Framework, Route } from './apps/app-setup.js'
import { type ReceivedResponse, send } from './client.js'
import type { Exchange, Expected, Outcome } from './exchange.js'
import { flow } from './scopes.js'
import { startWorld, type World } from './world.js'

/** Runs an exchange against one framework, over a world of its own. */
export async function runExchange(
  framework: Framework,
  setup: Pick<AppSetup, 'placement' | 'gate'> & { readonly routes: readonly Route[] },
  exchange: Exchange,
): Promise<Outcome> {
  const world = await startWorld(framework, { ...setup, ...(exchange.options && { options: exchange.options }) })
  try {
    const { scope, ...mint } = exchange.mint ?? { scope: flow as Scope, resourceId: 'f-1' }
    const minted = await world.service.mint(scope.name, mint)
    await exchange.meanwhile?.(world, minted)
    const readsBefore = world.reads()
    const response = await send(world.server, world.port, exchange.request(minted.token))
    const reads = world.reads() - readsBefore
    return { expected: await observed(exchange.expect, world, response, minted.id, reads), response }
  } finally {
    await world.close()
  }
}

/** What was observed, of all that is expected. Handlers, status and code are always looked at. */
async function observed(
  expected: Expected,
  world: World,
  response: ReceivedResponse,
  id: string,
  reads: number,
): Promise<Expected> {
  const names = world.seen.map(({ name }) => name).join(', ')
  const code = codeOf(response)
  return {
    status: response.status,
    ...(code !== undefined && { code: code as NonNullable<Expected['code']> }),
    ...(names !== '' && { runs: names }),
    ...(world.seen[0]?.resourceId !== undefined && { resourceId: world.seen[0].resourceId }),
    ...('usesLeft' in expected && { usesLeft: (await usesLeft(world, id)) ?? Number.NaN }),
    ...(expected.headers && { headers: pick(response.headers, Object.keys(expected.headers)) }),
    ...('reads' in expected && { reads }),
  }
}

async function usesLeft(world: World, id: string): Promise<number | undefined> {
  world.turn.storeFails = false
  return (await world.service.get(id))?.usesLeft ?? undefined
}

function codeOf({ headers, body }: ReceivedResponse): string | undefined {
  const isProblem = headers['content-type'] === 'application/problem+json' && body !== ''
  return isProblem ? (JSON.parse(body) as { readonly code: string }).code : undefined
}

function pick(headers: ReceivedResponse['headers'], names: readonly string[]): Record<string, string | undefined> {
  return Object.fromEntries(names.map((name) => [name, headers[name]]))
}
