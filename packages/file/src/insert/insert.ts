import { HallpassError, type InsertLimits, type InsertOutcome, type TokenRecord } from '@hallpass/core'
import type { Archive } from '../archive.js'
import type { Passage } from '../passage.js'
import { directoryOf, isId } from '../places.js'
import { place, prepare, withdraw } from './arrival.js'
import { type Capacity, createCapacity } from './capacity.js'
import { advance, headDirectory, readHead } from './head.js'
import { createTurns } from './turns.js'

export type Insert = (record: TokenRecord, limits?: InsertLimits) => Promise<InsertOutcome>

/**
 * Keeps new records. Every record takes its turn in the scope of its first grant, so that limits are exact:
 *
 * 1. The head of the scope is read; the record that was admitted last is put in its place, if it is not there yet.
 * 2. With limits, the live records are counted. Nobody came since the head was read, if step 4 succeeds.
 * 3. The record is written aside, whole and lasting.
 * 4. The head is advanced over the one that was read: the record is admitted. If another was first, again from 1.
 * 5. The record is renamed to its place.
 *
 * Who dies between 4 and 5 leaves a record that the next in the scope puts in its place. Nobody ever waits for another.
 */
export function createInsert(archive: Archive): Insert {
  const inTurn = createTurns()
  const capacity = createCapacity(archive)
  return async (record, limits) => {
    checkId(record.id)
    if (isThere(archive, record.id)) return 'taken'
    await archive.ground()
    const scope = record.grants[0]?.scope
    const directory = headDirectory(archive, scope)
    const admission = { archive, capacity, directory, record, limits: scope === undefined ? undefined : limits }
    if (admission.limits && (await inTurn(directory, () => isFull(admission)))) return 'full'
    const passage = await prepare(archive, record)
    try {
      const admitted = await inTurn(directory, () => admit(admission, passage))
      if (admitted) return await place(archive, passage)
    } catch (error) {
      await withdraw(archive, passage)
      throw error
    }
    await withdraw(archive, passage)
    return 'full'
  }
}

interface Admission {
  readonly archive: Archive
  readonly capacity: Capacity
  /** The directory of the scope's head. */
  readonly directory: string
  readonly record: TokenRecord
  readonly limits: InsertLimits | undefined
}

/** Others may be first again and again, but somebody always is. */
const MOST_TRIES = 10_000

/** Admits the record; answers whether there was room. */
async function admit(admission: Admission, passage: Passage): Promise<boolean> {
  const { archive, capacity, directory, record, limits } = admission
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const head = await readHead(archive, directory)
    if (limits && (await capacity.isFull(record, limits, head))) return false
    if (!(await advance(archive, directory, head, passage))) continue
    capacity.admitted(record)
    return true
  }
  throw new HallpassError('ERR_STORE', `others came into the scope first ${MOST_TRIES} times`)
}

/** A look before anything is written. */
async function isFull({ archive, capacity, directory, record, limits }: Admission): Promise<boolean> {
  const head = await readHead(archive, directory)
  return limits !== undefined && capacity.isFull(record, limits, head)
}

function isThere({ fs, places }: Archive, id: string): boolean {
  return fs.lstatSync(directoryOf(places, id), { throwIfNoEntry: false }) !== undefined
}

function checkId(id: string): void {
  if (!isId(id))
    throw new HallpassError('ERR_STORE', `expected an id of 16 letters and digits, got ${JSON.stringify(id)}`)
}
