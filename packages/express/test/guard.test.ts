import type { HallpassError } from '@hallpass/core'
import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import { describe, expect, it, vi } from 'vitest'
import { authenticate, guard, validatedToken } from '../src/index.js'
import { createService, flow, root } from './services.js'
import { ask } from './serving.js'

const service = createService()
const { token } = await service.mint(flow, { resourceId: 'f-1' })

/** Answers with the resource of the token. */
const tell: RequestHandler = (req, res) => void res.send(validatedToken(req, flow).resourceId)

/** Answers with the code of the error. */
const tellError: ErrorRequestHandler = (error: HallpassError, _req, res, _next) => {
  res.status(500).send(`${error.code}: ${error.message}`)
}

describe('guard', () => {
  it('lets nothing through where it has no route to hold the token against, and says so', async () => {
    const handler = vi.fn(tell)
    const app = express().use(guard(service, flow)).get('/api/flows/:flowId', handler).use(tellError)
    const response = await ask(app, '/api/flows/f-1', { token })
    expect(response.status).toBe(500)
    expect(await response.text()).toMatch(/^ERR_OPTIONS: guard must stand at a route/)
    expect(handler).not.toHaveBeenCalled()
  })

  it('may be called by a middleware of the route, such as one that lets sessions in', async () => {
    const gate = guard(service, flow)
    const sessionOrToken: RequestHandler = (req, res, next) =>
      req.get('x-session') ? next() : void gate(req, res, next)
    const app = express().get(
      '/api/flows/:flowId',
      sessionOrToken,
      (req, res) => void res.send(req.validatedToken?.id ?? 'session'),
    )
    expect(await (await ask(app, '/api/flows/f-1', { headers: { 'x-session': 'a' } })).text()).toBe('session')
    expect((await ask(app, '/api/flows/f-1')).status).toBe(401)
    expect((await ask(app, '/api/flows/f-1', { token })).status).toBe(200)
  })

  it('hands the request to option functions', async () => {
    const onRefused = vi.fn()
    const context = vi.fn(() => ({}))
    const app = express().get('/api/flows/:flowId', guard(service, flow, { context, onRefused }), tell)
    await ask(app, '/api/flows/f-2', { token })
    expect(context).toHaveBeenCalledWith(expect.objectContaining({ originalUrl: '/api/flows/f-2' }))
    expect(onRefused).toHaveBeenCalledWith(
      expect.objectContaining({ because: 'route_not_allowed' }),
      expect.objectContaining({ originalUrl: '/api/flows/f-2' }),
    )
  })

  it('maps the names that a router has for placeholders', async () => {
    const app = express().get('/api/flows/:id', guard(service, flow, { params: { flowId: 'id' } }), tell)
    expect((await ask(app, '/api/flows/f-1', { token })).status).toBe(200)
    expect((await ask(app, '/api/flows/f-2', { token })).status).toBe(403)
  })

  it('A13 sees the whole path at the root of a mount, with a query and without', async () => {
    const atRoot = await service.mint(root)
    const router = express.Router().get('/', guard(service, root), (_req, res) => void res.send('root'))
    const app = express().use('/api', router)
    expect((await ask(app, '/api', atRoot)).status).toBe(200)
    expect((await ask(app, '/api?a=1', atRoot)).status).toBe(200)
    expect((await ask(app, '/api/', atRoot)).status).toBe(403)
    expect((await ask(app, '/API', atRoot)).status).toBe(403)
  })

  it('A13 needs the values that a mount bound: mergeParams', async () => {
    const mounted = (mergeParams: boolean) =>
      express().use('/api/flows/:flowId', express.Router({ mergeParams }).post('/start', guard(service, flow), tell))
    expect((await ask(mounted(true), '/api/flows/f-1/start', { token, method: 'POST' })).status).toBe(200)
    expect((await ask(mounted(false), '/api/flows/f-1/start', { token, method: 'POST' })).status).toBe(403)
  })

  it('takes off what a proxy took off', async () => {
    const app = express().get('/flows/:flowId', guard(service, flow, { basePath: '/api' }), tell)
    expect(await (await ask(app, '/flows/f-1', { token })).text()).toBe('f-1')
  })

  it('keeps what the response varied by before', async () => {
    const vary: RequestHandler = (_req, res, next) => {
      res.vary('Origin')
      next()
    }
    const app = express().get('/api/flows/:flowId', vary, guard(service, flow), tell)
    expect((await ask(app, '/api/flows/f-1', { token })).headers.get('vary')).toBe(
      'Origin, authorization, x-hallpass-token',
    )
  })
})

describe('validatedToken', () => {
  it('throws where nothing let a token in', async () => {
    const app = express().get('/api/flows/:flowId', authenticate(service), tell).use(tellError)
    const response = await ask(app, '/api/flows/f-1')
    expect(await response.text()).toMatch(/^ERR_OPTIONS: validatedToken found no token of the scope "flow": put guard/)
  })

  it('throws where the token is of another scope', async () => {
    const app = express().get(
      '/api/flows/:flowId',
      guard(service, [flow, root]),
      (req, res) => void res.send(validatedToken(req, root).id),
    )
    expect((await ask(app.use(tellError), '/api/flows/f-1', { token })).status).toBe(500)
  })

  it('gives the token of authenticate to every route, and that of a guard to its own', async () => {
    const gate: RequestHandler = (req, _res, next) => void next(validatedToken(req).id === '' ? 'route' : undefined)
    const app = express().use(authenticate(service)).get('/api/flows/:flowId', gate, guard(service, flow), tell)
    expect(await (await ask(app, '/api/flows/f-1', { token })).text()).toBe('f-1')
  })

  it('cannot be forged or taken away through the request', async () => {
    const forge: RequestHandler = (req, _res, next) => {
      expect(() => Object.assign(req, { validatedToken: { id: 'forged' } })).toThrow(TypeError)
      expect(() => Object.defineProperty(req, 'validatedToken', { value: undefined })).toThrow(TypeError)
      next()
    }
    const app = express().get('/api/flows/:flowId', guard(service, flow), forge, tell)
    expect(await (await ask(app, '/api/flows/f-1', { token })).text()).toBe('f-1')
  })

  it('is not what somebody put on the request before', async () => {
    const put: RequestHandler = (req, _res, next) => {
      Object.assign(req, { validatedToken: { id: 'put' } })
      next()
    }
    const app = express()
      .use(put)
      .get('/api/flows/:flowId', (req, res) => void res.send(validatedToken(req).id))
    expect((await ask(app.use(tellError), '/api/flows/f-1')).status).toBe(500)
  })

  it('is there for a handler of errors behind the route', async () => {
    const fail: RequestHandler = () => {
      throw new Error('failed')
    }
    const tellToken: ErrorRequestHandler = (_error, req, res, _next) => void res.send(req.validatedToken?.resourceId)
    const app = express().get('/api/flows/:flowId', guard(service, flow), fail).use(tellToken)
    expect(await (await ask(app, '/api/flows/f-1', { token })).text()).toBe('f-1')
  })
})
