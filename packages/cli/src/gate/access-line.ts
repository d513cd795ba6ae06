import type { IncomingMessage } from 'node:http'
import { redactUrl } from '@hallpass/http'
import type { Judgement } from './decider.js'
import type { ToldRequest } from './dialects.js'

/** The longest path that a line of the log shows, in characters. */
const LONGEST_PATH = 512

/** What the log tells of a request: never a header, never the query. */
export function accessLine(
  { socket }: IncomingMessage,
  { method, target }: ToldRequest,
  { outcome, tokenId, answer }: Judgement,
): object {
  const [path = ''] = target.split('?', 1)
  return {
    peer: socket.remoteAddress,
    method: method.slice(0, 32),
    path: redactUrl(path, []).slice(0, LONGEST_PATH),
    outcome,
    ...(answer.kind === 'refuse' && { refusedWith: answer.status }),
    ...(tokenId !== undefined && { token: tokenId }),
    ...(answer.kind === 'pass' && { scope: answer.token.scope }),
  }
}

/** What the log tells of an error: its own text and those of what caused it. */
export function errorFields(error: unknown): object {
  if (!(error instanceof Error)) return { error: typeof error }
  const { message, cause, code } = error as NodeJS.ErrnoException
  return {
    error: message,
    ...(code !== undefined && { code }),
    ...(cause !== undefined && { cause: errorFields(cause) }),
  }
}
