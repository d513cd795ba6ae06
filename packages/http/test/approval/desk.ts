import { createTokenService, defineScope, memoryStore, type TokenService, type TokenStore } from '@hallpass/core'
import type { RefuseAnswer, ShowAnswer } from '../../src/answer.js'
import type { ApprovalAnswer } from '../../src/approval/approval-answer.js'
import type { ApprovalOptions } from '../../src/approval/approval-options.js'
import type { ApprovalRequest } from '../../src/approval/approval-request.js'
import { type ApprovalRoute, createApprovalRoutes } from '../../src/approval/approval-routes.js'
import { lines, viewOf } from '../requests.js'

/** Runs one exact command, once, after somebody approved it. */
export const command = defineScope({
  name: 'command',
  routes: ['GET /commands/:commandId', 'POST /commands/:commandId/run'],
  resource: 'commandId',
  maxTtl: '5m',
  uses: 1,
  approval: 'required',
  bindings: ['session'],
  fingerprint: true,
})

/** Who asked may approve it. */
export const errand = defineScope({
  name: 'errand',
  routes: 'none',
  maxTtl: '5m',
  approval: 'required',
  selfApproval: true,
})

/** What every command is minted with, unless a test says otherwise. */
export const ASKED = {
  resourceId: 'c-1',
  createdBy: 'agent-7',
  bindings: { session: 's-1' },
  fingerprint: 'exactly-this',
  metadata: { argv: ['git', 'push'] },
} as const

/** The approval routes over a service, with a clock that stands until it is moved. */
export interface Desk {
  readonly service: TokenService
  readonly clock: { now: number }
  readonly routes: readonly ApprovalRoute<unknown>[]
  /** What `onError` heard. */
  readonly errors: unknown[]
  /** Makes every call of the store from now on throw. */
  breakStore(): void
  /** Asks the route of this method and path. */
  ask(method: string, path: string, request?: Partial<ApprovalRequest>): Promise<ApprovalAnswer>
}

export function createDesk(options: Partial<ApprovalOptions<unknown>> = {}): Desk {
  const clock = { now: Date.UTC(2026, 0, 1) }
  const { store, breakStore } = breakableStore()
  const service = createTokenService({ scopes: [command, errand], store, now: () => clock.now })
  const errors: unknown[] = []
  const routes = createApprovalRoutes(service, {
    approver: () => 'ann',
    now: () => clock.now,
    onError: (error) => void errors.push(error),
    ...options,
  })
  return {
    ...{ service, clock, routes, errors, breakStore },
    ask(method, path, request = {}) {
      const found = routes.find((route) => route.method === method.toLowerCase() && patternOf(route.path).test(path))
      if (!found) throw new Error(`no route for ${method} ${path}`)
      const params = { ...patternOf(found.path).exec(path)?.groups }
      return found.answer({
        ...viewOf({ method, target: `/approvals${path}`, params }),
        incoming: bodyOf(''),
        ...request,
      })
    },
  }
}

/** A pattern of the routers as an expression: `/:id/approve`. */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace('.', '\\.').replace(':id', '(?<id>[^/]+)')}$`)
}

function breakableStore(): { readonly store: TokenStore; breakStore(): void } {
  const store = memoryStore()
  let broken = false
  const unlessBroken = <A extends readonly unknown[], T>(call: (...given: A) => Promise<T>) => {
    return async (...given: A): Promise<T> => {
      if (broken) throw new Error('the disk is gone')
      return call(...given)
    }
  }
  return {
    store: { ...store, find: unlessBroken(store.find), page: unlessBroken(store.page) },
    breakStore: () => {
      broken = true
    },
  }
}

/** A body that comes in, in pieces of a size. */
export function bodyOf(text: string, size = 7): ApprovalRequest['incoming'] {
  return {
    async *iterator() {
      const bytes = Buffer.from(text)
      for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
    },
  }
}

/** Headers of a page that this site's own form has posted. */
export const FORM = lines(
  ['Content-Type', 'application/x-www-form-urlencoded'],
  ['Accept', 'text/html,*/*'],
  ['Sec-Fetch-Site', 'same-origin'],
)

export const JSON_BODY = lines(['Content-Type', 'application/json'])
export const BROWSER = lines(['Accept', 'text/html,application/xhtml+xml'])

/** The request of a program that decides. */
export function decision(fields: object): Partial<ApprovalRequest> {
  return { rawHeaders: JSON_BODY, incoming: bodyOf(JSON.stringify(fields)) }
}

/** An answer with a body, which is no stream. */
export function written(answer: ApprovalAnswer): ShowAnswer | RefuseAnswer {
  if (answer.kind === 'stream') throw new Error('expected an answer with a body, got a stream')
  return answer
}

/** The status, and the problem code where there is one. */
export function told(answer: ApprovalAnswer): readonly [status: number, code: unknown] {
  const { status, headers, body } = written(answer)
  const isProblem = headers['content-type'] === 'application/problem+json'
  return [status, isProblem ? JSON.parse(body).code : undefined]
}
