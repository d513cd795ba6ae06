/**
 * Reads texts, and keeps what it read for texts that come again: tokens of one scope have the same grants, and parsing
 * them each time would cost more than the look into the database. What was read is shared, so it must be frozen.
 *
 * `characters` bounds the texts that are kept, taken together; the oldest go first.
 */
export function createTextMemo<T>(read: (text: string) => T, characters: number): (text: string) => T {
  const kept = new Map<string, T>()
  let size = 0
  return (text) => kept.get(text) ?? keep(text)

  function keep(text: string): T {
    const value = read(text)
    kept.set(text, value)
    size += text.length
    for (const oldest of kept.keys()) {
      if (size <= characters) break
      kept.delete(oldest)
      size -= oldest.length
    }
    return value
  }
}
