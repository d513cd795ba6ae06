/** A request target that may be judged: origin-form, with its path in raw segments. */
export interface Target {
  /** Between the slashes, as they came over the wire: nothing is decoded, none is empty. */
  readonly segments: readonly string[]
  readonly trailingSlash: boolean
  /** Behind the first `?`, raw; empty where there is none. */
  readonly query: string
}

/** The longest target, in bytes. */
export const MAX_TARGET_LENGTH = 8192

/**
 * Origin-form (RFC 9112 3.2.1) with RFC 3986 path characters and whole escapes only. Such a path reads the same to every
 * router: it takes the fast way through their parser, and no mount changes its length. No segment is empty.
 */
const ORIGIN_FORM = /^(?:\/|(?:\/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})+)+\/?)(?:\?[!"$-~]*)?$/

/** Reads a raw request target; `undefined` for any that could be read in two ways. Nothing is normalised. */
export function readTarget(target: unknown): Target | undefined {
  if (typeof target !== 'string' || target.length > MAX_TARGET_LENGTH || !ORIGIN_FORM.test(target)) return undefined
  const mark = target.indexOf('?')
  const end = mark === -1 ? target.length : mark
  const query = mark === -1 ? '' : target.slice(mark + 1)
  if (end === 1) return { segments: [], trailingSlash: false, query }
  const trailingSlash = target.charCodeAt(end - 1) === SLASH
  return { segments: segmentsOf(target, trailingSlash ? end - 1 : end), trailingSlash, query }
}

/** A third of what a slice and a split cost. */
function segmentsOf(target: string, end: number): readonly string[] {
  const segments: string[] = []
  for (let from = 1; from < end; ) {
    const slash = target.indexOf('/', from)
    const to = slash === -1 || slash > end ? end : slash
    segments.push(target.slice(from, to))
    from = to + 1
  }
  return segments
}

const SLASH = 0x2f

/**
 * What a router binds to a placeholder that fills this segment: decoded once, valid UTF-8, no dot segment, and nothing in
 * it that another reader could take for structure. `undefined` for anything else.
 */
export function decodeSegment(segment: string): string | undefined {
  const decoded = segment.includes('%') ? decodeOnce(segment) : segment
  return decoded === '.' || decoded === '..' ? undefined : decoded
}

function decodeOnce(segment: string): string | undefined {
  try {
    const decoded = decodeURIComponent(segment)
    return STRUCTURE.test(decoded) ? undefined : decoded
  } catch {
    return undefined
  }
}

const STRUCTURE = /[/\\\p{Cc}]/u
