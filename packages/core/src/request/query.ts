/**
 * Whether every named parameter is there once, with exactly its value, for every reader that may stand behind. Others are
 * ignored; a query that readers could take for different ones fits nothing.
 */
export function queryFits(wanted: Readonly<Record<string, string>>, query: string): boolean {
  const names = Object.keys(wanted)
  if (names.length === 0) return true
  const pairs = readPairs(query)
  return pairs !== undefined && names.every((name) => isThereOnce(name, wanted[name] as string, pairs))
}

interface Pair {
  readonly name: string
  readonly value: string | undefined
  readonly root: string
}

/**
 * `undefined` where readers differ on what the pairs are: parsers stop at a thousand, some split at `;`, and each makes
 * something else of a name that cannot be decoded.
 */
function readPairs(query: string): readonly Pair[] | undefined {
  if (query.includes(';')) return undefined
  const texts = query.split('&', MOST_PAIRS + 1)
  const pairs = texts.flatMap((text) => readPair(text) ?? [])
  return pairs.length === texts.length && pairs.length <= MOST_PAIRS ? pairs : undefined
}

const MOST_PAIRS = 100

function isThereOnce(name: string, value: string, pairs: readonly Pair[]): boolean {
  const root = rootOf(name)
  const found = pairs.filter((pair) => pair.name === name || pair.root === root)
  return found.length === 1 && found[0]?.name === name && found[0].value === value
}

function readPair(text: string): Pair | undefined {
  const equals = text.indexOf('=')
  const name = decode(equals === -1 ? text : text.slice(0, equals))
  return name === undefined
    ? undefined
    : { name, value: equals === -1 ? '' : decode(text.slice(equals + 1)), root: rootOf(name) }
}

/**
 * The parameter that some reader takes a name for: the first word of `a[b]`, `[a]` and `a.b`, up to a control character,
 * whatever its case, and without the spaces and dashes that readers trim or change.
 */
function rootOf(name: string): string {
  const word = /[^[\].\p{Cc}]+/u.exec(name)?.[0] ?? ''
  return word
    .toUpperCase()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** As forms are decoded: a plus is a space. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}
