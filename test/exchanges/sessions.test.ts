import { describe, expect, it } from 'vitest'
import { FRAMEWORKS, withWorld } from './frameworks.js'
import { file, flow } from './scopes.js'
import { bearing, DOWNLOAD, LOOK } from './table/requests.js'

const gates = ['guard', 'authenticate', 'both', 'at-guard'] as const

describe.each(FRAMEWORKS)('a token beside a session on $name', (framework) => {
  const before = (request: { session?: string }) => {
    request.session = 'admin'
  }

  it.each(gates)('A15 has its own identity behind %s', async (gate) => {
    await withWorld(framework, { gate, before }, async ({ service, seen }, sent) => {
      const { token } = await service.mint(flow, { resourceId: 'f-1' })
      expect((await sent(bearing('GET', LOOK)(token))).status).toBe(200)
      expect(seen).toEqual([{ name: 'look', resourceId: 'f-1', session: 'admin' }])
    })
  })

  it.each(gates)('A15 never falls through to the session where it fails, behind %s', async (gate) => {
    await withWorld(framework, { gate, before }, async ({ service, seen }, sent) => {
      const { token } = await service.mint(flow, { resourceId: 'f-2' })
      const spent = await service.mint(file, { resourceId: 'd-1' })
      await service.consume(spent.token, { method: 'GET', target: DOWNLOAD })
      expect((await sent(bearing('GET', LOOK)(token))).status).toBe(403)
      expect((await sent(bearing('GET', LOOK)('hp_nothing'))).status).toBe(401)
      expect((await sent(bearing('GET', DOWNLOAD)(spent.token))).status).toBe(401)
      expect(seen).toEqual([])
    })
  })

  it('leaves a request without a token to the session behind authenticate', async () => {
    await withWorld(framework, { gate: 'authenticate', before }, async ({ seen }, sent) => {
      expect((await sent({ method: 'GET', target: LOOK })).status).toBe(200)
      expect(seen).toEqual([{ name: 'look', resourceId: undefined, session: 'admin' }])
    })
  })
})
