import { AMBIGUOUS, onlyHeaderLine } from '../raw-headers.js'
import type { Reading, TokenSource } from './token-source.js'
import { isTokenText, MAX_TOKEN_LENGTH } from './token-text.js'

/** What {@link basic} takes. */
export interface BasicOptions {
  /** Whether requests without any mark of a browser (neither `Sec-Fetch-Site` nor `Origin`) may use methods other than GET and HEAD. git sends neither. Default false. */
  readonly programs?: boolean
}

/**
 * `Authorization: Basic`, with the token as user name or as password, the scheme in any case: for git and other programs
 * that know nothing else. Invalid base64, no colon, or an empty user name are no credentials.
 */
export function basic(options: BasicOptions = {}): TokenSource {
  return Object.freeze({
    name: 'basic',
    header: 'authorization',
    shared: true,
    ambient: options.programs === true ? 'in-browsers' : 'always',
    inUrl: false,
    challenge: 'Basic',
    read({ rawHeaders }, owns) {
      const line = onlyHeaderLine(rawHeaders, 'authorization')
      if (typeof line !== 'string') return line
      const credentials = readCredentials(line)
      return credentials && tokenAmong(credentials, owns)
    },
  } satisfies TokenSource)
}

interface Credentials {
  readonly user: string
  readonly password: string
}

/** Where neither is ours, the password is told: somebody else's, which opens nothing here. */
function tokenAmong({ user, password }: Credentials, owns: (text: string) => boolean): Reading {
  const isToken = (text: string) => isTokenText(text) && owns(text)
  if (isToken(user)) return isToken(password) ? AMBIGUOUS : user
  return password === '' ? user : password
}

function readCredentials(line: string): Credentials | undefined {
  const encoded = line.length <= LONGEST ? CREDENTIALS.exec(line)?.[1] : undefined
  const text = encoded === undefined ? undefined : decodeBase64(encoded)
  const colon = text?.indexOf(':') ?? -1
  return text !== undefined && colon > 0 ? { user: text.slice(0, colon), password: text.slice(colon + 1) } : undefined
}

const CREDENTIALS = /^basic +([A-Za-z0-9+/]+={0,2})$/i
const LONGEST = 3 * MAX_TOKEN_LENGTH

/** Node decodes what it can and drops the rest: only what encodes back to itself is base64. */
function decodeBase64(encoded: string): string | undefined {
  const bytes = Buffer.from(encoded, 'base64')
  return unpadded(bytes.toString('base64')) === unpadded(encoded) ? bytes.toString('utf8') : undefined
}

function unpadded(base64: string): string {
  return base64.replace(/={1,2}$/, '')
}
