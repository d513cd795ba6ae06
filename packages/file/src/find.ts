import type { TokenRecord } from '@hallpass/core'
import type { Archive } from './archive.js'
import { isId } from './places.js'
import { damageFailure, readRecord } from './record/read-record.js'

/**
 * Looks a record up: one look at its directory, and one read. Nothing is remembered from one look to the next, so what
 * another process did is seen.
 * @throws HallpassError `ERR_STORE` where the record is damaged
 */
export function find(archive: Archive, id: string): TokenRecord | undefined {
  if (!isId(id)) return undefined
  const reading = readRecord(archive, id)
  if (reading === undefined || reading.record) return reading?.record
  throw damageFailure(reading.damaged)
}
