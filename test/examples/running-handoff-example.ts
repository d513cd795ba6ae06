import {
  type Example,
  type ExampleEvent,
  type ExampleOptions,
  startExample,
} from '../../examples/handoff/src/example.js'
import { readAnswer } from '../../examples/handoff/src/load/connect.js'
import { narrate } from '../../examples/handoff/src/narrate.js'

/** The hand-off example inside of the test, on a free port, with processes for workers. */
export interface RunningHandOffs extends Example {
  readonly events: readonly ExampleEvent[]
  /** What it would print of them. */
  log(): readonly string[]
  /** A client connects; resolves with all that it is told. */
  connect(): Promise<string>
  /** Sends a signal to the only worker that is ready. */
  signal(name: NodeJS.Signals): void
  live(): Promise<number>
}

/** Starts it with one worker, runs the test when that is ready, and stops it. */
export async function withHandOffs(
  options: Partial<ExampleOptions>,
  test: (example: RunningHandOffs) => Promise<void>,
): Promise<void> {
  const events: ExampleEvent[] = []
  const example = await startExample({ port: 0, workers: 1, ...options, onEvent: (event) => events.push(event) })
  const readyPid = () => events.flatMap((event) => (event.kind === 'ready' ? [event.worker.pid] : [])).at(-1)
  let stopped: Promise<number> | undefined
  const stop = () => {
    stopped ??= example.stop()
    return stopped
  }
  try {
    await example.someReady()
    await test({
      ...example,
      events,
      log: () => events.map(narrate),
      connect: () => readAnswer(example.port),
      signal: (name) => void process.kill(readyPid() ?? Number.NaN, name),
      stop,
      live: () => example.service.count(example.scope),
    })
  } finally {
    await stop()
  }
}
