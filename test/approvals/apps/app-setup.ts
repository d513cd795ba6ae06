import type { IncomingMessage, RequestListener } from 'node:http'
import { fingerprintOf, type TokenService } from '@hallpass/core'
import type { ApprovalOptions } from '@hallpass/http'

/** An application with approval routes, and one route that an approved token opens, said without the words of a framework. */
export interface AppSetup {
  readonly service: TokenService
  /** Where the approval routes are: at the application, inside of an application that is mounted, or in routers in routers. */
  readonly placement: Placement
  /** What parsers of the application have read before. */
  readonly parsed: 'nothing' | 'forms' | 'json and forms'
  /** Whether `authenticate` stands before everything. */
  readonly authenticates: boolean
  readonly options: Pick<ApprovalOptions<unknown>, 'metadata' | 'maxStreams' | 'onError' | 'now'>
  /** Hears of each command that ran. */
  readonly ran: (commandId: string) => void
  /** Hears of each error that reaches the application itself. */
  readonly failed: (error: unknown) => void
}

export const PLACEMENTS = ['app', 'mounted', 'router'] as const
export type Placement = (typeof PLACEMENTS)[number]

/** Where browsers find the approval routes. */
export const APPROVALS: Readonly<Record<Placement, string>> = {
  app: '/approvals',
  mounted: '/admin/approvals',
  router: '/admin/desk/approvals',
}

export interface Framework {
  readonly name: 'Express' | 'Koa'
  build(setup: AppSetup): RequestListener
}

/** The application's own authentication: a session in a cookie, of one of two operators. */
export function operatorOf({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
  return SESSIONS.find(([cookie]) => headers.cookie?.split('; ').includes(cookie))?.[1]
}

const SESSIONS = [
  ['session=ann-is-here', 'ann'],
  ['session=bob-is-here', 'bob'],
] as const

/** What the guard reads from a request: the agent's session, and the digest of the command that it wants to run. */
export const boundBy = ({ headers }: Pick<IncomingMessage, 'headers'>) => ({ session: String(headers['x-session']) })
export const actionOf = (argv: string) => fingerprintOf({ argv: argv.split(' ') })
