/** Types of values by Postgres's own numbers, which never change. */
export const JSON_TYPE = 114
export const WHOLE_NUMBERS: readonly number[] = [20, 23]

/** JSON is left as it was written, and read later, once for all tokens that have the same. */
export function asText(text: string): string {
  return text
}

/** Exact up to 2^53, and nothing here is beyond. */
export function asNumber(text: string): number {
  return Number(text)
}

/** Reads columns for `pg`: whole numbers as numbers, all else as the text that came. */
export const columnTypes = {
  getTypeParser: (type: number) => (WHOLE_NUMBERS.includes(type) ? asNumber : asText),
}
