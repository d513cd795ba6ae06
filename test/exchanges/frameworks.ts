import type { AppSetup, Framework } from './apps/app-setup.js'
import { EXPRESS } from './apps/express-app.js'
import { KOA } from './apps/koa-app.js'
import { type ReceivedResponse, type SentRequest, send } from './client.js'
import { ROUTES } from './routes.js'
import { startWorld, type World } from './world.js'

export const FRAMEWORKS: readonly Framework[] = [EXPRESS, KOA]

/** Runs a test over an application that is closed afterwards: with a guard at every route of the table, unless it says otherwise. */
export async function withWorld<T>(
  framework: Framework,
  setup: Partial<AppSetup>,
  run: (world: World, sent: (request: SentRequest) => Promise<ReceivedResponse>) => Promise<T>,
): Promise<T> {
  const world = await startWorld(framework, { placement: 'app', gate: 'guard', routes: ROUTES, ...setup })
  try {
    return await run(world, (request) => send(world.server, world.port, request))
  } finally {
    await world.close()
  }
}
