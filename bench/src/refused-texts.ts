import { memoryStore } from '@hallpass/core'
import { checksum } from '../../packages/core/src/token/checksum.js'
import { strangers, type TokenUnderTest } from './tokens-under-test.js'

/** Texts that are refused alike, by why: each has the right shape and checksum. */
export interface RefusedTexts {
  /** The store does not have the id. */
  readonly unknown: readonly string[]
  /** The same again, from another draw: what it differs from `unknown` is the noise of the measurement. */
  readonly control: readonly string[]
  /** The store has the id, and the secret is another one's. */
  readonly wrongSecret: readonly string[]
}

/** Looks of one length: the prefix with its dash, the id, the secret, the checksum. */
const [SECRET, SUM] = [19, 51]

export async function refusedTexts(tokens: readonly TokenUnderTest[]): Promise<RefusedTexts> {
  const [unknown, control, secrets] = await Promise.all([1, 2, 3].map(() => strangers(memoryStore(), tokens.length)))
  const forged = tokens.map(({ text }, index) => {
    const body = text.slice(0, SECRET) + secrets?.[index]?.slice(SECRET, SUM)
    return body + checksum(body)
  })
  return { unknown: flat(unknown), control: flat(control), wrongSecret: flat(forged) }
}

/** Strings of one build, as they come off a wire: what V8 keeps of their making would be measured too. */
function flat(texts: readonly string[] = []): readonly string[] {
  return texts.map((text) => Buffer.from(text).toString('latin1'))
}
