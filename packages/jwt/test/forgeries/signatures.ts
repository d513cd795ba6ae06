import { sign } from 'node:crypto'
import { signatureOf } from '../keys.js'
import type { ForgeryCase } from './forgery.js'

/** A signature that is not that of the text. */
export const SIGNATURES: readonly ForgeryCase[] = [
  {
    name: 'the signature of another token',
    make: ({ token, another }) => `${token.slice(0, token.lastIndexOf('.'))}.${another.signature}`,
    reason: 'malformed',
  },
  {
    name: 'no signature',
    make: ({ token }) => token.slice(0, token.lastIndexOf('.') + 1),
    reason: 'malformed',
  },
  {
    name: 'a signature of zeros',
    make: ({ token, signature }) => token.slice(0, -signature.length) + 'A'.repeat(signature.length),
    reason: 'malformed',
  },
  {
    name: 'a signature of one bit more',
    make: ({ token, signature }) => {
      const bytes = Buffer.from(signature, 'base64url')
      bytes[0] = (bytes[0] ?? 0) ^ 1
      return token.slice(0, -signature.length) + bytes.toString('base64url')
    },
    reason: 'malformed',
  },
  {
    name: 'a signature in its other spelling',
    make: ({ token }) => token.slice(0, -1) + nextCharacter(token.at(-1) ?? ''),
    reason: 'malformed',
  },
  {
    name: 'a signature as DER',
    make: ({ token, alg, key, signature }) => {
      const data = token.slice(0, -signature.length - 1)
      const bytes =
        alg === 'ES256'
          ? sign('sha256', Buffer.from(data), key)
          : Buffer.concat([signatureOf(alg, data, key), Buffer.of(0)])
      return `${data}.${bytes.toString('base64url')}`
    },
    reason: 'malformed',
  },
]

/** The last character has bits that decoders drop: the next one is read as the same bytes. */
function nextCharacter(character: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return alphabet[alphabet.indexOf(character) + 1] ?? ''
}
