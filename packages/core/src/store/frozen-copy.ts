/** What callers hold and what is kept share nothing that could be written. */
export function frozenCopy<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  return (Array.isArray(value) ? copiedItems(value) : copiedMembers(value as Record<string, unknown>)) as T
}

/** Most records have several empty members: one object stands for all of them. */
const NO_MEMBERS = Object.freeze({})
const NO_ITEMS: readonly never[] = Object.freeze([])

function copiedItems(items: readonly unknown[]): readonly unknown[] {
  return items.length === 0 ? NO_ITEMS : Object.freeze(items.map(frozenCopy))
}

/** A spread keeps the shape that the engine knows already, and an own `__proto__`. */
function copiedMembers(members: Readonly<Record<string, unknown>>): object {
  const names = Object.keys(members)
  if (names.length === 0) return NO_MEMBERS
  const copy: Record<string, unknown> = { ...members }
  for (const name of names) if (typeof members[name] === 'object') copy[name] = frozenCopy(members[name])
  return Object.freeze(copy)
}
