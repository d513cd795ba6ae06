import { TOKEN_PATTERN } from '@hallpass/core'
import { CommandError } from './command-error.js'

/** What a token looks like: ours, one that is a JWT (whose claims begin with `{"`, in base64), one of terok's. */
const TOKENS = [TOKEN_PATTERN, /[\w-]\.eyJ[\w-]{8}/, /terok-g-[0-9a-f]{32}/]

/**
 * Refuses a token among the arguments, which every user of the machine can read and shells write down. It is not echoed.
 * @throws CommandError with exit `usage`
 */
export function refuseTokens(words: readonly string[]): void {
  if (!words.some((word) => TOKENS.some((pattern) => pattern.test(word)))) return
  throw new CommandError(
    'usage',
    'expected no token among the arguments, where every user of this machine can read it and shells keep it: ' +
      'give it on standard input, and revoke the one that was shown by its id',
  )
}
