import { connect, type Socket } from 'node:net'
import { readResponse, type WireResponse } from './response-reader.js'

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: string
  /** All of it, one character a byte (latin1). */
  readonly text: string
}

/** One TCP connection. */
export interface Connection {
  readonly open: boolean
  /** Sends all requests at once, and resolves to the responses in their order: fewer where the server closed before. */
  exchange(requests: readonly WireRequest[]): Promise<readonly WireResponse[]>
  close(): void
}

/** Connects to a port of this machine. */
export function connectTo(port: number): Connection {
  const socket = connect(port, '127.0.0.1').setNoDelay(true).setEncoding('latin1')
  let open = true
  const end = () => {
    open = false
  }
  socket.on('close', end).on('end', end).on('error', end)
  return {
    get open() {
      return open
    },
    exchange: (requests) => exchange(socket, requests),
    close: () => void socket.resetAndDestroy(),
  }
}

function exchange(socket: Socket, requests: readonly WireRequest[]): Promise<readonly WireResponse[]> {
  return new Promise((resolve) => {
    const responses: WireResponse[] = []
    let text = ''
    const finish = () => {
      socket.off('data', take).off('close', finish)
      resolve(responses)
    }
    const take = (data: string) => {
      text += data
      for (let method = requests[responses.length]?.method; method; method = requests[responses.length]?.method) {
        const read = readResponse(text, method)
        if (!read) return
        responses.push(read.response)
        text = read.rest
      }
      finish()
    }
    if (socket.destroyed) return finish()
    socket.on('data', take).on('close', finish)
    socket.write(requests.map((request) => request.text).join(''), 'latin1')
  })
}
