import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { corsHeaders } from '@hallpass/http'
import { describe, expect, it } from 'vitest'
import type { Framework } from './apps/app-setup.js'
import { FRAMEWORKS, withWorld } from './frameworks.js'
import { flow, order } from './scopes.js'
import { bearing, LOOK, ORDER } from './table/requests.js'

const PAGE = ['Origin', 'https://page.example'] as const
const { allowedHeaders, exposedHeaders } = corsHeaders()

/** The framework's application behind a CORS middleware, which answers preflights by itself. */
function behindCors(framework: Framework): Framework {
  return {
    name: framework.name,
    build(setup) {
      const app: RequestListener = framework.build(setup)
      return (request: IncomingMessage, response: ServerResponse) => {
        response.setHeader('access-control-allow-origin', 'https://page.example')
        response.setHeader('access-control-expose-headers', exposedHeaders)
        if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined)
          return void app(request, response)
        response.setHeader('access-control-allow-headers', allowedHeaders)
        response.writeHead(204).end()
      }
    },
  }
}

const preflight = (target: string) =>
  ({
    method: 'OPTIONS',
    target,
    headers: [PAGE, ['Access-Control-Request-Method', 'POST'], ['Access-Control-Request-Headers', 'authorization']],
  }) as const

describe.each(FRAMEWORKS)('CORS before $name', (framework) => {
  it('A22 answers a preflight, and names the headers that carry tokens', async () => {
    await withWorld(behindCors(framework), { gate: 'both' }, async ({ seen }, sent) => {
      const { status, headers } = await sent(preflight(LOOK))
      expect(status).toBe(204)
      expect(headers['access-control-allow-headers']?.split(',')).toEqual(['authorization', 'x-hallpass-token'])
      expect(seen).toEqual([])
    })
  })

  it('A22 lets a page of another origin use a token, and read why it is refused', async () => {
    await withWorld(behindCors(framework), { gate: 'both' }, async ({ service }, sent) => {
      const { token } = await service.mint(flow, { resourceId: 'f-1' })
      const answered = await sent(bearing('GET', LOOK, { headers: [PAGE] })(token))
      expect([answered.status, answered.headers['access-control-allow-origin']]).toEqual([200, PAGE[1]])
      const refused = await sent(bearing('GET', '/api/oauth/flows/f-2', { headers: [PAGE] })(token))
      expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([403, PAGE[1]])
      expect(refused.headers['access-control-expose-headers']).toBe('www-authenticate,retry-after')
    })
  })

  it('A22 is nowhere: a preflight is refused, or answered without leave, and no handler runs', async () => {
    await withWorld(framework, { gate: 'guard' }, async ({ service, seen }, sent) => {
      const { token, id } = await service.mint(order, { resourceId: 'o-1' })
      for (const target of [LOOK, ORDER]) {
        const { headers } = await sent(preflight(target))
        expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
      }
      expect((await sent(preflight(ORDER))).status).toBe(401)
      expect((await sent(bearing('OPTIONS', ORDER)(token))).status).toBe(403)
      expect((await service.get(id))?.usesLeft).toBe(3)
      expect(seen).toEqual([])
    })
  })
})
