import { createHash } from 'node:crypto'

/** A text that is to be found nowhere. */
export interface Needle {
  readonly name: string
  readonly bytes: Buffer
  /** Whether it is of the digest, which a store keeps. */
  readonly isDigest: boolean
}

/** A token taken apart as who has it can: its public id, and what proves it. */
export interface TokenParts {
  readonly id: string
  readonly secret: string
  /** Of a signed token; with it the token can be put together. */
  readonly signature?: string
}

/** The parts of a token's text, plain or signed. */
export function partsOf(token: string): TokenParts {
  const [, payload, signature] = token.split('.')
  if (payload === undefined || signature === undefined) return textParts(token)
  const { jti, hallpass } = JSON.parse(Buffer.from(payload, 'base64url').toString())
  return { id: jti, secret: hallpass.secret, signature }
}

function textParts(token: string): TokenParts {
  const [, id = '', secret = ''] = /^[a-z][a-z0-9]*_(\w{16})(\w{32})\w{6}$/.exec(token) ?? []
  if (secret === '') throw new Error(`no token: ${token.length} characters`)
  return { id, secret }
}

/** Everything by which a token or its digest would be known in what a program says or keeps. */
export function needlesOf(token: string): readonly Needle[] {
  const { id, secret, signature } = partsOf(token)
  const digest = createHash('sha256').update(`hallpass/1\0${id}\0${secret}`).digest()
  return [
    ...plain('the token', token),
    ...plain('the secret', secret),
    ...plain('the head of the secret', secret.slice(0, 12)),
    ...plain('the tail of the secret', secret.slice(-12)),
    ...(signature === undefined ? [] : plain('the signature', signature)),
    ...inBase64('the secret in base64', secret),
    { name: 'the digest, raw', bytes: digest, isDigest: true },
    ...(['hex', 'base64', 'base64url'] as const).map((encoding) => ({
      name: `the digest in ${encoding}`,
      bytes: Buffer.from(digest.toString(encoding).replace(/=+$/, '')),
      isDigest: true,
    })),
  ]
}

function plain(name: string, text: string): readonly Needle[] {
  return [{ name, bytes: Buffer.from(text), isDigest: false }]
}

/** As it stands inside of a longer text, such as Basic credentials, at each of three offsets: without the characters that its neighbours share. */
function inBase64(name: string, text: string): readonly Needle[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.from('x'.repeat(offset) + text).toString('base64')
    return { name, bytes: Buffer.from(encoded.slice(4, -4)), isDigest: false }
  })
}
