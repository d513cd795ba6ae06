/** Ids in their order, for pages. What comes is mostly the latest, what goes mostly the oldest. */
export interface OrderedIds {
  add(id: string): void
  delete(id: string): void
  /** Those behind an id, in their order. The ids must not change meanwhile. */
  behind(after: string): Iterable<string>
}

/** How many ids lie in one piece: a change moves no more than these, however many there are. */
const PIECE = 512

export function createOrderedIds(): OrderedIds {
  const pieces: string[][] = []
  return {
    add(id) {
      const latest = pieces.at(-1)
      if (latest && latest.length < PIECE && id > (latest.at(-1) ?? '')) return void latest.push(id)
      const at = pieceOf(pieces, id)
      const piece = pieces[at]
      if (!piece) return void pieces.push([id])
      const place = firstFrom(piece, id)
      if (piece[place] === id) return
      piece.splice(place, 0, id)
      if (piece.length > PIECE) pieces.splice(at + 1, 0, piece.splice(place === PIECE ? PIECE : PIECE / 2))
    },
    delete(id) {
      const at = pieceOf(pieces, id)
      const piece = pieces[at]
      const place = piece ? firstFrom(piece, id) : 0
      if (piece?.[place] !== id) return
      piece.splice(place, 1)
      if (piece.length === 0) pieces.splice(at, 1)
    },
    *behind(after) {
      for (let at = pieceOf(pieces, after); at < pieces.length; at++)
        for (const id of pieces[at] ?? []) if (id > after) yield id
    },
  }
}

/** The last piece that begins at or before an id; the first where none does. */
function pieceOf(pieces: readonly (readonly string[])[], id: string): number {
  return Math.max(0, lowerBound(pieces.length, (at) => (pieces[at]?.[0] ?? '') > id) - 1)
}

function firstFrom(piece: readonly string[], id: string): number {
  return lowerBound(piece.length, (at) => (piece[at] ?? '') >= id)
}

/** The first place from which on all are so. */
function lowerBound(length: number, isSo: (at: number) => boolean): number {
  let [from, to] = [0, length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if (isSo(middle)) to = middle
    else from = middle + 1
  }
  return from
}
