import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { TokenService } from '@hallpass/core'
import { createAdmin } from './admin.js'
import { createDecider } from './decider.js'
import { createForwardAuth } from './forward-auth.js'
import type { GateLimits } from './limits.js'
import { listen } from './listen.js'
import { createMetrics } from './metrics.js'
import type { GateOptions } from './options.js'
import { ownAnswer } from './own-answers.js'
import { createProxy } from './proxy/create-proxy.js'
import { createUpgradeProxy } from './proxy/upgrade.js'
import { createUpstream } from './proxy/upstream.js'
import { type GateSettings, readGateOptions } from './read-options.js'
import { sendAnswer } from './send-answer.js'
import { createTell, type Tell } from './tell.js'
import { createTraffic, type Traffic } from './traffic.js'

/** A gate as a server of its own, made by {@link createGate}. */
export interface StandaloneGate {
  /**
   * Listens, and resolves to where.
   * @throws HallpassError `ERR_OPTIONS` where an address cannot be had
   */
  listen(): Promise<GateAddresses>
  /** Takes no more connections, lets every request that was accepted come to its end, and cuts what is left after `limits.stopMs`. The service stays open. */
  stop(): Promise<void>
}

/** Where a gate listens: URLs, or `unix:/path`. */
export interface GateAddresses {
  readonly gate: string
  /** Of health and metrics; `undefined` where they are not served. */
  readonly admin: string | undefined
}

/**
 * Makes a gate for applications that are not written in Node: one that a proxy asks about each request, or one that stands
 * before an upstream. It asks the service each time, so what other processes mint and revoke counts at once.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function createGate(service: TokenService, options: GateOptions): StandaloneGate {
  const settings = readGateOptions(options)
  const metrics = createMetrics()
  const tell = createTell(settings.log, metrics)
  const handlers = createHandlers(service, settings, tell)
  const server = createServer(serverOptions(settings.limits))
  const traffic = createTraffic(server, settings.limits, metrics)
  attach(server, settings.limits, handlers, tell, traffic)
  warnOfLimitedUses(service, settings)
  const { adminListen } = settings
  const admin = adminListen && createAdmin({ service, metrics, stopping: traffic.stopping })
  return {
    async listen() {
      const adminAt = admin && (await listen(admin, adminListen, settings))
      try {
        return { gate: await listen(server, settings.listen, settings), admin: adminAt }
      } catch (error) {
        admin?.close()
        throw error
      }
    },
    async stop() {
      await traffic.stop()
      admin?.close()
      admin?.closeAllConnections()
    },
  }
}

/** Such tokens are refused one by one; whoever starts the gate hears of it before. */
function warnOfLimitedUses({ registry }: TokenService, { mode, log }: GateSettings): void {
  if (mode.name === 'proxy' || mode.limitedUses) return
  const scopes = registry.scopes.filter(({ uses }) => uses !== null).map(({ name }) => name)
  if (scopes.length > 0) log.warn({ scopes }, 'tokens with limited uses open nothing here that spends them')
}

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>
type HandleUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>

interface Handlers {
  readonly request: Handle
  readonly upgrade: HandleUpgrade | undefined
}

function createHandlers(service: TokenService, settings: GateSettings, tell: Tell): Handlers {
  const { mode, limits } = settings
  const decider = createDecider(service, settings)
  if (mode.name === 'forward-auth')
    return { request: createForwardAuth(settings, mode, decider.request, tell), upgrade: undefined }
  const parts = { service, settings, tell, upstream: createUpstream(mode.upstream, limits) }
  return {
    request: createProxy({ ...parts, decide: decider.request }),
    upgrade: createUpgradeProxy({ ...parts, decide: decider.upgrade }),
  }
}

/** What Node checks by itself, before anything here runs. */
function serverOptions({ headerBytes, headersMs, requestMs, keepAliveMs }: GateLimits) {
  return {
    insecureHTTPParser: false,
    maxHeaderSize: headerBytes,
    headersTimeout: Math.min(headersMs, requestMs),
    requestTimeout: requestMs,
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: 1000,
  }
}

/** Node's parser takes others as well, and reads bodies in its own way then. */
const VERSIONS: ReadonlySet<string> = new Set(['1.0', '1.1'])

function attach(server: Server, limits: GateLimits, handlers: Handlers, tell: Tell, traffic: Traffic): void {
  server.maxConnections = limits.connections
  // Node drops lines beyond a number of them without a word; the bytes are bounded anyway.
  server.maxHeadersCount = 0
  server.setTimeout(limits.idleMs)
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    if (!traffic.begin(response)) return
    if (!VERSIONS.has(request.httpVersion)) return tell.refuse(request, response, 'bad_version')
    handlers.request(request, response).catch((error: unknown) => {
      tell.failed(request, error)
      if (response.headersSent) response.destroy()
      else sendAnswer(response, ownAnswer('internal'))
    })
  }
  server.on('request', handle)
  server.on('checkContinue', handle)
  server.on('checkExpectation', (request, response) => {
    if (!traffic.begin(response)) return
    tell.refuse(request, response, 'bad_expectation')
  })
  const { upgrade } = handlers
  if (upgrade === undefined) return
  server.on('upgrade', (request, socket, head) => {
    // Its bytes would come in the middle of that response.
    if (traffic.isAnswering(socket)) return void socket.destroy()
    traffic.upgraded(socket)
    upgrade(request, socket, head).catch((error: unknown) => {
      tell.failed(request, error)
      socket.destroy()
    })
  })
}
