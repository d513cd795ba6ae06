/**
 * Where things are in the store's directory:
 *
 * ```
 * records/<span>/<shelf>/<id>/<version>-<nonce>   each version of a record, in the record's directory
 * records/<span>/<shelf>/<id>.<nonce>.…           its card, beside it (card.ts)
 * scratch/                                        what is being written
 * gone/                                           records that were swept, until their files are removed
 * scopes/<digest>/                                whose turn it is, in scopes with limits (admission.ts)
 * ```
 *
 * The first characters of an id are its time. A span is what was minted in about ten days, a shelf in about four minutes: few
 * directories, of few names each, in the order of the ids.
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

/** How many characters of an id name its span, and how many its span and shelf. */
export const SPAN_LENGTH = 3
export const SHELF_LENGTH = 5

/** The span of an id. */
export function spanOf({ records }: Places, id: string): string {
  return `${records}/${nameOf(id.slice(0, SPAN_LENGTH))}`
}

/** The shelf of an id. */
export function shelfOf(places: Places, id: string): string {
  return `${spanOf(places, id)}/${nameOf(id.slice(SPAN_LENGTH, SHELF_LENGTH))}`
}

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
