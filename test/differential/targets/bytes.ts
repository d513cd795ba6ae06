/** A text as the bytes of its UTF-8, one character a byte: what a client without any care sends. */
export function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

/** The same with every byte escaped that no HTTP parser takes in a target; what is escaped already stays. */
export function escaped(bytes: string): string {
  return bytes.replace(/[^!-~]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
}

/** A text as a client can put it into a target: as it is, and escaped where that differs. */
export function spellings(text: string): readonly string[] {
  const bytes = asBytes(text)
  return [...new Set([bytes, escaped(bytes)])]
}
