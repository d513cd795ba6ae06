import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createTokenService } from '@hallpass/core'
import { storeFromUrl } from 'hallpass'
import type { Ended, FromRacer } from './racer.js'
import { single } from './single.js'

export const PROCESSES = 6
const USES_OF_EACH = 50
export const USES_AT_ONCE = PROCESSES * USES_OF_EACH

/** How the uses of one token ended, over all processes. */
export type Raced = Ended

/** Lets six processes use single-use tokens, one token after the other, all processes at once. */
export async function race(url: string, tokens: number): Promise<readonly Raced[]> {
  const store = await storeFromUrl(url)
  const service = createTokenService({ scopes: [single], store })
  const racers = await Promise.all(Array.from({ length: PROCESSES }, () => startRacer(url)))
  const raced: Raced[] = []
  for (let count = 0; count < tokens; count++) {
    const { token } = await service.mint(single)
    raced.push(together(await Promise.all(racers.map((racer) => raceFor(racer, token)))))
  }
  for (const racer of racers) racer.disconnect()
  await Promise.all(racers.map((racer) => once(racer, 'exit')))
  await store.close()
  return raced
}

async function startRacer(url: string): Promise<ChildProcess> {
  const racer = fork(new URL('./racer.ts', import.meta.url), [url, `${USES_OF_EACH}`], {
    execArgv: [...process.execArgv, '--no-warnings'],
  })
  await heard(racer)
  return racer
}

async function raceFor(racer: ChildProcess, token: string): Promise<Ended> {
  const ended = heard(racer)
  racer.send(token)
  return (await ended) as Ended
}

/** @throws Error where the process ends before it says anything */
function heard(racer: ChildProcess): Promise<FromRacer> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null) => reject(new Error(`a process of the race ended with ${code}`))
    racer.once('exit', gone)
    racer.once('message', (message: FromRacer) => {
      racer.off('exit', gone)
      resolve(message)
    })
  })
}

function together(ends: readonly Ended[]): Raced {
  return {
    won: ends.reduce((sum, { won }) => sum + won, 0),
    taken: ends.reduce((sum, { taken }) => sum + taken, 0),
    others: ends.flatMap(({ others }) => others),
  }
}
