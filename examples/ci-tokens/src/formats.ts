import { generateKeyPairSync } from 'node:crypto'
import type { TokenFormat } from '@hallpass/core'
import { type JwtKey, jwtFormat } from '@hallpass/jwt'
import type { Settings } from './settings.js'

/** What the two services are made with: the one signs, the other only verifies. Nothing where tokens are plain texts. */
export interface Formats {
  readonly minting: FormatOption
  readonly checking: FormatOption
}

type FormatOption = { readonly format?: TokenFormat }

/** Makes new keys, which live as long as the example does. */
export function createFormats(format: Settings['format']): Formats {
  if (format === 'text') return { minting: {}, checking: {} }
  const [api, builds] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')]
  const parties = { issuer: 'https://api.example', audience: 'https://builds.example' }
  const signing: JwtKey = { kid: 'api', alg: 'EdDSA', key: api }
  const verifying: JwtKey = { kid: 'api', alg: 'EdDSA', key: api.publicKey }
  // A format has a key to sign with. That of the service which only checks is its own, and the API does not know it.
  const unused: JwtKey = { kid: 'builds', alg: 'EdDSA', key: builds }
  return {
    minting: { format: jwtFormat({ ...parties, current: 'api', keys: [signing] }) },
    checking: { format: jwtFormat({ ...parties, current: 'builds', keys: [unused, verifying] }) },
  }
}
