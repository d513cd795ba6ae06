import type { IncomingMessage, RequestListener } from 'node:http'
import type { Scope, TokenService } from '@hallpass/core'
import type { GateOptions, GuardOptions } from '@hallpass/http'

/** Where the routes are: at the application, in one that is mounted at `/api`, or in routers inside of routers. */
export const PLACEMENTS = ['app', 'mounted', 'router'] as const
export type Placement = (typeof PLACEMENTS)[number]

/** What stands before the handlers. */
export const GATES = ['guard', 'authenticate', 'both', 'at-guard'] as const
export type GateSetup = (typeof GATES)[number]

/** An application, said without the words of a framework. */
export interface AppSetup {
  readonly service: TokenService
  readonly routes: readonly Route[]
  readonly placement: Placement
  readonly gate: GateSetup
  readonly options?: SharedOptions
  /** Changes the request before every gate. */
  readonly before?: Middleware
  /** Changes the request behind `authenticate` and before the routes. */
  readonly between?: Middleware
  /** Hears of every handler that runs, and of every error that reaches the application's own handler of errors. */
  readonly saw: (seen: Seen) => void
}

/** Options that mean the same to every framework. */
export type SharedOptions = Omit<GateOptions<unknown>, 'context' | 'fingerprint'> &
  Pick<GuardOptions<unknown>, 'params'>

type Middleware = (request: TestRequest) => void

/** Node's request, on which tests put what middlewares put there. */
export type TestRequest = IncomingMessage & { session?: string; originalMethod?: string }

/** A route with a handler, which answers what it sees. */
export interface Route {
  readonly name: string
  /** Upper case, or `ALL`. */
  readonly method: string
  /** The whole path, from the root. */
  readonly path: string
  /** What its guard accepts; no guard where there is none. */
  readonly scopes?: Scope | readonly Scope[]
  /** What the handler does: answers (the default), throws, or goes on to the next route. */
  readonly does?: 'throws' | 'goes on'
}

/** What a handler saw. */
export interface Seen {
  readonly name: string
  /** The resource of the token, as the request shows it; `undefined` where there is none. */
  readonly resourceId?: string | undefined
  readonly session?: string | undefined
}

/** A framework that can build such an application. */
export interface Framework {
  readonly name: 'Express' | 'Koa'
  build(setup: AppSetup): RequestListener
}

export const MOUNT = '/api'
export const INNER = '/oauth'

/** The path as the innermost router sees it. */
export function pathAt(placement: Placement, path: string): string {
  const taken = { app: '', mounted: MOUNT, router: MOUNT + INNER }[placement]
  return path.slice(taken.length)
}
