import { crc32 } from 'node:zlib'
import { HallpassError, type TokenRecord } from '@hallpass/core'
import { DamageError } from '../damage.js'
import { wrongMember } from './record-shape.js'

/**
 * A record as it is written: a checksum, a space, JSON, and the end of the line. The checksum is there for disks that change
 * a digit: JSON would not show it, and a digit may be a use.
 * @throws HallpassError `ERR_STORE` where the record could not be read again
 */
export function textOf(record: TokenRecord): string {
  const wrong = wrongMember(record)
  if (wrong !== undefined)
    throw new HallpassError(
      'ERR_STORE',
      `expected a record that can be kept; its member "${wrong}" is not what it must be`,
    )
  const json = JSON.stringify(record)
  const text = `${checksumOf(json)} ${json}\n`
  if (Buffer.byteLength(text) > LARGEST_TEXT)
    throw new HallpassError(
      'ERR_STORE',
      `expected a record of at most ${LARGEST_TEXT} bytes, got ${Buffer.byteLength(text)}`,
    )
  return text
}

/** More than any record has, in bytes: a file that is larger is not read into memory. */
export const LARGEST_TEXT = 16 * 2 ** 20

/**
 * Reads what {@link textOf} wrote.
 * @throws DamageError
 */
export function recordFrom(text: string): TokenRecord {
  if (text === '') throw new DamageError('is an empty file')
  const json = text.slice(CHECKSUM_LENGTH + 1, -1)
  if (!text.endsWith('\n') || `${checksumOf(json)} ` !== text.slice(0, CHECKSUM_LENGTH + 1))
    throw new DamageError('is cut off or changed: its checksum does not fit')
  const value = parsed(json)
  const wrong = wrongMember(value)
  if (wrong !== undefined) throw new DamageError(`is not of the shape of a record: its member "${wrong}" is wrong`)
  return value as TokenRecord
}

const CHECKSUM_LENGTH = 8

function checksumOf(json: string): string {
  return crc32(json).toString(16).padStart(CHECKSUM_LENGTH, '0')
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new DamageError('is not JSON', { cause })
  }
}
