import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** The longest head that is waited for, in bytes. */
const LONGEST_HEAD = 16_384

/**
 * Takes the output of a CGI program (RFC 3875 6) as the response: header lines, with the status among them, and the body.
 * @throws Error where the program ends without a head
 */
export async function passCgiResponse(output: Readable, response: ServerResponse): Promise<void> {
  const { head, rest } = await readHead(output)
  for (const line of head.split(/\r?\n/)) {
    const [, name = '', value = ''] = /^([\w-]+):[ \t]*(.*)$/.exec(line) ?? []
    if (name.toLowerCase() === 'status') response.statusCode = Number.parseInt(value, 10)
    else if (name !== '') response.appendHeader(name, value)
  }
  response.write(rest)
  await pipeline(output, response)
}

interface HeadAndRest {
  readonly head: string
  readonly rest: Buffer
}

async function readHead(output: Readable): Promise<HeadAndRest> {
  let read = Buffer.alloc(0)
  for await (const chunk of output.iterator({ destroyOnReturn: false })) {
    read = Buffer.concat([read, chunk])
    const end = /\r?\n\r?\n/.exec(read.toString('latin1'))
    if (end) return { head: read.toString('latin1', 0, end.index), rest: read.subarray(end.index + end[0].length) }
    if (read.length > LONGEST_HEAD) break
  }
  throw new Error('git http-backend ended without an answer')
}
