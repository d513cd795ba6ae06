import { type Example, type ExampleEvent, startExample } from '../example.js'
import { forkWorker } from '../worker-link.js'
import { type ClientOutcome, leaveAtOnce, outcomeOf, readAnswer } from './connect.js'
import { planFault } from './faults.js'
import { faultyLink } from './faulty-link.js'
import { type Random, seededRandom } from './random.js'

export interface LoadOptions {
  readonly seed: number
  readonly handOffs: number
  /** Default 4. */
  readonly workers?: number
  /** How many clients connect at the same time. Default 4. */
  readonly atOnce?: number
  /** Default 300. */
  readonly deadlineMs?: number
}

/** How often each thing came out. */
export type Tally = Readonly<Record<string, number>>

export interface LoadReport {
  readonly seed: number
  /** What became of the connections, as the broker saw it. */
  readonly outcomes: Tally
  /** Tokens that were presented when nobody waited for them, by the answer. */
  readonly late: Tally
  /** What the clients got. */
  readonly clients: Tally
  /** What ended the tokens. A leak would be `active`, or later `expired`. */
  readonly tokens: Tally
  /** Live tokens at the end. */
  readonly live: number
}

/** Whether every token ended as it should, and no client got what none must get. */
export function wentWell({ live, tokens, clients }: LoadReport): boolean {
  const { consumed = 0, revoked = 0, ...leaked } = tokens
  return live === 0 && consumed + revoked > 0 && Object.keys(leaked).length === 0 && !clients['garbled']
}

/** Connects so many clients while hand-offs go wrong by chance, and counts what came out. */
export async function runLoad(options: LoadOptions): Promise<LoadReport> {
  const { seed, handOffs, workers = 4, atOnce = 4, deadlineMs = 300 } = options
  const random = seededRandom(seed)
  const events: ExampleEvent[] = []
  const example = await startExample({
    port: 0,
    workers,
    deadlineMs,
    startWorker: (id) => faultyLink(forkWorker(FAULTY_WORKER, id), () => planFault(random, deadlineMs)),
    onEvent: (event) => events.push(event),
  })
  try {
    const clients = await runClients(example, { handOffs, atOnce, random: seededRandom(seed + 1) })
    await example.idle()
    return { seed, clients, ...eventTallies(events), ...(await tokenTallies(example)) }
  } finally {
    await example.stop()
  }
}

const FAULTY_WORKER = new URL('./faulty-worker.ts', import.meta.url)

interface Crowd {
  readonly handOffs: number
  readonly atOnce: number
  /** Decides who leaves. */
  readonly random: Random
}

/** So many at once, until all have had their turn. */
async function runClients(example: Example, { handOffs, atOnce, random }: Crowd): Promise<Tally> {
  const outcomes: ClientOutcome[] = []
  let turns = handOffs
  const client = async () => {
    while (turns-- > 0) {
      await example.someReady()
      outcomes.push(await runClient(example, random() < LEAVES))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, client))
  return tally(outcomes)
}

/** How many of the clients do not wait for their answer. */
const LEAVES = 1 / 20

async function runClient({ port }: Example, leaves: boolean): Promise<ClientOutcome> {
  if (!leaves) return outcomeOf(await readAnswer(port))
  await leaveAtOnce(port)
  return 'left'
}

function eventTallies(events: readonly ExampleEvent[]): Pick<LoadReport, 'outcomes' | 'late'> {
  return {
    outcomes: tally(events.flatMap((event) => (event.kind === 'taken' ? [event.outcome] : []))),
    late: tally(events.flatMap((event) => (event.kind === 'late' ? [event.answer] : []))),
  }
}

async function tokenTallies({ service, scope }: Example): Promise<Pick<LoadReport, 'tokens' | 'live'>> {
  const states: string[] = []
  for await (const { status } of service.list({ scope })) states.push(status)
  return { tokens: tally(states), live: await service.count(scope) }
}

function tally(names: readonly string[]): Tally {
  const counts: Record<string, number> = {}
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
