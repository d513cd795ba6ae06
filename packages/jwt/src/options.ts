import { shown } from '@hallpass/core'
import type { CryptoKey, JWK, KeyObject } from 'jose'
import type { JwtAlgorithm } from './algorithms.js'
import { wrong } from './wrong.js'

/** What `jwtFormat` takes. All of it is read once, when the format is made. */
export interface JwtFormatOptions {
  /** Who makes the tokens, their `iss`: 1 to 512 characters. A token of another issuer is somebody else's credential. */
  readonly issuer: string
  /** Whom the tokens are for, their `aud`. A token is read if it names one of these. */
  readonly audience: string | readonly string[]
  /** The `kid` of the key that signs new tokens. */
  readonly current: string
  /** The keys whose tokens are read. One that is taken out ends the tokens that it signed. */
  readonly keys: readonly JwtKey[]
}

/** A key with its name and the one algorithm that it is for. */
export interface JwtKey {
  /** The name that tokens carry: 1 to 128 characters of printable ASCII, unlike that of any key before it. */
  readonly kid: string
  readonly alg: JwtAlgorithm
  /** A secret of at least 32 bytes for `HS256`, else a private or a public key. A public key is enough where it only verifies. */
  readonly key: JwtKeyMaterial | JwtKeyPair
}

/** A key of WebCrypto or of `node:crypto`, a JWK, or the bytes of a secret. Not text: nobody knows how it is encoded. */
export type JwtKeyMaterial = CryptoKey | KeyObject | JWK | Uint8Array

/** A private key with its public half beside it, needed where the private one cannot leave WebCrypto. */
export interface JwtKeyPair {
  readonly privateKey: JwtKeyMaterial
  readonly publicKey: JwtKeyMaterial
}

/** Who makes tokens, and whom they are for. */
export interface Parties {
  readonly issuer: string
  /** At least one. */
  readonly audience: readonly string[]
}

const MEMBERS: Readonly<Record<keyof JwtFormatOptions, true>> = {
  issuer: true,
  audience: true,
  current: true,
  keys: true,
}

/**
 * Refuses options that are misspelt, and reads who makes tokens and whom they are for.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function readParties(options: JwtFormatOptions): Parties {
  const unknown = Object.keys(options ?? {}).find((name) => !Object.hasOwn(MEMBERS, name))
  if (unknown !== undefined) throw wrong(`${shown(unknown)} is not an option of jwtFormat`)
  if (!isName(options?.issuer))
    throw wrong(`issuer must be text of 1 to ${LONGEST_NAME} characters, got ${shown(options?.issuer)}`)
  const audience = typeof options.audience === 'string' ? [options.audience] : options.audience
  if (!Array.isArray(audience) || audience.length === 0 || !audience.every(isName))
    throw wrong(`audience must be a text, or a list of at least one, got ${shown(options.audience)}`)
  return { issuer: options.issuer, audience: [...new Set<string>(audience)] }
}

const LONGEST_NAME = 512

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length >= 1 && value.length <= LONGEST_NAME
}
