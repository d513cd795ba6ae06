import { HallpassError, shown } from '../errors.js'

/** In ASCII order, so that ids sort as bytes by their time. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Bytes from here on would favour some digits: 248 is the largest multiple of 62 that fits a byte. */
const UNBIASED = 248

/** Fills a buffer of the given size with randomness. */
export type Random = (size: number) => Uint8Array

/** A whole number in base62, padded to `length` characters. */
export function toBase62(value: number, length: number): string {
  let text = ''
  for (let rest = value; text.length < length; rest = Math.floor(rest / 62)) text = DIGITS[rest % 62] + text
  return text
}

/** The number that the characters from `start` to the end write in base62. A character that is no digit makes it `NaN`. */
export function fromBase62(text: string, start: number): number {
  let value = 0
  for (let index = start; index < text.length; index++)
    value = value * 62 + (VALUES[text.charCodeAt(index)] ?? Number.NaN)
  return value
}

const VALUES = Float64Array.from({ length: 128 }, (_, code) => {
  const value = DIGITS.indexOf(String.fromCharCode(code))
  return value === -1 ? Number.NaN : value
})

/**
 * Random base62 characters, all equally likely.
 * @throws HallpassError `ERR_RANDOM` where the source fails, or is so poor that no text comes out of it
 */
export function randomBase62(length: number, random: Random): string {
  let text = ''
  for (let draws = 0; text.length < length; draws++) {
    if (draws === MOST_DRAWS)
      throw new HallpassError('ERR_RANDOM', 'random must give unbiased bytes, got none that can be used')
    for (const byte of draw(length + SPARE, random))
      if (byte < UNBIASED && text.length < length) text += DIGITS[byte % 62]
  }
  return text
}

const SPARE = 8
const MOST_DRAWS = 16

function draw(size: number, random: Random): Uint8Array {
  const bytes = drawn(size, random)
  if (bytes instanceof Uint8Array && bytes.length === size) return bytes
  throw new HallpassError(
    'ERR_RANDOM',
    `random must give ${size} bytes, got ${bytes instanceof Uint8Array ? `${bytes.length}` : shown(bytes)}`,
  )
}

function drawn(size: number, random: Random): Uint8Array {
  try {
    return random(size)
  } catch (cause) {
    throw new HallpassError('ERR_RANDOM', 'the source of randomness failed', { cause })
  }
}
