/**
 * Whether every named parameter is there once, with exactly its value. Others are ignored. A name counts in any spelling
 * that a query parser could take for it: encoded, and with brackets behind it.
 */
export function queryFits(wanted: Readonly<Record<string, string>>, query: string): boolean {
  const names = Object.keys(wanted)
  if (names.length === 0) return true
  const pairs = query.split('&').map(readPair)
  return names.every((name) => {
    const found = pairs.filter((pair) => pair.name === name || pair.name.startsWith(`${name}[`))
    return found.length === 1 && found[0]?.name === name && found[0].value === wanted[name]
  })
}

interface Pair {
  readonly name: string
  readonly value: string | undefined
}

function readPair(text: string): Pair {
  const equals = text.indexOf('=')
  const name = equals === -1 ? text : text.slice(0, equals)
  return { name: decode(name) ?? name, value: equals === -1 ? '' : decode(text.slice(equals + 1)) }
}

/** As forms are decoded: a plus is a space. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}
