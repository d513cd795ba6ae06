import { randomBytes } from 'node:crypto'

/** Texts that no other call has: what is random tells the processes apart, and a number the calls of one. */
export function createStamps(): () => string {
  const process = randomBytes(6).toString('base64url')
  let number = 0
  return () => `${process}${(number++).toString(36)}`
}
