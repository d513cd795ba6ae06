import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTokenService, defineScope, memoryStore, type TokenService } from '@hallpass/core'
import * as onExpress from '@hallpass/express'
import { authorizeUpgrade, basic, bearer, cookie, header, query } from '@hallpass/http'
import * as onKoa from '@hallpass/koa'
import Router from '@koa/router'
import express, { type ErrorRequestHandler } from 'express'
import Koa from 'koa'

const flow = defineScope({
  name: 'flow',
  routes: ['GET /flows/:flowId', 'POST /flows/:flowId'],
  resource: 'flowId',
  maxTtl: '1h',
})

const OPTIONS = { from: [bearer(), basic(), header('x-hallpass-token'), cookie('__Host-t'), query('t')] }

/** What an application notes of its requests. */
interface Seen {
  /** Requests and sockets that a token opened. */
  passed: number
  /** What was thrown that is no mistake of the client's. */
  readonly failures: unknown[]
}

/** A server whose requests and upgrades are gated. */
export interface HostileServer extends Readonly<Seen> {
  readonly port: number
  /** A token for `/flows/f-1`. */
  readonly token: string
  close(): Promise<void>
}

/** By framework and gate. */
export const APPLICATIONS = {
  'Express, guard': (service: TokenService, seen: Seen) =>
    expressApp(seen, (app) =>
      app.all('/flows/:flowId', onExpress.guard(service, flow, OPTIONS), (_, __, next) => {
        seen.passed++
        next()
      }),
    ),
  'Express, authenticate': (service: TokenService, seen: Seen) =>
    expressApp(seen, (app) =>
      app.use(onExpress.authenticate(service, OPTIONS), (req, _, next) => {
        if ('validatedToken' in req) seen.passed++
        next()
      }),
    ),
  'Koa, guard': (service: TokenService, seen: Seen) =>
    koaApp(seen, (_, router) =>
      router.all('/flows/:flowId', onKoa.guard(service, flow, OPTIONS), (_, next) => {
        seen.passed++
        return next()
      }),
    ),
  'Koa, authenticate': (service: TokenService, seen: Seen) =>
    koaApp(seen, (app) =>
      app.use(onKoa.authenticate(service, OPTIONS)).use((ctx, next) => {
        if ('validatedToken' in ctx.state) seen.passed++
        return next()
      }),
    ),
} satisfies Record<string, (service: TokenService, seen: Seen) => RequestListener>

/** Starts one that takes longer heads than Node does by itself, so that they come to the gate. */
export async function startHostile(name: keyof typeof APPLICATIONS): Promise<HostileServer> {
  const service = createTokenService({ scopes: [flow], store: memoryStore() })
  const { token } = await service.mint(flow, { resourceId: 'f-1' })
  const seen: Seen = { passed: 0, failures: [] }
  const limits = { maxHeaderSize: 512 * 1024, keepAliveTimeout: 0 }
  const server = createServer(limits, APPLICATIONS[name](service, seen))
  server.maxHeadersCount = 0
  const authorize = authorizeUpgrade(service, flow, OPTIONS)
  server.on('upgrade', (request, socket) =>
    authorize(request, socket).then(
      (opened) => {
        if (!opened) return
        seen.passed++
        socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n')
      },
      (error: unknown) => seen.failures.push(error),
    ),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    token,
    failures: seen.failures,
    get passed() {
      return seen.passed
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Whatever comes behind the gate is answered. */
function expressApp(seen: Seen, gate: (app: express.Express) => unknown): RequestListener {
  const app = express()
  gate(app)
  app.use((_, res) => void res.send('behind the gate'))
  const failed: ErrorRequestHandler = (error, _, res, __) => {
    if (!(error.status < 500)) seen.failures.push(error)
    res.sendStatus(error.status ?? 500)
  }
  return app.use(failed)
}

function koaApp(seen: Seen, gate: (app: Koa, router: Router) => unknown): RequestListener {
  const [app, router] = [new Koa(), new Router()]
  gate(app, router)
  app.on('error', (error) => {
    if (!(error.status < 500 || OF_THE_CLIENT.test(error.code))) seen.failures.push(error)
  })
  app.use(router.routes())
  app.use((ctx) => {
    ctx.body = 'behind the gate'
  })
  return app.callback()
}

/** Koa tells as errors of the application that a client left, or sent something that is no request behind one that was answered. */
const OF_THE_CLIENT = /^(?:HPE_|ECONNRESET$|EPIPE$)/
