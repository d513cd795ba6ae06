import type { TokenClaim, TokenFormat } from '@hallpass/core'
import { shown } from '@hallpass/core'
import { CompactSign, compactVerify, errors } from 'jose'
import { claimsOf, type JwtClaims } from './claims.js'
import { isOnlySpelling, LONGEST_TEXT, partsOf } from './compact.js'
import { type KeyRing, type RingKey, readKeyRing } from './key-ring.js'
import { type JwtFormatOptions, readParties } from './options.js'
import { claimedIssuer, readClaims } from './read-claims.js'
import { wrong } from './wrong.js'

/**
 * Writes tokens as signed JWTs, for the `format` of `createTokenService`. `jti` is the record's id, and the record stays
 * the truth: a signature that is right opens nothing without it, and a record that says *revoked* or *expired* is believed.
 * Prefixes of scopes and of the service have no place in a JWT and are not used.
 * @throws HallpassError `ERR_OPTIONS` for wrong options, and from `issue` where the key does not sign what it verifies, or
 * the token would be longer than requests may carry; nothing is minted then
 */
export function jwtFormat(options: JwtFormatOptions): TokenFormat {
  const parties = readParties(options)
  const ring = readKeyRing(options)
  const read = (text: string): Promise<TokenClaim | undefined> | undefined => {
    const parts = partsOf(text)
    const key = parts && ring.keyOf(parts.header)
    if (!key || !isOnlySpelling(parts.signature)) return undefined
    return verified(text, key).then((payload) => payload && readClaims(payload, parties))
  }
  return Object.freeze<TokenFormat>({
    name: 'jwt',
    async issue(minting) {
      const text = await signed(claimsOf(minting, parties), ring.current)
      if ((await read(text))?.id === minting.record.id) return text
      throw unreadable(text, ring)
    },
    read,
    owns(text) {
      const parts = partsOf(text)
      if (!parts) return false
      const claimed = claimedIssuer(parts.payload)
      return claimed === undefined ? ring.keyOf(parts.header) !== undefined : claimed === parties.issuer
    },
  })
}

async function signed(claims: JwtClaims, { header, signing }: KeyRing['current']): Promise<string> {
  const key = await signing()
  try {
    return await new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader({ ...header }).sign(key)
  } catch (cause) {
    throw wrong(`the key ${shown(header.kid)} must sign with ${header.alg}, and failed`, { cause })
  }
}

/** A token that its own service could not read is not minted: a record without a token would be left behind. */
function unreadable(text: string, { current }: KeyRing): Error {
  return text.length > LONGEST_TEXT
    ? wrong(`a token must have at most ${LONGEST_TEXT} characters, got ${text.length}: mint fewer grants or roles`)
    : wrong(`the key ${shown(current.header.kid)} must verify what it signs, got the publicKey of another privateKey`)
}

async function verified(text: string, { header, verifying }: RingKey): Promise<Uint8Array | undefined> {
  const key = await verifying()
  try {
    return (await compactVerify(text, key, { algorithms: [header.alg] })).payload
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined
    throw error
  }
}
