import type { HallpassError } from '@hallpass/core'
import Router from '@koa/router'
import Koa, { type Middleware } from 'koa'
import { describe, expect, it, vi } from 'vitest'
import { authenticate, guard, type RouteContext, validatedToken } from '../src/index.js'
import { createService, deep, flow, root } from './services.js'
import { ask } from './serving.js'

const service = createService()
const { token } = await service.mint(flow, { resourceId: 'f-1' })

/** Answers with the resource of the token. */
const tell = (ctx: RouteContext) => {
  ctx.body = validatedToken(ctx, flow).resourceId
}

/** Answers with the code of the error. */
const tellError: Middleware = async (ctx, next) => {
  try {
    await next()
  } catch (error) {
    ctx.status = 500
    ctx.body = `${(error as HallpassError).code}: ${(error as HallpassError).message}`
  }
}

const serve = (router: Router, ...before: readonly Middleware[]) => {
  const app = new Koa().use(tellError)
  for (const middleware of before) app.use(middleware)
  return app.use(router.routes()).callback()
}

describe('guard', () => {
  it.each([
    [
      'an application',
      (handler: Middleware) => serve(new Router().get('/api/flows/:flowId', handler), guard(service, flow)),
    ],
    [
      'a router',
      (handler: Middleware) => serve(new Router().use(guard(service, flow)).get('/api/flows/:flowId', handler)),
    ],
    [
      'a router with a path',
      (handler: Middleware) => serve(new Router().use('/api', guard(service, flow)).get('/api/flows/:flowId', handler)),
    ],
  ])('lets nothing through at use() of %s, and says so', async (_, build) => {
    const handler = vi.fn(tell)
    const response = await ask(build(handler), '/api/flows/f-1', { token })
    expect(response.status).toBe(500)
    expect(await response.text()).toMatch(/^ERR_OPTIONS: guard must stand at a route/)
    expect(handler).not.toHaveBeenCalled()
  })

  it('hands the context to option functions', async () => {
    const onRefused = vi.fn()
    const context = vi.fn(() => ({}))
    const router = new Router().get('/api/flows/:flowId', guard(service, flow, { context, onRefused }), tell)
    await ask(serve(router), '/api/flows/f-2', { token })
    expect(context).toHaveBeenCalledWith(expect.objectContaining({ originalUrl: '/api/flows/f-2' }))
    expect(onRefused.mock.calls[0]?.[0]).toMatchObject({ because: 'route_not_allowed' })
    expect(onRefused.mock.calls[0]?.[1]).toMatchObject({ originalUrl: '/api/flows/f-2' })
  })

  it('maps the names that a router has for placeholders', async () => {
    const router = new Router().get('/api/flows/:id', guard(service, flow, { params: { flowId: 'id' } }), tell)
    expect((await ask(serve(router), '/api/flows/f-1', { token })).status).toBe(200)
    expect((await ask(serve(router), '/api/flows/f-2', { token })).status).toBe(403)
  })

  it('sees what the prefixes of routers bound', async () => {
    const inner = new Router().post('/start', guard(service, flow), tell)
    const outer = new Router({ prefix: '/api' }).use('/flows/:flowId', inner.routes())
    expect(await (await ask(serve(outer), '/api/flows/f-1/start', { token, method: 'POST' })).text()).toBe('f-1')
    expect((await ask(serve(outer), '/api/flows/f-2/start', { token, method: 'POST' })).status).toBe(403)
  })

  it('takes off what a proxy took off', async () => {
    const router = new Router().get('/flows/:flowId', guard(service, flow, { basePath: '/api' }), tell)
    expect(await (await ask(serve(router), '/flows/f-1', { token })).text()).toBe('f-1')
  })

  it('keeps what the response varied by before', async () => {
    const vary: Middleware = (ctx, next) => {
      ctx.vary('Origin')
      return next()
    }
    const router = new Router().get('/api/flows/:flowId', guard(service, flow), tell)
    const response = await ask(serve(router, vary), '/api/flows/f-1', { token })
    expect(response.headers.get('vary')).toBe('Origin, authorization, x-hallpass-token')
  })

  it('waits for what stands behind it', async () => {
    const order: string[] = []
    const router = new Router().get('/api/flows/:flowId', guard(service, flow), async (ctx) => {
      await new Promise((resolve) => setImmediate(resolve))
      order.push('handler')
      ctx.body = 'done'
    })
    const outer: Middleware = async (_ctx, next) => {
      await next()
      order.push('outer')
    }
    expect(await (await ask(serve(router, authenticate(service), outer), '/api/flows/f-1', { token })).text()).toBe(
      'done',
    )
    expect(order).toEqual(['handler', 'outer'])
  })
})

