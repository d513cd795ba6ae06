import { createPublicKey, type KeyObject } from 'node:crypto'
import { types } from 'node:util'
import { type Key, keyObjectOf, keyProblem, readKey } from './key-material.js'
import type { JwtKey, JwtKeyPair } from './options.js'

/** What verifies, and what signs, where there is anything that does. */
export interface KeyHalves {
  readonly verifies: Key
  readonly signs: Key | undefined
}

/**
 * The halves of a key: of a pair, of a private key, which has its public half in it, of a public key, or of a secret.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function readHalves(owner: JwtKey): KeyHalves {
  const halves = isPair(owner.key) ? halvesOfPair(owner, owner.key) : halvesOf(owner, readKey(owner, owner.key))
  if (mayBeUsedTo('verify', halves.verifies)) return halves
  throw keyProblem(owner, 'must be a CryptoKey whose usages have "verify"')
}

function mayBeUsedTo(usage: 'sign' | 'verify', key: Key): boolean {
  return !types.isCryptoKey(key) || key.usages.includes(usage)
}

function isPair(key: JwtKey['key']): key is JwtKeyPair {
  return typeof key === 'object' && key !== null && 'privateKey' in key && 'publicKey' in key
}

function halvesOf(owner: JwtKey, key: Key): KeyHalves {
  if (key.type === 'secret') return { verifies: key, signs: mayBeUsedTo('sign', key) ? key : undefined }
  if (key.type === 'public') return { verifies: key, signs: undefined }
  const verifies = publicHalf(key)
  if (verifies) return { verifies, signs: key }
  throw keyProblem(owner, 'cannot leave WebCrypto: give its public key with it, as { privateKey, publicKey }')
}

function halvesOfPair(owner: JwtKey, pair: JwtKeyPair): KeyHalves {
  const signs = halfOf(owner, pair, 'private')
  const verifies = halfOf(owner, pair, 'public')
  const expected = publicHalf(signs)
  const came = keyObjectOf(verifies)
  if (expected && came && !expected.equals(came))
    throw keyProblem(owner, 'must be a pair, got the publicKey of another privateKey')
  return { verifies, signs }
}

function halfOf(owner: JwtKey, pair: JwtKeyPair, type: 'private' | 'public'): Key {
  const key = readKey(owner, pair[`${type}Key`])
  if (key.type === type) return key
  throw keyProblem(owner, `must have a ${type} key as its ${type}Key, got a ${key.type} one`)
}

function publicHalf(privateKey: Key): KeyObject | undefined {
  const key = keyObjectOf(privateKey)
  return key && createPublicKey(key)
}
