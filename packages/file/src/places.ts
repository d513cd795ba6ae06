/**
 * Where things are in the store's directory:
 *
 * ```
 * records/<span>/<shelf>/<id>/<version>-<nonce>   each version of a record, in the record's directory
 * records/<span>/<shelf>/<id>.<nonce>.…           its card, beside it (card.ts)
 * scratch/                                        what is being written
 * gone/                                           records that were swept, until their files are removed
 * scopes/<digest>/                                the head of a scope (head.ts)
 * ```
 *
 * The first characters of an id are its time. A span is what was minted in about four hours, a shelf in about half a minute:
 * few directories, of few names each, in the order of the ids.
 */
export interface Places {
  readonly root: string
  readonly records: string
  readonly scratch: string
  readonly gone: string
  readonly scopes: string
}

/** The places of a store in the directory `root`. */
export function placesIn(root: string): Places {
  return {
    root,
    records: `${root}/records`,
    scratch: `${root}/scratch`,
    gone: `${root}/gone`,
    scopes: `${root}/scopes`,
  }
}

/** How many characters of an id name its span. */
const SPAN_LENGTH = 4

/** The character behind the span, and one of these for the next, which stands for those up to the next of these. */
const SHELF_STARTS = ['0', '8', 'G', 'O', 'W', 'e', 'm', 'u']
const SHELF_LENGTH = SPAN_LENGTH + 2

/** The span of an id. */
export function spanOf({ records }: Places, id: string): string {
  return `${records}/${nameOf(spanStart(id))}`
}

/** The shelf of an id. */
export function shelfOf(places: Places, id: string): string {
  return `${spanOf(places, id)}/${nameOf(shelfStart(id).slice(SPAN_LENGTH))}`
}

/** What the ids of the same span begin with. */
export function spanStart(id: string): string {
  return id.slice(0, SPAN_LENGTH)
}

/** What the first id of the same shelf begins with. */
export function shelfStart(id: string): string {
  const last = id.charAt(SHELF_LENGTH - 1)
  return id.slice(0, SHELF_LENGTH - 1) + (SHELF_STARTS.findLast((start) => start <= last) ?? '')
}

/** Whether a text is the start of a span. */
export function isSpanStart(text: string): boolean {
  return text.length === SPAN_LENGTH && IS_PART.test(text)
}

/** Whether a text is the start of a shelf. */
export function isShelfStart(text: string): boolean {
  return text.length === SHELF_LENGTH && IS_PART.test(text)
}

const IS_PART = /^[A-Za-z0-9]+$/

/** The directory of a record. */
export function directoryOf(places: Places, id: string): string {
  return `${shelfOf(places, id)}/${nameOf(id)}`
}

/** Whether a text can be the id of a record here. No other text touches a path. */
export function isId(id: unknown): id is string {
  return typeof id === 'string' && /^[A-Za-z0-9]{16}$/.test(id)
}

/**
 * The name of an id, or of a part of one, as a file: `_` and the lower-case letter for an upper-case one, so that a file
 * system that does not tell case apart cannot mistake one for another. Names are in the order of the ids.
 */
export function nameOf(id: string): string {
  return id.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** The id, or the part of one, that has this name. */
export function idOf(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
