import { createTokenService } from '@hallpass/core'
import { storeFromUrl } from 'hallpass'
import { single } from './single.js'

/** What a racer tells: that its store is open, and how its uses of a token ended. */
export type FromRacer = 'ready' | Ended

export interface Ended {
  readonly won: number
  /** Refusals that say the use is taken. */
  readonly taken: number
  /** Any other end, in words. */
  readonly others: readonly string[]
}

/** One process of the race: `racer.ts sqlite:tokens.db 50`. It uses each token that it hears so many times at once. */
const [url = '', uses = '0'] = process.argv.slice(2)
const store = await storeFromUrl(url)
const service = createTokenService({ scopes: [single], store })
const tell = (message: FromRacer): unknown => process.send?.(message)

async function useOnce(token: string): Promise<string> {
  try {
    const answer = await service.consume(token, { scope: single })
    return answer.ok ? 'won' : answer.refusal.reason
  } catch (error) {
    return String(error)
  }
}

process.on('message', async (token: string) => {
  const ends = await Promise.all(Array.from({ length: Number(uses) }, () => useOnce(token)))
  tell({
    won: ends.filter((end) => end === 'won').length,
    taken: ends.filter((end) => end === 'consumed').length,
    others: ends.filter((end) => end !== 'won' && end !== 'consumed'),
  })
})
process.on('disconnect', () => void store.close().finally(() => process.exit()))
tell('ready')
