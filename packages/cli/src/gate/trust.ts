import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import { foldedLines } from './folded-name.js'
import { wrong } from './option-checks.js'

/** The header in which a proxy shows the secret that it shares with the gate. */
export const SECRET_HEADER = 'X-Hallpass-Gate-Secret'

/** Says whether a peer's address is on the list; that of a unix socket never is. */
export type IsTrustedPeer = (address: string | undefined) => boolean

/**
 * Reads addresses and networks such as `10.0.0.7`, `10.0.0.0/8`, `fd00::/8`. There is no default, and no `/0`: whoever wants
 * everybody in needs a secret.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function readTrustedPeers(peers: readonly string[] = []): IsTrustedPeer {
  const list = new BlockList()
  if (!Array.isArray(peers)) throw wrong('trustedPeers', EXPECTED, peers)
  for (const peer of peers) {
    const { address, bits, family } = readNetwork(peer)
    list.addSubnet(address, bits, family)
  }
  return (address) => address !== undefined && isIP(address) > 0 && list.check(address, familyOf(address))
}

const EXPECTED = 'a list of addresses and networks such as "10.0.0.7" or "10.0.0.0/8", the widest a /1'

function readNetwork(peer: unknown) {
  const [address = '', bits, ...more] = typeof peer === 'string' ? peer.split('/') : []
  const widest = isIP(address) === 4 ? 32 : 128
  const length = bits === undefined ? widest : Number(bits)
  const isNetwork = isIP(address) > 0 && more.length === 0 && /^\d{1,3}$/.test(bits ?? '1')
  if (!isNetwork || length < 1 || length > widest) throw wrong('trustedPeers', EXPECTED, peer)
  return { address, bits: length, family: familyOf(address) }
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6'
}

/**
 * Compares the secret that a request shows in {@link SECRET_HEADER}, once, in constant time. Without a secret there is nothing to show.
 * @throws HallpassError `ERR_OPTIONS` for one that could be guessed, or that no header can carry
 */
export function readSecret(secret: string | undefined): (request: IncomingMessage) => boolean {
  if (secret === undefined) return () => true
  if (typeof secret !== 'string' || !SECRET.test(secret))
    throw wrong('secret', 'a text of 16 to 256 printable characters without spaces', 'another')
  const expected = digestOf(secret)
  return ({ rawHeaders }) => {
    const [shown = '', ...more] = foldedLines(rawHeaders, SECRET_HEADER.toLowerCase())
    return timingSafeEqual(digestOf(shown), expected) && more.length === 0
  }
}

const SECRET = /^[!-~]{16,256}$/

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
