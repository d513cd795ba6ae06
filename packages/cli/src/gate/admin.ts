import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { TokenService } from '@hallpass/core'
import type { GateMetrics } from './metrics.js'

/** What health and metrics are told from. */
export interface AdminParts {
  readonly service: TokenService
  readonly metrics: GateMetrics
  readonly stopping: () => boolean
}

/** A server of its own for health and metrics, which nothing from outside should reach. */
export function createAdmin({ service, metrics, stopping }: AdminParts): Server {
  const isReady = askedOnce(() => storeAnswers(service))
  const pages: Readonly<Record<string, () => Promise<Page>>> = {
    '/healthz': async () => ({ status: 200, text: 'alive\n' }),
    '/readyz': async () =>
      !stopping() && (await isReady()) ? { status: 200, text: 'ready\n' } : { status: 503, text: 'not ready\n' },
    '/metrics': async () => ({
      status: 200,
      text: await metrics.registry.metrics(),
      type: metrics.registry.contentType,
    }),
  }
  return createServer({ requestTimeout: 5000 }, (request, response) => {
    const page = request.method === 'GET' ? pages[request.url ?? ''] : undefined
    if (page === undefined) return send(response, { status: 404, text: 'expected GET /healthz, /readyz or /metrics\n' })
    page().then(
      (found) => send(response, found),
      () => send(response, { status: 500, text: 'failed\n' }),
    )
  })
}

interface Page {
  readonly status: number
  readonly text: string
  readonly type?: string
}

function send(response: ServerResponse<IncomingMessage>, { status, text, type = 'text/plain' }: Page): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text)
}

/** An id that no token has: the store must answer, and finds nothing. */
const NO_ID = '0000000000000000'
const PATIENCE_MS = 2000

async function storeAnswers(service: TokenService): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => void setTimeout(resolve, PATIENCE_MS, false).unref())
  const answers = service.get(NO_ID).then(
    () => true,
    () => false,
  )
  return Promise.race([answers, late])
}

/** Questions that come while one is under way share its answer: who asks often asks the store no more for it. */
function askedOnce<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined
  return () => {
    asked ??= ask().finally(() => {
      asked = undefined
    })
    return asked
  }
}
