import { CHECKSUM_LENGTH, checksum, hasChecksum } from './checksum.js'
import type { TokenFormat } from './format.js'
import { ID_LENGTH, SECRET_LENGTH } from './id.js'

const BODY_LENGTH = ID_LENGTH + SECRET_LENGTH + CHECKSUM_LENGTH

/**
 * The pattern of a token's text: `<prefix>_<id><secret><checksum>`. Published, so that secret scanners find tokens; one
 * word without dashes, so that a double click selects it.
 */
export const TOKEN_PATTERN = /[a-z][a-z0-9]{0,15}_[A-Za-z0-9]{54}/

/** The format of hallpass's own texts. `prefixes` are all that tokens of the service can have. */
export function textFormat(prefixes: readonly string[]): TokenFormat {
  const known = new Set(prefixes)
  const prefixOf = (text: string) => {
    const prefix = text.slice(0, Math.max(0, text.indexOf('_')))
    return known.has(prefix) ? prefix : undefined
  }
  return {
    name: 'text',
    issue({ record, secret, prefix }) {
      const text = `${prefix}_${record.id}${secret}`
      return text + checksum(text)
    },
    read(text) {
      const prefix = text.length <= LONGEST ? prefixOf(text) : undefined
      if (prefix === undefined || !BODY.test(text.slice(prefix.length + 1))) return undefined
      if (!hasChecksum(text)) return undefined
      const id = prefix.length + 1
      const sum = text.length - CHECKSUM_LENGTH
      return { id: text.slice(id, id + ID_LENGTH), secret: text.slice(id + ID_LENGTH, sum) }
    },
    owns: (text) => prefixOf(text) !== undefined,
  }
}

const LONGEST = 16 + 1 + BODY_LENGTH
const BODY = /^[A-Za-z0-9]{54}$/
