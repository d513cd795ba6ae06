import { type Connection, connectTo, type WireRequest } from './connection.js'
import type { WireResponse } from './response-reader.js'

/** What a request got: a response, or nothing but the end of the connection. */
export type WireAnswer = WireResponse | 'closed'

export interface SendOptions {
  /** Connections at a time. Default 4. */
  readonly connections?: number
  /** Requests that are under way on a connection; with 1 each request is sent once and in order, on a connection of its own. Default 32. */
  readonly window?: number
}

/**
 * Sends all requests and resolves to their answers, in the same order. Requests are pipelined; where a connection ends
 * before all of its requests were answered, the others are sent again, each on a connection of its own, so that it is
 * certain which one the server did not want.
 */
export async function sendAll(
  port: number,
  requests: readonly WireRequest[],
  { connections = 4, window = 32 }: SendOptions = {},
): Promise<readonly WireAnswer[]> {
  const answers: WireAnswer[] = []
  const queue = batchesOf(requests, window)
  const lane = async () => {
    let connection: Connection | undefined
    for (let batch = queue.shift(); batch; batch = queue.shift()) {
      if (batch.length === 1 || !connection?.open) {
        connection?.close()
        connection = connectTo(port)
      }
      queue.push(...(await settle(batch, connection, requests, answers)))
    }
    connection?.close()
  }
  await Promise.all(Array.from({ length: connections }, lane))
  return answers
}

type Batch = readonly number[]

function batchesOf(requests: readonly WireRequest[], window: number): Batch[] {
  const alone: Batch[] = []
  const together: number[] = []
  for (const [index, request] of requests.entries())
    if (window > 1 && isOrdinary(request)) together.push(index)
    else alone.push([index])
  const batches = alone
  for (let start = 0; start < together.length; start += window) batches.push(together.slice(start, start + window))
  return batches
}

/** Whether a server is likely to read the request line, and to keep the connection. */
function isOrdinary({ method, text }: WireRequest): boolean {
  return method !== 'CONNECT' && /^[A-Z-]+ (?:\/|\*|[A-Za-z]+:\/\/)[!-~]* HTTP\/1\.1\r\n/.test(text)
}

/** Writes down the answers of a batch; returns the batches that are still to be sent. */
async function settle(
  batch: Batch,
  connection: Connection,
  requests: readonly WireRequest[],
  answers: WireAnswer[],
): Promise<readonly Batch[]> {
  const responses = await connection.exchange(batch.map((index) => requests[index] as WireRequest))
  if (batch.length === 1) {
    answers[batch[0] as number] = responses[0] ?? 'closed'
    return []
  }
  const certain = responses.findIndex((response) => response.closes)
  const kept = certain === -1 ? responses : responses.slice(0, certain)
  for (const [place, response] of kept.entries()) answers[batch[place] as number] = response
  return batch.slice(kept.length).map((index) => [index])
}
