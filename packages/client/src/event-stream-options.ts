import { readTime } from './read-time.js'
import { sleepByTimer } from './sleep-by-timer.js'

/** How {@link ticketedEventSource} opens a stream and keeps it open. All times are milliseconds. */
export interface EventStreamOptions {
  /** Listeners by the type of the event: `message` hears those that have none. */
  readonly events?: Readonly<Record<string, (event: MessageEvent<string>) => void>>
  /** Hears of each connection that is open. */
  readonly onOpen?: () => void
  /** The query parameter that carries the ticket. Default `ticket`. */
  readonly ticketName?: string
  /** The query parameter that carries the id of the last event that was heard, when the stream opens again: a new `EventSource` sends no `Last-Event-ID`. Default none. */
  readonly lastEventIdName?: string
  /** Whether cookies go to another origin. Default false. */
  readonly withCredentials?: boolean
  /** The time before the stream opens again; twice as long after each attempt that did not open. Default 1 second. */
  readonly interval?: number
  /** The longest time that doubling leads to. Default 30 seconds. */
  readonly maxInterval?: number
  /** Closes the stream. */
  readonly signal?: AbortSignal
  /** The constructor of the connections. Default the global `EventSource`. */
  readonly EventSource?: EventSourceConstructor
  /** From 0 to 1. Default `Math.random`. */
  readonly random?: () => number
  /** Resolves after so many milliseconds, or rejects when the signal aborts. Default a timer. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

/** What is used of the global `EventSource`. */
export type EventSourceConstructor = new (
  url: string,
  init: { readonly withCredentials: boolean },
) => Pick<EventSource, 'addEventListener' | 'close'>

/** The options with their defaults. */
export type EventStreamSettings = ReturnType<typeof readEventStreamOptions>

/**
 * The options with their defaults.
 * @throws RangeError for a time that is none; TypeError where there is no `EventSource`
 */
export function readEventStreamOptions(options: EventStreamOptions) {
  const { EventSource = globalThis.EventSource as EventSourceConstructor | undefined } = options
  if (typeof EventSource !== 'function') throw new TypeError('there is no EventSource here: hand one in as an option')
  return {
    EventSource,
    events: options.events ?? {},
    onOpen: options.onOpen,
    ticketName: options.ticketName ?? 'ticket',
    lastEventIdName: options.lastEventIdName,
    withCredentials: options.withCredentials ?? false,
    interval: readTime('interval', options.interval ?? 1000),
    maxInterval: readTime('maxInterval', options.maxInterval ?? 30_000),
    signal: options.signal,
    random: options.random ?? Math.random,
    sleep: options.sleep ?? sleepByTimer,
  }
}
