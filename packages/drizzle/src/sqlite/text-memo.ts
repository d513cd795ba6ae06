/**
 * Reads texts, and keeps what it read for texts that come again: tokens of one scope have the same grants, and parsing
 * them each time would cost more than the look into the database. Values are shared, so they must be frozen.
 *
 * Bounded: the oldest entry goes first, and long texts are not kept.
 */
export function createTextMemo<T>(
  read: (text: string) => T,
  { entries, longest }: TextMemoBounds,
): (text: string) => T {
  const kept = new Map<string, T>()
  return (text) => kept.get(text) ?? keep(text)

  function keep(text: string): T {
    const value = read(text)
    if (text.length > longest) return value
    if (kept.size >= entries) for (const oldest of kept.keys()) return replaceOldest(oldest, text, value)
    kept.set(text, value)
    return value
  }

  function replaceOldest(oldest: string, text: string, value: T): T {
    kept.delete(oldest)
    kept.set(text, value)
    return value
  }
}

export interface TextMemoBounds {
  /** How many texts are kept. */
  readonly entries: number
  /** Texts with more characters are read each time. */
  readonly longest: number
}
