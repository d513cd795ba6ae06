import { webcrypto } from 'node:crypto'
import { types } from 'node:util'
import { shown } from '@hallpass/core'
import { ALGORITHMS, isAlgorithm, type JwtAlgorithm } from './algorithms.js'
import { readHalves } from './key-halves.js'
import { type Key, keyProblem } from './key-material.js'
import type { JwtFormatOptions, JwtKey } from './options.js'
import { wrong } from './wrong.js'

/** The keys of a format. */
export interface KeyRing {
  /** The key that signs new tokens. */
  readonly current: RingKey & { readonly signing: PreparedKey }
  /** The key that signed a token with this header, as it stands in the text. Not one character may differ: no header can ask for another algorithm, or for anything else. */
  readonly keyOf: (encodedHeader: string) => RingKey | undefined
}

export interface RingKey {
  readonly header: JwtHeader
  readonly verifying: PreparedKey
  /** `undefined` for one that only verifies. */
  readonly signing: PreparedKey | undefined
}

/** The header of all tokens that a key signs. `typ` is the plain one: that of RFC 9068, `at+jwt`, promises a `client_id` and a `sub`. */
export interface JwtHeader {
  readonly alg: JwtAlgorithm
  readonly kid: string
  readonly typ: 'JWT'
}

/** A key, imported when it is used first where it has to be. */
export type PreparedKey = () => Key | Promise<Key>

/** @throws HallpassError `ERR_OPTIONS` */
export function readKeyRing({ current, keys }: JwtFormatOptions): KeyRing {
  if (!Array.isArray(keys)) throw wrong(`keys must be a list of { kid, alg, key }, got ${kindOf(keys)}`)
  for (const [index, key] of keys.entries()) checkNames(keys, key, index)
  const byHeader = new Map(keys.map(readRingKey).map((key) => [encoded(key.header), key]))
  return { current: signerOf([...byHeader.values()], current), keyOf: (header) => byHeader.get(header) }
}

/** A text in this place is likely to be a secret. */
function kindOf(keys: unknown): string {
  return typeof keys === 'string' ? 'a text' : shown(keys)
}

function checkNames(keys: readonly JwtKey[], key: JwtKey, index: number): void {
  if (typeof key?.kid !== 'string' || !KID.test(key.kid))
    throw wrong(`a kid must be 1 to 128 characters of printable ASCII, got ${shown(key?.kid)}`)
  if (keys.findIndex(({ kid }) => kid === key.kid) !== index)
    throw wrong(`every key must have a kid of its own, got ${shown(key.kid)} twice`)
  if (!isAlgorithm(key.alg))
    throw keyProblem(
      key,
      `must have one of the algorithms ${Object.keys(ALGORITHMS).join(', ')}, got ${shown(key.alg)}`,
    )
}

const KID = /^[\x21-\x7e]{1,128}$/

function readRingKey(owner: JwtKey): RingKey {
  const { alg, kid } = owner
  const { verifies, signs } = readHalves(owner)
  const verifying = prepared(verifies)
  return {
    header: { alg, kid, typ: 'JWT' },
    verifying,
    signing: signs === verifies ? verifying : signs && prepared(signs),
  }
}

function signerOf(ring: readonly RingKey[], current: string): KeyRing['current'] {
  const key = ring.find(({ header }) => header.kid === current)
  if (key?.signing) return { ...key, signing: key.signing }
  if (key) throw wrong(`the key ${shown(current)} is current: it must be one that signs, got one that only verifies`)
  const kids = ring.map(({ header }) => shown(header.kid)).join(', ')
  throw wrong(`current must be the kid of one of keys (${kids}), got ${shown(current)}`)
}

function encoded(header: JwtHeader): string {
  return Buffer.from(JSON.stringify(header)).toString('base64url')
}

/** A secret is imported once: jose would do it again for every token. Other keys it keeps by itself. */
function prepared(key: Key): PreparedKey {
  if (types.isCryptoKey(key) || key.type !== 'secret') return () => key
  let imported: Promise<Key> | undefined
  return () => {
    imported ??= webcrypto.subtle.importKey('raw', key.export(), HMAC, false, ['sign', 'verify'])
    return imported
  }
}

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const
