import type { IncomingMessage, RequestListener } from 'node:http'
import type { TokenService } from '@hallpass/core'
import type { CallerOptions, IntrospectionOptions, RevocationOptions } from '@hallpass/http'

/** An application with `/introspect` and `/revoke`, said without the words of a framework. */
export interface AppSetup {
  readonly service: TokenService
  /** What a parser of the application reads before. */
  readonly parser: Parser
  readonly options: Omit<CallerOptions<unknown>, 'caller'>
  readonly introspection: Pick<IntrospectionOptions<unknown>, 'issuer'>
  readonly revocation: Pick<RevocationOptions<unknown>, 'mayRevoke'>
}

export const PARSERS = ['none', 'of forms', 'of JSON'] as const
export type Parser = (typeof PARSERS)[number]

export interface Framework {
  readonly name: 'Express' | 'Koa'
  build(setup: AppSetup): RequestListener
}

/** The application's own authentication: the user name and the password of one of three callers. */
export function callerOf({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
  const sent = headers.authorization
  return CALLERS.find((name) => sent === credentialsOf(name))
}

const CALLERS = ['gateway', 'ann', 'bob']

export function credentialsOf(name: string): string {
  return `Basic ${Buffer.from(`${name}:secret of ${name}`).toString('base64')}`
}
