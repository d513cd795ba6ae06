import type { ForgeryCase } from './forgery.js'

/** Texts that are no JWT of three parts. */
export const SHAPES: readonly ForgeryCase[] = [
  bent('a dot behind it', (token) => `${token}.`),
  bent('a dot before it', (token) => `.${token}`),
  bent('two dots in a row', (token) => token.replace('.', '..')),
  bent('a fourth part', (token) => `${token}.AAAA`),
  bent('five parts, as an encrypted one has', (token) => `${token}.AAAA.AAAA`),
  bent('two parts', (token) => token.slice(0, token.lastIndexOf('.'))),
  bent('one part', (token) => token.replaceAll('.', '')),
  bent('no header', (token) => token.slice(token.indexOf('.'))),
  bent('no payload', (token) => token.replace(/\.[^.]+\./, '..')),
  bent('padding behind it', (token) => `${token}=`),
  bent('padding behind its header', (token) => token.replace('.', '=.')),
  bent('the alphabet of plain base64', (token) => `${token.slice(0, -2)}+/`),
  bent('a space before it', (token) => ` ${token}`),
  bent('a space in it', (token) => token.replace('.', ' .')),
  bent('a line end behind it', (token) => `${token}\n`),
  bent('a NUL behind it', (token) => `${token}\0`),
  bent('a letter that is no ASCII', (token) => `${token}é`),
  bent('an escape', (token) => token.replace('.', '%2E')),
  bent('a scheme before it', (token) => `Bearer ${token}`),
  bent('itself behind it', (token) => `${token}${token}`),
  bent('a megabyte of payload', (token) => token.replace('.', `.${'A'.repeat(2 ** 20)}`)),
  bent('a megabyte of dots', (token) => token + '.'.repeat(2 ** 20)),
  bent('JSON in place of the compact text', (token) => {
    const [header, payload, signature] = token.split('.')
    return JSON.stringify({ protected: header, payload, signature })
  }),
]

function bent(name: string, bend: (token: string) => string): ForgeryCase {
  return { name, make: ({ token }) => bend(token), reason: 'malformed' }
}
