import { startExample } from '../../../examples/handoff/src/example.js'
import { readAnswer } from '../../../examples/handoff/src/load/connect.js'
import { narrate } from '../../../examples/handoff/src/narrate.js'
import { forkWorker, type WorkerLink } from '../../../examples/handoff/src/worker-link.js'
import type { Walking } from '../walking.js'

const WORKER = new URL('../../../examples/handoff/src/worker.ts', import.meta.url)

/** Connections are handed to a worker; one comes back, since the worker is silent, and is refused to it then. */
export async function handoff({ log, handedOut }: Walking): Promise<void> {
  const links: WorkerLink[] = []
  const startWorker = (id: string): WorkerLink => {
    const link = forkWorker(WORKER, id)
    links.push(link)
    return {
      ...link,
      send(message, connection) {
        if (message.kind === 'offer') handedOut(message.token)
        return link.send(message, connection)
      },
    }
  }
  let late: () => void = () => {}
  const refused = new Promise<void>((resolve) => {
    late = resolve
  })
  const example = await startExample({
    ...{ port: 0, workers: 1, deadlineMs: 2000, startWorker },
    onEvent(event) {
      log(`${narrate(event)} ${JSON.stringify(event)}`)
      if (event.kind === 'late') late()
    },
  })
  await example.someReady()
  log(await readAnswer(example.port))
  const [worker] = links
  process.kill(worker?.pid ?? Number.NaN, 'SIGSTOP')
  log(await readAnswer(example.port))
  process.kill(worker?.pid ?? Number.NaN, 'SIGCONT')
  await refused
  await example.stop()
}
