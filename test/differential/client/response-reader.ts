/** A response as it came over the wire. */
export interface WireResponse {
  readonly status: number
  /** Status line and headers, raw. */
  readonly head: string
  readonly body: string
  /** Whether the server says that it closes the connection. */
  readonly closes: boolean
}

/** Takes apart what a connection brings: the first response of a text, and what stands behind it. */
export interface ReadResponse {
  readonly response: WireResponse
  readonly rest: string
}

/** Reads the first response of a text; `undefined` where it is not whole yet. */
export function readResponse(text: string, method: string): ReadResponse | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const head = text.slice(0, end)
  const status = Number(head.slice(9, 12))
  const body = readBody(text.slice(end + 4), head, method !== 'HEAD' && status !== 204 && status !== 304)
  if (!body) return undefined
  const response = { status, head, body: body.content, closes: /^connection: close$/im.test(head) }
  return { response, rest: body.rest }
}

interface Body {
  readonly content: string
  readonly rest: string
}

function readBody(text: string, head: string, allowed: boolean): Body | undefined {
  if (!allowed) return { content: '', rest: text }
  if (/^transfer-encoding: chunked$/im.test(head)) return readChunks(text)
  const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0)
  return text.length < length ? undefined : { content: text.slice(0, length), rest: text.slice(length) }
}

function readChunks(text: string): Body | undefined {
  let content = ''
  for (let at = 0; ; ) {
    const line = text.indexOf('\r\n', at)
    if (line === -1) return undefined
    const size = Number.parseInt(text.slice(at, line), 16)
    const next = line + 2 + size + 2
    if (text.length < next) return undefined
    if (size === 0) return { content, rest: text.slice(next) }
    content += text.slice(line + 2, line + 2 + size)
    at = next
  }
}
