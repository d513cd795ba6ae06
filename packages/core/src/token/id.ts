import { type Random, randomBase62, toBase62 } from './base62.js'

/** Characters of a public id: 8 for the time in milliseconds, 8 of randomness. */
export const ID_LENGTH = 16
const TIME_LENGTH = 8

/** Characters of a secret: 190 bits. */
export const SECRET_LENGTH = 32

/** A public id, ordered by the time of minting. */
export function createId(now: number, random: Random): string {
  return toBase62(Math.floor(now), TIME_LENGTH) + randomBase62(ID_LENGTH - TIME_LENGTH, random)
}

export function createSecret(random: Random): string {
  return randomBase62(SECRET_LENGTH, random)
}
