import type { ForgeryCase } from './forgery.js'

/** Signed with the right key, over a payload that readers could read in two ways. */
export const PAYLOADS: readonly ForgeryCase[] = [
  ...[
    ['a jti before the jti', '{"jti":"0000000000000000",'],
    ['an issuer before the issuer', '{"iss":"https://evil.example",'],
    ['a space', '{ '],
    ['an escape', '{"\\u0061":1,'],
  ].map(
    ([name, start]): ForgeryCase => ({
      name: `${name} in its payload`,
      make: ({ sign, claims }) => sign(start + JSON.stringify(claims).slice(1)),
      reason: 'malformed',
    }),
  ),
  {
    name: 'bytes in its payload that are no UTF-8',
    make: ({ sign, claims }) =>
      sign(
        Buffer.concat([
          Buffer.from('{"a":"'),
          Buffer.from([0xff]),
          Buffer.from(`",${JSON.stringify(claims).slice(1)}`),
        ]),
      ),
    reason: 'malformed',
  },
  ...['null', '[]', '17', '"text"', '{}', '', 'no JSON', '['.repeat(2900)].map(
    (payload): ForgeryCase => ({
      name: `the payload ${payload.slice(0, 9)}`,
      make: ({ sign }) => sign(payload),
      reason: 'malformed',
    }),
  ),
  {
    name: 'more characters than are read',
    make: ({ sign, claims }) => sign({ ...claims, padding: 'a'.repeat(4000) }),
    reason: 'malformed',
  },
]
