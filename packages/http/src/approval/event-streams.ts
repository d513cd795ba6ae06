import { Readable } from 'node:stream'
import { saysAnotherSite } from '../another-site.js'
import type { RequestView } from '../request-view.js'
import { type ApprovalAnswer, PRIVATE_HEADERS, textAnswer } from './approval-answer.js'
import { type ApprovalSettings, SHORTEST_INTERVAL } from './approval-options.js'
import { refuseApproval } from './approval-refusal.js'
import { onLocalChange } from './local-events.js'
import type { Schedule } from './looks.js'
import { readPending } from './pending.js'
import { createPendingWatch, type PendingWatch } from './pending-watch.js'

/** The open streams of one set of approval routes. */
export interface EventStreams {
  /** Answers with a stream that tells when the list changes, and of the list nothing but a digest. */
  open(request: RequestView): Promise<ApprovalAnswer>
}

/**
 * Streams that share one watch. A stream ends after a while: the browser opens the next by itself, and the operator is asked
 * for anew.
 */
export function createEventStreams<R>(settings: ApprovalSettings<R>, schedule: Schedule = byTimer): EventStreams {
  const { service, interval, maxStreams, onError } = settings
  const look = async () => (await readPending(service)).digest
  const parts = { look, interval, gap: SHORTEST_INTERVAL, onHint: onLocalChange, onError, schedule }
  const watch = createPendingWatch(parts)
  let open = 0

  return {
    async open(request) {
      if (saysAnotherSite(request)) return refuseApproval(request, 'cross_site')
      if (request.method === 'HEAD') return textAnswer(EVENT_STREAM, '')
      if (open >= maxStreams) return refuseApproval(request, 'too_many_streams')
      open += 1
      const stream = eventStream(watch, schedule, () => {
        open -= 1
      })
      return { kind: 'stream', status: 200, headers: HEADERS, stream }
    },
  }
}

const EVENT_STREAM = 'text/event-stream'

/** Neither compressed nor buffered on the way, which would hold events back. */
const HEADERS = {
  ...PRIVATE_HEADERS,
  'content-type': EVENT_STREAM,
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
}

function eventStream(watch: PendingWatch, schedule: Schedule, closed: () => void): Readable {
  const stream = new Readable({ read() {} })
  const release: (() => void)[] = [closed]
  const letGo = () => {
    for (const one of release.splice(0)) one()
  }
  const tell = (text: string) => (stream.readableLength < MOST_UNREAD ? stream.push(text) : stream.destroy())
  stream.once('close', letGo)
  tell('retry: 2000\n\n')
  release.push(repeat(schedule, BEAT, () => tell(': still here\n\n')))
  release.push(
    schedule(() => {
      letGo()
      stream.push(null)
    }, LIFE),
  )
  release.push(watch.watch((digest) => tell(`event: pending\ndata: ${digest}\n\n`)))
  return stream
}

function repeat(schedule: Schedule, milliseconds: number, work: () => void): () => void {
  let cancel = () => {}
  const again = () => {
    cancel = schedule(() => {
      work()
      again()
    }, milliseconds)
  }
  again()
  return () => cancel()
}

/** Milliseconds. Proxies cut connections on which nothing comes for a minute. */
const BEAT = 20_000
/** Milliseconds. */
const LIFE = 300_000
/** Characters that a client may leave unread before it is cut off. */
const MOST_UNREAD = 8192

const byTimer: Schedule = (work, milliseconds) => {
  const timer = setTimeout(work, milliseconds)
  return () => clearTimeout(timer)
}
