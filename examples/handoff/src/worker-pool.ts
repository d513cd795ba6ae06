import { type Acceptance, readWorkerMessage } from './messages.js'
import type { WorkerLink } from './worker-link.js'

/** What happens to the workers of a pool. */
export type WorkerEvent =
  | { readonly kind: 'ready' | 'gone' | 'malformed'; readonly worker: WorkerLink }
  | { readonly kind: 'accepted'; readonly worker: WorkerLink; readonly acceptance: Acceptance }

export interface WorkerPoolOptions {
  readonly size: number
  /** Starts one worker. */
  readonly start: (id: string) => WorkerLink
  readonly onEvent: (event: WorkerEvent) => void
}

/** As many workers as were asked for: another takes the place of each that is gone. */
export interface WorkerPool {
  /** Those that can be offered a connection, the next in turn first. */
  ready(): readonly WorkerLink[]
  /** Resolves as soon as there is one. */
  someReady(): Promise<void>
  stop(): Promise<void>
}

export function startWorkers({ size, start, onEvent }: WorkerPoolOptions): WorkerPool {
  const employed = new Set<WorkerLink>()
  let ready: readonly WorkerLink[] = []
  let waiting: (() => void)[] = []
  let started = 0
  let stopping = false

  const employ = () => {
    if (stopping) return
    const worker = start(`worker-${++started}`)
    employed.add(worker)
    worker.onMessage((came) => hear(worker, came))
    worker.gone.addEventListener('abort', () => dismiss(worker))
  }
  const hear = (worker: WorkerLink, came: unknown) => {
    const message = readWorkerMessage(came)
    if (message?.kind === 'accepted') return onEvent({ kind: 'accepted', worker, acceptance: message })
    onEvent({ kind: message?.kind ?? 'malformed', worker })
    if (message) welcome(worker)
  }
  const welcome = (worker: WorkerLink) => {
    ready = [...ready.filter((other) => other !== worker), worker]
    for (const resolve of waiting) resolve()
    waiting = []
  }
  const dismiss = (worker: WorkerLink) => {
    const wasReady = ready.includes(worker)
    employed.delete(worker)
    ready = ready.filter((other) => other !== worker)
    onEvent({ kind: 'gone', worker })
    if (wasReady) employ()
    else setTimeout(employ, RETRY_MS).unref()
  }

  for (let place = 0; place < size; place++) employ()
  return {
    ready: () => {
      ready = [...ready.slice(1), ...ready.slice(0, 1)]
      return ready
    },
    someReady: () => (ready.length > 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    stop: async () => {
      stopping = true
      await Promise.all([...employed].map((worker) => worker.stop()))
    },
  }
}

/** A worker that cannot even start is not started again and again. */
const RETRY_MS = 1000
