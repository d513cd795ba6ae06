/**
 * A header's name as programs read it that keep headers in variables (CGI, WSGI, PHP): case is gone, and so are the differences
 * of all that is neither letter nor digit, of which some make a `_`.
 * Names are compared this way wherever a client could smuggle one past by its spelling.
 */
export function foldedName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '-')
}

/** Names and values, pair by pair. */
export function headerPairs(rawHeaders: readonly string[]): readonly (readonly [name: string, value: string])[] {
  return rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : []))
}

/** The values of all lines whose folded name is this. */
export function foldedLines(rawHeaders: readonly string[], folded: string): readonly string[] {
  return headerPairs(rawHeaders).flatMap(([name, value]) => (foldedName(name) === folded ? [value] : []))
}