describe('F8 a path that the router was told to look at instead', () => {
  const route = (options = {}) => new Router(options).get('/api/flows/:flowId', guard(service, flow), tell)
  const newPath =
    (path: string): Middleware =>
    (ctx, next) => {
      Object.assign(ctx, { newRouterPath: path })
      return next()
    }

  it('is refused where it is another', async () => {
    expect((await ask(serve(route(), newPath('/api/flows/f-1')), '/api/flows/F-1', { token })).status).toBe(403)
    expect((await ask(serve(route(), newPath('/api/flows/f-2')), '/api/flows/f-1', { token })).status).toBe(403)
    expect((await ask(serve(route({ routerPath: '/api/flows/f-1' })), '/other', { token })).status).toBe(403)
  })

  it('is refused where it leads to another route with the same values', async () => {
    const danger = new Router().get('/danger/:flowId', guard(service, flow), tell)
    expect((await ask(serve(danger, newPath('/danger/f-1')), '/api/flows/f-1', { token })).status).toBe(403)
    expect(
      (await ask(serve(danger, newPath('/danger/f-1')), '/api/flows/f-1?newRouterPath=/danger/f-1', { token })).status,
    ).toBe(403)
  })

  it('is let in where it is the same', async () => {
    expect((await ask(serve(route(), newPath('/api/flows/f-1')), '/api/flows/f-1?a=b', { token })).status).toBe(200)
  })
})

describe('F8 a path that was rewritten to one that the query names', () => {
  it('is refused', async () => {
    const atDeep = await service.mint(deep)
    const router = new Router().get('/danger', guard(service, deep), (ctx) => {
      ctx.body = 'danger'
    })
    const rewrite: Middleware = (ctx, next) => {
      ctx.url = '/danger'
      return next()
    }
    expect((await ask(serve(router, rewrite), '/api/deep?next=/danger', atDeep)).status).toBe(403)
  })
})

describe('validatedToken', () => {
  it('throws where nothing let a token in', async () => {
    const router = new Router().get('/api/flows/:flowId', authenticate(service), tell)
    const response = await ask(serve(router), '/api/flows/f-1')
    expect(await response.text()).toMatch(/^ERR_OPTIONS: validatedToken found no token of the scope "flow": put guard/)
  })

  it('throws where the token is of another scope', async () => {
    const router = new Router().get('/api/flows/:flowId', guard(service, [flow, root]), (ctx) => {
      ctx.body = validatedToken(ctx, root).id
    })
    expect((await ask(serve(router), '/api/flows/f-1', { token })).status).toBe(500)
  })

  it('F12 is not for another layer that the router runs in the same chain', async () => {
    const seen: unknown[] = []
    const router = new Router()
      .get('/api/flows/:flowId', guard(service, flow), (ctx, next) => {
        seen.push(validatedToken(ctx).resourceId)
        return next()
      })
      .get('/api/:kind/:id', (ctx) => {
        seen.push(ctx.state.validatedToken)
        expect(() => validatedToken(ctx)).toThrow(/found no token/)
        ctx.body = 'other'
      })
    expect(await (await ask(serve(router), '/api/flows/f-1', { token })).text()).toBe('other')
    expect(seen).toEqual(['f-1', undefined])
  })

  it('cannot be forged or taken away through the state', async () => {
    const forge: Middleware = (ctx, next) => {
      expect(() => Object.assign(ctx.state, { validatedToken: { id: 'forged' } })).toThrow(TypeError)
      expect(() => Object.defineProperty(ctx.state, 'validatedToken', { value: undefined })).toThrow(TypeError)
      ctx.state = {}
      return next()
    }
    const router = new Router().get('/api/flows/:flowId', guard(service, flow), forge, tell)
    expect(await (await ask(serve(router), '/api/flows/f-1', { token })).text()).toBe('f-1')
  })

  it('is not what somebody put into the state before', async () => {
    const put: Middleware = (ctx, next) => {
      Object.assign(ctx.state, { validatedToken: { id: 'put' } })
      return next()
    }
    expect((await ask(serve(new Router().get('/api/flows/:flowId', tell), put), '/api/flows/f-1')).status).toBe(500)
  })
})
