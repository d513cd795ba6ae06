/**
 * Characters that a terminal could obey instead of showing: controls of both sets, marks that turn or hide text, line and
 * paragraph separators, and halves of surrogate pairs.
 */
const OBEYED = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** A text that a record or a file holds, so that a terminal only shows it. */
export function plainText(text: string): string {
  return text.replace(OBEYED, escaped)
}

/** A value as one line of JSON that a terminal only shows, and that reads back as the same value. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(OBEYED, escaped)
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('')
}
