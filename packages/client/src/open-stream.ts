import type { EventStreamSettings } from './event-stream-options.js'

/** What a connection came to. */
export interface Connection {
  readonly opened: boolean
  /** The id of the last event that a listener heard; empty where there was none. */
  readonly lastEventId: string
}

/** Opens one connection, and resolves when it has broken or ended, or the signal aborts. It is closed then. */
export function openStream(address: string, settings: EventStreamSettings, signal: AbortSignal): Promise<Connection> {
  const { EventSource, events, onOpen, withCredentials } = settings
  return new Promise((resolve) => {
    const source = new EventSource(address, { withCredentials })
    let [opened, lastEventId] = [false, '']
    source.addEventListener('open', (event) => {
      if (isMessage(event)) return
      opened = true
      onOpen?.()
    })
    source.addEventListener('error', (event) => {
      if (!isMessage(event)) end()
    })
    for (const [type, listener] of Object.entries(events))
      source.addEventListener(type, (event) => {
        if (!isMessage(event)) return
        lastEventId = event.lastEventId
        listener(event)
      })
    signal.addEventListener('abort', end)

    function end(): void {
      source.close()
      signal.removeEventListener('abort', end)
      resolve({ opened, lastEventId })
    }
  })
}

/** A server may name its own events `open` and `error`. */
function isMessage(event: Event): event is MessageEvent<string> {
  return 'data' in event
}
