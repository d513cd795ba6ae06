import type { TokenClaim } from '@hallpass/core'
import type { Parties } from './options.js'

/**
 * The claim of a verified payload; `undefined` where it is of another issuer, for none of the audiences, or not as this
 * package writes it. Whether it has expired is for the record to say: here it could only be told to be malformed.
 */
export function readClaims(payload: Uint8Array, { issuer, audience }: Parties): TokenClaim | undefined {
  const { iss, aud, jti, iat, exp, nbf, hallpass } = onlyReadingOf(payload)
  const { secret } = membersOf(hallpass)
  if (iss !== issuer || ![aud].flat().some((one) => audience.includes(one as string))) return undefined
  if (typeof iat !== 'number' || typeof exp !== 'number' || nbf !== undefined) return undefined
  return isBase62(jti) && isBase62(secret) ? { id: jti, secret } : undefined
}

/** Who a payload says made it, in a text that nobody has verified; `undefined` where it cannot be read or does not say. */
export function claimedIssuer(encodedPayload: string): string | undefined {
  const { iss } = membersOf(parse(Buffer.from(encodedPayload, 'base64url').toString()))
  return typeof iss === 'string' ? iss : undefined
}

type Members = Readonly<Record<string, unknown>>

/** Readers differ in what they make of repeated members, escapes and spaces: what is not written back the same has more than one reading, and so none. */
function onlyReadingOf(payload: Uint8Array): Members {
  const parsed = parse(Buffer.from(payload).toString())
  return Buffer.from(JSON.stringify(parsed)).equals(payload) ? membersOf(parsed) : NOTHING
}

const NOTHING: Members = Object.freeze({})

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : NOTHING
}

/** `null` for what is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The id goes to the store, into keys and paths. */
function isBase62(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9A-Za-z]{1,64}$/.test(value)
}
