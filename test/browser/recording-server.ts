import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A server on a port that was free, and every request that it got. */
export interface RecordingServer {
  readonly origin: string
  readonly requests: readonly RecordedRequest[]
  close(): Promise<void>
}

/** A request as it came over the wire. */
export interface RecordedRequest extends Pick<IncomingMessage, 'method' | 'url' | 'headers'> {
  readonly body: string
}

/** Answers a request, whose body was read already. */
export type Answerer = (request: IncomingMessage, response: ServerResponse, body: string) => void

/** Starts a server of its own origin. */
export async function recordingServer(answer: Answerer): Promise<RecordingServer> {
  const requests: RecordedRequest[] = []
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request
    const body = await text(request)
    requests.push({ method, url, headers, body })
    answer(request, response, body)
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections()
        server.close((error) => (error ? reject(error) : resolve()))
      }),
  }
}
