import { once } from 'node:events'
import { connect, createServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import type { Scope } from '@hallpass/core'
import Router from '@koa/router'
import Koa from 'koa'
import mount from 'koa-mount'
import { describe, expect, it } from 'vitest'
import { guard } from '../src/index.js'
import { createService, deep, flow, root } from './services.js'
import { ask } from './serving.js'

const service = createService()
const { token } = await service.mint(flow, { resourceId: 'f-1' })

const answering = (path: string, scope: Scope) => {
  const router = new Router().get(path, guard(service, scope), (ctx) => {
    ctx.body = 'ok'
  })
  return new Koa().use(router.routes())
}

describe('A13 mounts', () => {
  it('are part of the path that is matched, one in another too', async () => {
    const app = new Koa().use(mount('/api', mount('/flows', answering('/:flowId', flow)))).callback()
    expect((await ask(app, '/api/flows/f-1?a', { token })).status).toBe(200)
    expect((await ask(app, '/api/flows/f-2', { token })).status).toBe(403)
  })

  it('of another prefix are not', async () => {
    const app = new Koa().use(mount('/other', mount('/flows', answering('/:flowId', flow)))).callback()
    expect((await ask(app, '/other/flows/f-1', { token })).status).toBe(403)
  })

  it('have a root', async () => {
    const atRoot = await service.mint(root)
    const app = new Koa().use(mount('/api', answering('/', root))).callback()
    expect((await ask(app, '/api', atRoot)).status).toBe(200)
    expect((await ask(app, '/api?a=1', atRoot)).status).toBe(200)
    expect((await ask(app, '/api/', atRoot)).status).toBe(403)
    const nested = new Koa().use(mount('/v1', mount('/api', answering('/', root)))).callback()
    expect((await ask(nested, '/v1/api', atRoot)).status).toBe(403)
  })

  it.each([
    ['without a mount', (app: Koa) => app],
    ['under a mount', (app: Koa) => new Koa().use(mount('/api', app))],
  ])('do not make a root of what was rewritten to it, %s', async (_, mounted) => {
    const rewriting = new Koa().use((ctx, next) => {
      ctx.path = '/'
      return next()
    })
    const app = mounted(rewriting.use(answering('/', deep).middleware[0] as Koa.Middleware)).callback()
    expect((await ask(app, '/api/deep', await service.mint(deep))).status).toBe(403)
  })
})

describe('HTTP/2', () => {
  it.each([
    ['GET', 200],
    ['get', 403],
  ])('takes the method %s as it came over the wire', async (method, status) => {
    const server = createServer(answering('/api/flows/:flowId', flow).callback()).listen(0)
    await once(server, 'listening')
    const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const stream = client.request({ ':method': method, ':path': '/api/flows/f-1', authorization: `Bearer ${token}` })
    const [headers] = (await once(stream, 'response')) as [{ ':status': number }]
    stream.resume()
    client.close()
    server.close()
    expect(headers[':status']).toBe(status)
  })
})
