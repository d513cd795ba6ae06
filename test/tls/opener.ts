import { inspect } from 'node:util'
import { createTokenService, defineScope } from '@hallpass/core'
import { storeFromUrl } from 'hallpass'

/** What became of the store of a URL. */
export interface Outcome {
  /** What the two uses of a token that has one were told; nothing where the store failed. */
  readonly uses: readonly string[]
  /** The error as a text, and all that can be seen of it. */
  readonly error: string
  readonly code: string
  readonly shown: string
  readonly milliseconds: number
}

const flow = defineScope({ name: 'flow', routes: 'none', maxTtl: '1h', uses: 1 })

/** A process that opens the store of each URL that it is told: whom a process trusts is settled when it starts. */
process.on('message', (url: string) => {
  tried(url).then((outcome) => process.send?.(outcome))
})
process.send?.('ready')

async function tried(url: string): Promise<Outcome> {
  const begun = performance.now()
  const outcome = { uses: [], error: '', code: '', shown: '' }
  try {
    return { ...outcome, uses: await usesOn(url), milliseconds: performance.now() - begun }
  } catch (thrown) {
    const { message, code } = thrown as Error & { readonly code: string }
    const shown = inspect(thrown, { depth: 9, showHidden: true })
    return { ...outcome, error: message, code, shown, milliseconds: performance.now() - begun }
  }
}

async function usesOn(url: string): Promise<readonly string[]> {
  const service = createTokenService({ scopes: [flow], store: await storeFromUrl(url) })
  const { token } = await service.mint(flow)
  const first = await service.consume(token, { scope: flow })
  const second = await service.consume(token, { scope: flow })
  await service.close()
  return [first, second].map((use) => (use.ok ? 'ok' : use.refusal.reason))
}
