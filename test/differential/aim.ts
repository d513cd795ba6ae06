import { type Bearer, OWN_ID } from './tokens.js'

/** One request of the study. */
export interface Aim {
  readonly method: string
  /** The raw request target, one character a byte (latin1). */
  readonly target: string
  /** Whom the token that it presents is for. */
  readonly bearer: Bearer
  /** Default `1.1`. */
  readonly version?: '1.0' | '1.1'
  /** Further header lines, raw. */
  readonly headers?: readonly string[]
  /** The header lines that present a token, raw. Default `Authorization: Bearer` and the token. */
  readonly credential?: readonly string[]
}

export const OWN: Bearer = { id: OWN_ID }

/** A GET, with the study's own token unless another is named. */
export function aimAt(target: string, bearer: Bearer = OWN): Aim {
  return { method: 'GET', target, bearer }
}

/** The aims without those that are there already: corpora overlap. */
export function distinct(aims: Iterable<Aim>): readonly Aim[] {
  const byKey = new Map<string, Aim>()
  for (const aim of aims) byKey.set(JSON.stringify(aim), aim)
  return [...byKey.values()]
}
