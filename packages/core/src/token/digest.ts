import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'
import { HallpassError, shown } from '../errors.js'
import type { TokenRecord } from '../record/record.js'
import type { TokenClaim } from './format.js'

/** Secrets that only the application has: with one, a copy of the store alone proves nothing about a guessed secret. */
export interface Pepper {
  /** The name of the key that new tokens are digested under. */
  readonly current: string
  /** Keys by name, at least 32 bytes each. A key that is taken out ends the tokens that were digested under it. */
  readonly keys: Readonly<Record<string, string | Uint8Array>>
}

export interface Digester {
  /** The digest of a new token's secret, and the name of the pepper. */
  digest(claim: TokenClaim): Pick<TokenRecord, 'digest' | 'pepper'>
  /** Whether the secret is the record's. Without a record it costs the same work, and is false. */
  proves(claim: TokenClaim, record: TokenRecord | undefined): boolean
}

/**
 * Digests secrets: SHA-256, or HMAC-SHA-256 under a named key where there is a pepper.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function createDigester(pepper: Pepper | undefined): Digester {
  const keys = pepper ? readKeys(pepper) : new Map<string, KeyObject>()
  const current = pepper?.current
  const under = (claim: TokenClaim, name: string | undefined) =>
    digestOf(claim, name === undefined ? undefined : keys.get(name))
  return {
    digest: (claim) => ({ digest: under(claim, current), ...(current === undefined ? {} : { pepper: current }) }),
    proves(claim, record) {
      const known = record !== undefined && (record.pepper === undefined || keys.has(record.pepper))
      const digest = under(claim, known ? record.pepper : current)
      return equalInConstantTime(digest, known ? record.digest : NO_DIGEST) && known
    },
  }
}

/** The tag keeps digests of other versions and of other uses apart; the lengths of id and secret are fixed by the format. */
function digestOf({ id, secret }: TokenClaim, key: KeyObject | undefined): string {
  const text = `hallpass/1\0${id}\0${secret}`
  return key ? createHmac('sha256', key).update(text).digest('base64url') : hash('sha256', text, 'base64url')
}

/** As long as a digest, and the digest of nothing. */
const NO_DIGEST = '-'.repeat(43)

/** Compares all characters, whatever the first difference. */
export function equalInConstantTime(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  for (let index = 0; index < a.length; index++) difference |= a.charCodeAt(index) ^ b.charCodeAt(index)
  return difference === 0
}

function readKeys({ current, keys }: Pepper): Map<string, KeyObject> {
  const read = new Map(Object.entries(keys ?? {}).map(([name, key]) => [name, readKey(name, key)]))
  if (read.has(current)) return read
  throw new HallpassError('ERR_OPTIONS', `pepper.current must name one of pepper.keys, got ${shown(current)}`)
}

function readKey(name: string, key: string | Uint8Array): KeyObject {
  const bytes = typeof key === 'string' ? Buffer.from(key) : key
  if (bytes instanceof Uint8Array && bytes.length >= 32) return createSecretKey(bytes)
  const came = bytes instanceof Uint8Array ? `${bytes.length} bytes` : typeof key
  throw new HallpassError('ERR_OPTIONS', `the pepper ${shown(name)} must have at least 32 bytes, got ${came}`)
}
