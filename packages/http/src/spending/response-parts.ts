import { type OutgoingHttpHeaders, validateHeaderValue } from 'node:http'
import type { RefuseAnswer } from '../answer.js'
import type { NodeResponse } from '../node-response.js'

/** Methods of a response that are held back; some are of one version of HTTP, or of newer Nodes. */
export const METHODS = [
  'writeHead',
  'write',
  'end',
  'flushHeaders',
  'addTrailers',
  'setTrailer',
  'setHeader',
  'setHeaders',
  'appendHeader',
  'removeHeader',
] as const

export type Method = (typeof METHODS)[number]
export type Call = (...args: readonly unknown[]) => unknown

/** The methods of a response as they are now, which may be those of other middlewares. */
export type Beneath = Readonly<Partial<Record<Method, Call>>> & Readonly<Record<'writeHead' | 'write' | 'end', Call>>

export function methodsOf(response: NodeResponse): Beneath {
  const methods = METHODS.flatMap((name) => {
    const method = (response as unknown as Readonly<Partial<Record<Method, Call>>>)[name]
    return typeof method === 'function' ? [[name, method.bind(response)]] : []
  })
  return Object.fromEntries(methods) as Beneath
}

/** Status and phrase of a head that is decided on and has not gone out. */
export interface Head {
  readonly status: number
  /** Of HTTP/1 only. */
  readonly phrase: string | undefined
}

/** @throws RangeError, TypeError as Node's own, while the handler still hears it */
export function headOf(response: NodeResponse): Head {
  const status = response.statusCode
  if (!(Number.isInteger(status) && status >= 100 && status <= 999))
    throw Object.assign(new RangeError(`Invalid status code: ${status}`), { code: 'ERR_HTTP_INVALID_STATUS_CODE' })
  const phrase = isHttp1(response) ? response.statusMessage : undefined
  if (phrase !== undefined) validateHeaderValue('statusMessage', phrase)
  return { status, phrase }
}

export function putHead(response: NodeResponse, { status, phrase }: Head): void {
  response.statusCode = status
  if (isHttp1(response)) response.statusMessage = phrase as string
}

/** Does what the arguments of `writeHead` say, and does not write: what Node refuses is thrown now. */
export function applyHead(response: NodeResponse, [status, ...rest]: readonly unknown[]): void {
  response.statusCode = Number(status)
  const [phrase, headers] = typeof rest[0] === 'string' ? rest : [undefined, rest[0] ?? rest[1]]
  if (phrase !== undefined && isHttp1(response)) response.statusMessage = phrase as string
  if (Array.isArray(headers)) applyLines(response, headers)
  else for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value as string)
}

/** Names and values in turn, or in pairs. A name that is there twice has two lines. */
function applyLines(response: NodeResponse, list: readonly unknown[]): void {
  const flat = Array.isArray(list[0]) ? list.flatMap((pair) => pair as unknown[]) : list
  const names = flat.filter((_, index) => index % 2 === 0) as string[]
  for (const name of names) response.removeHeader(name)
  for (const [index, name] of names.entries()) response.appendHeader(name, flat[2 * index + 1] as string)
}

/** Puts an answer in the place of the response: nothing that the handler set is left, what stood before it is. */
export function sendInstead(
  response: NodeResponse,
  end: Call,
  before: OutgoingHttpHeaders,
  { status, headers, body }: RefuseAnswer,
): void {
  for (const name of response.getHeaderNames()) response.removeHeader(name)
  const all = { ...before, ...headers, 'content-length': Buffer.byteLength(body) }
  for (const [name, value] of Object.entries(all)) if (value !== undefined) response.setHeader(name, value)
  putHead(response, { status, phrase: '' })
  end(body)
}

function isHttp1(response: NodeResponse): boolean {
  return response.req.httpVersionMajor < 2
}
