import type { EventStreamOptions } from '../src/index.js'

/** A connection that a test opens and breaks, in the place of a browser's. */
export interface FakeConnection {
  readonly url: string
  readonly init: { readonly withCredentials: boolean }
  readonly closed: boolean
  open(): void
  break(): void
  send(type: string, data: string, lastEventId?: string): void
}

/** A constructor of connections, and all that it made. */
export function eventSources() {
  const connections: FakeConnection[] = []
  class FakeEventSource extends EventTarget {
    readonly url: string
    readonly init: FakeConnection['init']
    closed = false
    constructor(url: string, init: FakeConnection['init']) {
      super()
      this.url = url
      this.init = init
      connections.push(this)
    }
    close() {
      this.closed = true
    }
    open() {
      this.dispatchEvent(new Event('open'))
    }
    break() {
      this.dispatchEvent(new Event('error'))
    }
    send(type: string, data: string, lastEventId = '') {
      this.dispatchEvent(new MessageEvent(type, { data, lastEventId }))
    }
  }
  return { EventSource: FakeEventSource as unknown as NonNullable<EventStreamOptions['EventSource']>, connections }
}
