import { createSecretKey, randomBytes } from 'node:crypto'
import { SignJWT } from 'jose'

/** One signing key, in the kinds that libraries take. */
export const secret = randomBytes(32).toString('base64url')
export const key = createSecretKey(Buffer.from(secret))
export const ISSUER = 'https://issuer.example'
export const AUDIENCE = 'https://api.example'

const TOKENS = 1009

/** Signed tokens that say what ours know: subject, expiry and which flow. Nothing can end them before their time. */
export function signedTokens(): Promise<readonly string[]> {
  return Promise.all(
    Array.from({ length: TOKENS }, (_, index) =>
      new SignJWT({ flow: `f-${index}`, scope: 'flow' })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(`user-${index}`)
        .setIssuedAt()
        .setExpirationTime('1d')
        .sign(key),
    ),
  )
}
