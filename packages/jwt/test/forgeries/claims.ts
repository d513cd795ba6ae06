import type { ForgeryCase } from './forgery.js'

/** Signed with the right key, by somebody who lacks something else. */
export const WITH_THE_KEY: readonly ForgeryCase[] = [
  {
    name: 'the right key and a wrong random claim',
    make: ({ sign, claims }) => sign({ ...claims, hallpass: { ...claims.hallpass, secret: '0'.repeat(32) } }),
    reason: 'unknown',
  },
  {
    name: 'the right key and the random claim of another token',
    make: ({ sign, claims, another }) => sign({ ...claims, hallpass: another.claims.hallpass }),
    reason: 'unknown',
  },
  {
    name: 'the right key and the jti of another token',
    make: ({ sign, claims, another }) => sign({ ...claims, jti: another.id }),
    reason: 'unknown',
  },
  {
    name: 'the right key and a jti that nobody has',
    make: ({ sign, claims }) => sign({ ...claims, jti: '0'.repeat(16) }),
    reason: 'unknown',
  },
]

/** Signed with the right key, and not as it was written here. */
export const CLAIMS: readonly ForgeryCase[] = [
  changed('no jti', { jti: undefined }),
  changed('a jti that is empty', { jti: '' }),
  changed('a jti that is a number', { jti: 17 }),
  changed('a jti that is a list', { jti: ['0'.repeat(16)] }),
  changed('a jti that is a path', { jti: '../../../../etc' }),
  changed('a jti that is endless', { jti: 'a'.repeat(2000) }),
  changed('no random claim', { hallpass: undefined }),
  changed('a random claim that is null', { hallpass: null }),
  changed('a random claim that is not there', { hallpass: {} }),
  changed('a random claim that is a number', { hallpass: { secret: 1 } }),
  changed('a random claim with another alphabet', { hallpass: { secret: `${'0'.repeat(31)}\u0000` } }),
  changed('another issuer', { iss: 'https://evil.example' }),
  changed('the issuer with a slash', { iss: 'https://api.example/' }),
  changed('the issuer in a list', { iss: ['https://api.example'] }),
  changed('no issuer', { iss: undefined }),
  changed('another audience', { aud: 'https://elsewhere.example' }),
  changed('a list of other audiences', { aud: ['https://elsewhere.example', 'https://third.example'] }),
  changed('no audience', { aud: undefined }),
  changed('an empty list of audiences', { aud: [] }),
  changed('an audience that is null', { aud: null }),
  changed('the audience in a list in a list', { aud: [['https://flows.example']] }),
  changed('no exp', { exp: undefined }),
  changed('an exp that is text', { exp: '4102444800' }),
  changed('no iat', { iat: undefined }),
  changed('an nbf in the future', { nbf: 4_102_444_800 }),
  changed('an nbf in the past', { nbf: 0 }),
]

function changed(name: string, change: object): ForgeryCase {
  return { name, make: ({ sign, claims }) => sign({ ...claims, ...change }), reason: 'malformed' }
}
