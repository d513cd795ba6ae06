/**
 * Whether a request target has one spelling, and nothing in its path that some proxy, or some framework behind one, takes
 * for structure once it is decoded. The gate cannot know what stands behind it, so it is stricter than a gate in the
 * application: only what `encodeURIComponent` escapes is escaped, as it does it; no `;`, plain or escaped; no escaped `%`,
 * `?` or `#`; no query that is empty.
 */
export function isCanonical(target: string): boolean {
  const mark = target.indexOf('?')
  if (mark === target.length - 1) return false
  const path = mark < 0 ? target : target.slice(0, mark)
  return !path.includes(';') && (path.match(ESCAPES) ?? []).every(isCanonicalRun)
}

const ESCAPES = /(?:%..)+/g
const STRUCTURE = /[;%?#]/

function isCanonicalRun(escapes: string): boolean {
  try {
    const text = decodeURIComponent(escapes)
    return !STRUCTURE.test(text) && encodeURIComponent(text) === escapes
  } catch {
    return false
  }
}
