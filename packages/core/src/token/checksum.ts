import { fromBase62, toBase62 } from './base62.js'

/** Characters of a checksum: 32 bits in base62. */
export const CHECKSUM_LENGTH = 6

/** CRC-32 (ISO 3309) of an ASCII text, as 6 base62 characters. It catches typing errors and random probes, not attackers. */
export function checksum(text: string): string {
  return toBase62(crcOf(text, text.length), CHECKSUM_LENGTH)
}

/** Whether a text ends in the checksum of what stands before it. No text is made. */
export function hasChecksum(text: string): boolean {
  const end = text.length - CHECKSUM_LENGTH
  return crcOf(text, end) === fromBase62(text, end)
}

function crcOf(text: string, end: number): number {
  let crc = -1
  for (let index = 0; index < end; index++) crc = (TABLE[(crc ^ text.charCodeAt(index)) & 0xff] as number) ^ (crc >>> 8)
  return (crc ^ -1) >>> 0
}

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  return crc
})
