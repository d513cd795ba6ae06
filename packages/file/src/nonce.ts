import { randomBytes } from 'node:crypto'

/** A name that nobody else has: 16 hexadecimal digits. */
export function newNonce(): string {
  return randomBytes(8).toString('hex')
}
