import type { TokenRecord } from '../record/record.js'
import { createRecordPacker, type PackedRecord } from './packed-record.js'

/** Records by id, kept small. What comes out is made anew each time and shares nothing that could be written. */
export interface PackedRecords {
  get(id: string): TokenRecord | undefined
  set(record: TokenRecord): void
  /** Answers what was there. */
  delete(id: string): TokenRecord | undefined
  all(): Iterable<TokenRecord>
}

export function createPackedRecords(): PackedRecords {
  const kept = new Map<string, PackedRecord>()
  const packer = createRecordPacker()

  function get(id: string): TokenRecord | undefined {
    const packed = kept.get(id)
    return packed && packer.unpack(id, packed)
  }

  function* all(): Generator<TokenRecord> {
    for (const [id, packed] of kept) yield packer.unpack(id, packed)
  }

  return {
    get,
    all,
    set(record) {
      const before = kept.get(record.id)
      kept.set(record.id, packer.pack(record))
      if (before) packer.drop(before)
    },
    delete(id) {
      const packed = kept.get(id)
      if (!packed) return undefined
      kept.delete(id)
      packer.drop(packed)
      return packer.unpack(id, packed)
    },
  }
}
