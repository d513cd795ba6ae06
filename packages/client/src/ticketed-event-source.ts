import { type EventStreamOptions, type EventStreamSettings, readEventStreamOptions } from './event-stream-options.js'
import { type Connection, openStream } from './open-stream.js'
import { orAborted } from './or-aborted.js'

/**
 * Takes a new ticket from the server: a single-use token, or `undefined` where it is worth asking again later. Its rejection
 * ends the stream, but for the `TypeError` of a fetch that got no answer.
 */
export type TakeTicket = (signal: AbortSignal) => Promise<string | undefined>

/** A stream of events that is kept open. */
export interface TicketedEventSource {
  /** Closes the stream for good. Closing twice is fine. */
  close(): void
  /** Resolves when the stream is closed for good: to what `takeTicket` rejected with, or to `undefined`. Never rejects. */
  readonly ended: Promise<unknown>
}

/**
 * Opens an `EventSource` with a ticket in its URL, and again with a new ticket each time that the connection breaks or ends.
 * A browser that reconnects by itself would present the ticket that it has spent.
 *
 * All pauses have up to a fifth added by chance, so that many streams which broke at once do not come back in step.
 * @throws TypeError for what is not a URL, or where there is no `EventSource`; RangeError for a time that is none
 */
export function ticketedEventSource(
  takeTicket: TakeTicket,
  url: string | URL,
  options: EventStreamOptions = {},
): TicketedEventSource {
  const settings = readEventStreamOptions(options)
  const base = new URL(url, typeof document === 'undefined' ? undefined : document.baseURI)
  const closing = new AbortController()
  const signal = settings.signal ? AbortSignal.any([settings.signal, closing.signal]) : closing.signal
  const ended = keepOpen(takeTicket, base, settings, signal).catch((error: unknown) =>
    signal.aborted ? undefined : error,
  )
  return { close: () => closing.abort(), ended }
}

async function keepOpen(
  takeTicket: TakeTicket,
  base: URL,
  settings: EventStreamSettings,
  signal: AbortSignal,
): Promise<undefined> {
  let [lastEventId, failures] = ['', 0]
  for (;;) {
    const ticket = await ticketOrLater(takeTicket, signal)
    signal.throwIfAborted()
    const connection =
      ticket === undefined
        ? NOT_OPENED
        : await openStream(addressOf(base, { ticket, lastEventId }, settings), settings, signal)
    failures = connection.opened ? 0 : failures + 1
    lastEventId = connection.lastEventId || lastEventId
    await settings.sleep(pauseAfter(failures, settings), signal)
  }
}

const NOT_OPENED: Connection = { opened: false, lastEventId: '' }

async function ticketOrLater(takeTicket: TakeTicket, signal: AbortSignal): Promise<string | undefined> {
  signal.throwIfAborted()
  try {
    return await orAborted(takeTicket(signal), signal)
  } catch (error) {
    // A fetch that got no answer rejects with a TypeError, whatever the reason.
    if (error instanceof TypeError) return undefined
    throw error
  }
}

function addressOf(
  base: URL,
  { ticket, lastEventId }: { readonly ticket: string; readonly lastEventId: string },
  { ticketName, lastEventIdName }: EventStreamSettings,
): string {
  const address = new URL(base)
  address.searchParams.set(ticketName, ticket)
  if (lastEventIdName !== undefined && lastEventId !== '') address.searchParams.set(lastEventIdName, lastEventId)
  return address.href
}

function pauseAfter(failures: number, { interval, maxInterval, random }: EventStreamSettings): number {
  return Math.min(interval * 2 ** failures, maxInterval) * (1 + random() / 5)
}
