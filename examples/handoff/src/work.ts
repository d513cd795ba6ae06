import type { Socket } from 'node:net'
import type { BrokerMessage, Offer, WorkerMessage } from './messages.js'
import { sayAndClose } from './say-and-close.js'

/** Says something to the broker, which may be gone; then the process hears of that by itself. */
export function tellBroker(message: WorkerMessage, sent: () => void = () => {}): void {
  process.send?.(message, undefined, undefined, sent)
}

/** Presents the token that came with an offer. */
export function accept({ id, token }: Offer, sent?: () => void): void {
  tellBroker({ kind: 'accepted', id, token }, sent)
}

/**
 * Works for the broker until that is gone. A connection that was offered is held untouched until it is adopted, so that
 * never two processes answer one client.
 */
export function startWork<O extends Offer>(consider: (offer: O) => void): void {
  const held = new Map<string, Socket>()
  process.on('message', (message: BrokerMessage, connection?: Socket) => {
    if (message.kind === 'offer') {
      if (!connection) return
      held.set(message.id, hold(connection))
      return consider(message as O)
    }
    const own = held.get(message.id)
    held.delete(message.id)
    if (message.kind === 'adopted' && own) sayAndClose(own, `served by ${process.argv[2]}, process ${process.pid}`)
    else own?.destroy()
  })
  process.on('disconnect', () => held.forEach((connection) => void connection.destroy()))
  // Ctrl+C reaches the whole group of processes; here it is the broker who decides.
  process.on('SIGINT', () => {})
  tellBroker({ kind: 'ready' })
}

/** A client that closes its side early is not answered before its connection is adopted; one that is gone is no fault of the worker's. */
function hold(connection: Socket): Socket {
  connection.allowHalfOpen = true
  return connection.on('error', () => connection.destroy())
}
