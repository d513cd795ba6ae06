import { compact } from '../keys.js'
import type { ForgeryCase } from './forgery.js'

/** Signed with the right key, under a header that no token has. */
export const HEADERS: readonly ForgeryCase[] = [
  headed('no kid', { kid: undefined }),
  headed('a kid that nobody has', { kid: 'k-3' }),
  headed('the kid of another key', { kid: 'k-2' }),
  headed('a kid that is a path', { kid: '../k-1' }),
  headed('a kid of every object', { kid: '__proto__' }),
  headed('no alg', { alg: undefined }),
  headed('another typ', { typ: 'at+jwt' }),
  headed('a critical extension', { crit: ['b64'], b64: false }),
  headed('a key of its own', { jwk: { kty: 'oct', k: 'AAAA' } }),
  headed('an address of keys', { jku: 'https://evil.example/keys' }),
  {
    name: 'a kid before the kid',
    make: ({ sign, claims, header }) => sign(claims, `{"kid":"k-2",${JSON.stringify(header).slice(1)}`),
    reason: 'malformed',
  },
  {
    name: 'a space in its header',
    make: ({ sign, claims, header }) => sign(claims, ` ${JSON.stringify(header)}`),
    reason: 'malformed',
  },
  {
    name: 'the key of another kid',
    make: ({ alg, header, claims, otherKey }) => compact(alg, header, claims, otherKey),
    reason: 'malformed',
  },
]

function headed(name: string, change: object): ForgeryCase {
  return { name, make: ({ sign, claims, header }) => sign(claims, { ...header, ...change }), reason: 'malformed' }
}
