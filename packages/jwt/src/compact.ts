/** The longest text that is read or written, in characters: as much as `@hallpass/http` takes from a request. */
export const LONGEST_TEXT = 4096

/** A text of three base64url parts (RFC 7515 7.1). */
export interface CompactText {
  readonly header: string
  readonly payload: string
  /** Empty where nobody signed. */
  readonly signature: string
}

/** Takes a text apart; `undefined` for one that is no JWT by its looks, or too long. */
export function partsOf(text: string): CompactText | undefined {
  const [, header, payload, signature] = (text.length <= LONGEST_TEXT && COMPACT.exec(text)) || []
  return header !== undefined && payload !== undefined && signature !== undefined
    ? { header, payload, signature }
    : undefined
}

const COMPACT = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]*)$/

/** Whether a part is the only way to write its bytes: the last character may have bits that decoders drop. */
export function isOnlySpelling(part: string): boolean {
  return Buffer.from(part, 'base64url').toString('base64url') === part
}
