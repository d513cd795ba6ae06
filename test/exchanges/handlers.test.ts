import { describe, expect, it } from 'vitest'
import type { Route } from './apps/app-setup.js'
import { FRAMEWORKS, withWorld } from './frameworks.js'
import { flow } from './scopes.js'
import { bearing, LOOK } from './table/requests.js'

const gates = ['guard', 'authenticate', 'both', 'at-guard'] as const
const path = '/api/oauth/flows/:flowId'

describe.each(FRAMEWORKS)('the handlers of $name', (framework) => {
  it.each(gates)('F2 run once behind %s', async (gate) => {
    await withWorld(framework, { gate }, async ({ service, seen }, sent) => {
      const { token } = await service.mint(flow, { resourceId: 'f-1' })
      await sent(bearing('GET', LOOK)(token))
      expect(seen.map(({ name }) => name)).toEqual(['look'])
    })
  })

  it.each(gates)('F2 have their errors reach the application’s own handler once, behind %s', async (gate) => {
    const routes: readonly Route[] = [{ name: 'broken', method: 'GET', path, scopes: flow, does: 'throws' }]
    await withWorld(framework, { gate, routes }, async ({ service, seen }, sent) => {
      const { token } = await service.mint(flow, { resourceId: 'f-1' })
      expect((await sent(bearing('GET', LOOK)(token))).status).toBe(500)
      expect(seen.map(({ name }) => name)).toEqual(['broken', 'error: the handler failed'])
    })
  })

  it.each(['guard', 'at-guard'] as const)(
    'F12 of another route get no token that a guard let in before, behind %s',
    async (gate) => {
      const first: Route = { name: 'first', method: 'GET', path, scopes: flow, does: 'goes on' }
      for (const second of [path, '/api/oauth/:kind/:id', '/api/oauth/flows/f-1'])
        await withWorld(
          framework,
          { gate, routes: [first, { name: 'second', method: 'GET', path: second }] },
          async (world, sent) => {
            const { token } = await world.service.mint(flow, { resourceId: 'f-1' })
            await sent(bearing('GET', LOOK)(token))
            const decidedBefore = gate === 'at-guard' ? 'f-1' : undefined
            expect(world.seen).toEqual([
              { name: 'first', resourceId: 'f-1', session: undefined },
              { name: 'second', resourceId: decidedBefore, session: undefined },
            ])
          },
        )
    },
  )
})
