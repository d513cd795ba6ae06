import type { ConnectionOutcome } from './broker.js'
import type { ExampleEvent } from './example.js'

/** One line for people about what happened; it holds no token. */
export function narrate(event: ExampleEvent): string {
  const worker = event.worker?.id ?? 'the broker'
  switch (event.kind) {
    case 'taken':
      return `${worker}: ${OUTCOMES[event.outcome]}`
    case 'late':
      return `${worker}: presented a token when nobody waited for it: ${event.answer}`
    case 'ready':
      return `${worker}: ready, process ${event.worker.pid}`
    case 'gone':
      return `${worker}: gone`
    case 'malformed':
      return `${worker}: said what is no message`
  }
}

const OUTCOMES: Readonly<Record<ConnectionOutcome, string>> = {
  adopted: 'adopted the connection',
  full: 'as many hand-offs are under way as may be; the client was told to try again',
  refused: 'presented what it was not given; token revoked, the client was told to try again',
  not_sent: 'could not be sent the connection; token revoked, the client was told to try again',
  worker_gone: 'went away in the middle; the client was told to try again',
  no_acknowledgement: 'did not answer in time; token revoked, the client was told to try again',
  no_worker: 'no worker is ready; the client was told to try again',
  failed: 'the store failed; the client was told to try again',
}
