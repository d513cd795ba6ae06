import { describe, expect, it } from 'vitest'
import { type Framework, PLACEMENTS, type TestRequest } from './apps/app-setup.js'
import { FRAMEWORKS, withWorld } from './frameworks.js'
import { flow, order } from './scopes.js'
import { bearing, LOOK, ORDER } from './table/requests.js'

/** Ways in which middlewares change a request, each so that a route of the token runs in the end. */
const CHANGES: readonly {
  readonly name: string
  readonly method: string
  readonly target: string
  readonly change: (request: TestRequest) => void
}[] = [
  {
    name: 'a method override that leaves no trace',
    method: 'POST',
    target: LOOK,
    change: (request) => {
      request.method = 'GET'
    },
  },
  {
    name: 'a method override that tells',
    method: 'POST',
    target: LOOK,
    change: (request) => {
      request.originalMethod = 'POST'
      request.method = 'GET'
    },
  },
  {
    name: 'a method that is put right',
    method: 'GET',
    target: LOOK.toUpperCase(),
    change: (request) => {
      request.url = LOOK
    },
  },
  {
    name: 'a path with its slashes merged',
    method: 'GET',
    target: '//api//oauth/flows/f-1',
    change: (request) => {
      request.url = LOOK
    },
  },
  {
    name: 'a path that a query names',
    method: 'GET',
    target: `/anything?${LOOK}`,
    change: (request) => {
      request.url = LOOK
    },
  },
  {
    name: 'another path for the one that the token opens',
    method: 'GET',
    target: LOOK,
    change: (request) => {
      request.url = '/api/oauth/flows/f-2'
    },
  },
  {
    name: 'a query that is dropped',
    method: 'GET',
    target: `${LOOK}?a=1`,
    change: (request) => {
      request.url = LOOK
    },
  },
]

describe.each(FRAMEWORKS)('a request that changed on the way, on $name', (framework) => {
  describe.each(PLACEMENTS)('to routes at the %s', (placement) => {
    it.each(CHANGES)('F8 A13 opens nothing: $name', async ({ method, target, change }) => {
      for (const [gate, where] of [
        ['guard', 'before'],
        ['both', 'before'],
        ['both', 'between'],
        ['at-guard', 'between'],
      ] as const)
        await withWorld(framework, { placement, gate, [where]: change }, async ({ service, seen }, sent) => {
          const { token } = await service.mint(flow, { resourceId: 'f-1' })
          const { status } = await sent(bearing(method, target, { over: 'socket' })(token))
          expect([status, seen]).toEqual([403, []])
        })
    })
  })

  it('F8 A13 opens nothing: a path that was changed before the framework saw it', async () => {
    const rewriting: Framework = {
      name: framework.name,
      build(setup) {
        const app = framework.build(setup)
        return (request, response) => {
          request.url = LOOK
          app(request, response)
        }
      },
    }
    await withWorld(rewriting, {}, async ({ service, seen }, sent) => {
      const { token } = await service.mint(flow, { resourceId: 'f-1' })
      expect((await sent(bearing('GET', '/v1/flows/f-1')(token))).status).toBe(403)
      expect((await sent(bearing('GET', LOOK)(token))).status).toBe(200)
      expect(seen).toHaveLength(1)
    })
  })

  it('F8 takes no use', async () => {
    const before = (request: TestRequest) => {
      request.method = 'POST'
    }
    await withWorld(framework, { before }, async ({ service, seen }, sent) => {
      const { token, id } = await service.mint(order, { resourceId: 'o-1' })
      expect((await sent(bearing('PUT', ORDER)(token))).status).toBe(403)
      expect((await service.get(id))?.usesLeft).toBe(3)
      expect(seen).toEqual([])
    })
  })

  it('F8 is not shown a token that was let in before the change', async () => {
    const between = (request: TestRequest) => {
      request.url = '/api/oauth/open'
    }
    await withWorld(framework, { gate: 'authenticate', between }, async ({ service, seen }, sent) => {
      const { token } = await service.mint(flow, { resourceId: 'f-1' })
      await sent(bearing('GET', LOOK)(token))
      expect(seen).toEqual([{ name: 'open', resourceId: undefined, session: undefined }])
    })
  })
})
