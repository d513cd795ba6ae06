import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Deed, moment } from '../history/history.js'
import type { Order, Report, Tasks } from './messages.js'

/** A worker, as the test sees it. */
export interface Worker {
  readonly process: ChildProcess
  /** What it did so far; what it began and did not end is unknown. */
  readonly deeds: () => readonly Deed[]
  /** How many uses it has told the end of. */
  readonly ended: () => number
  /** Has it do something. Rejects where that fails, and where the worker is gone. */
  readonly call: <K extends keyof Tasks>(
    task: K,
    ...args: Parameters<Tasks[K]>
  ) => Promise<Awaited<ReturnType<Tasks[K]>>>
  /** SIGKILL; resolves once it is gone. */
  readonly kill: () => Promise<void>
}

const program = fileURLToPath(new URL('./worker.ts', import.meta.url))
const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Starts so many workers. Whoever starts them kills them. */
export function startCrew(size: number): Promise<readonly Worker[]> {
  return Promise.all(Array.from({ length: size }, startWorker))
}

export async function startWorker(): Promise<Worker> {
  const child = fork(program, [], {
    cwd: root,
    execArgv: ['--conditions=@hallpass/source', '--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const killAtExit = () => void child.kill('SIGKILL')
  process.once('exit', killAtExit)
  const gone = once(child, 'close').then(() => void process.off('exit', killAtExit))
  const worker = observed(child, gone)
  await Promise.race([once(child, 'message'), gone.then(() => Promise.reject(new Error('a worker did not start')))])
  return worker
}

function observed(child: ChildProcess, gone: Promise<void>): Worker {
  const uses = new Map<number, Deed>()
  const answers = new Map<number, (report: Report & { kind: 'done' }) => void>()
  let ended = 0
  let orders = 0
  child.on('message', (report: Report) => {
    if (report.kind === 'began') uses.set(report.use, begunUse(report))
    if (report.kind === 'ended') {
      uses.set(report.use, { ...(uses.get(report.use) as Deed), end: report.end, outcome: report.outcome })
      ended++
    }
    if (report.kind === 'done') answers.get(report.number)?.(report)
  })
  const call = async (task: keyof Tasks, ...args: readonly unknown[]) => {
    const number = orders++
    const answer = new Promise<Report & { kind: 'done' }>((resolve) => answers.set(number, resolve))
    child.send({ number, task, args } satisfies Order)
    const report = await Promise.race([answer, gone.then(() => Promise.reject(new Error('the worker is gone')))])
    if (report.error !== undefined) throw new Error(`${task} failed in a worker: ${report.error}`)
    return report.value
  }
  return {
    process: child,
    deeds: () => [...uses.values()],
    ended: () => ended,
    call: call as Worker['call'],
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}

function begunUse({ token, begin }: Report & { kind: 'began' }): Deed {
  return { token, what: 'use', begin, end: Number.POSITIVE_INFINITY, outcome: 'unknown' }
}

/** Does something to a token and notes when, and what came of it. */
export async function noted(
  token: string,
  what: Deed['what'],
  work: () => Promise<{ readonly ok: boolean }>,
): Promise<Deed> {
  const begin = moment()
  const outcome = await work().then(
    ({ ok }) => (ok ? 'ok' : 'refused'),
    () => 'unknown' as const,
  )
  return { token, what, begin, end: moment(), outcome }
}
