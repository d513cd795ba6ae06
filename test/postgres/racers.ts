import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { RaceName } from './race.js'
import type { Finish, Start } from './racer.js'

/** Processes that race against each other, as often as they are told to. */
export interface Racers {
  /** What all of them won together, and what went wrong. */
  readonly race: (url: string, race: RaceName, prepared?: boolean) => Promise<Told>
  readonly end: () => void
}

interface Told {
  readonly won: string[]
  readonly errors: string[]
}

/** Starts them. End them after the tests. */
export async function startRacers(count: number): Promise<Racers> {
  const racers = await Promise.all(Array.from({ length: count }, startRacer))
  return {
    race: async (url, race, prepared = true) => {
      const finishes = racers.map((racer) => once(racer, 'message') as Promise<[Finish]>)
      for (const [number, racer] of racers.entries()) racer.send({ url, race, racer: number, prepared } satisfies Start)
      const told = (await Promise.all(finishes)).map(([finish]) => finish)
      return { won: told.flatMap(({ won }) => won), errors: told.flatMap(({ error }) => error ?? []) }
    },
    end: () => {
      for (const racer of racers) racer.kill('SIGKILL')
    },
  }
}

async function startRacer(): Promise<ChildProcess> {
  const racer = fork(fileURLToPath(new URL('./racer.ts', import.meta.url)), [], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    execArgv: ['--conditions=@hallpass/source', '--import', 'tsx'],
  })
  const [first] = await Promise.race([once(racer, 'message'), once(racer, 'exit')])
  if (first !== 'ready') throw new Error(`a racer ended before it was ready, with ${first}`)
  return racer
}
