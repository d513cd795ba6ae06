import { codeOf } from './disk/refusal.js'

/** A record that cannot be read as it was written. */
export interface DamagedRecord {
  /** The id of the record. */
  readonly id: string
  /** What is wrong, as the end of a sentence that begins with the record. */
  readonly what: string
  /** The record's directory: look there, restore it from a backup, or remove it. */
  readonly path: string
  /** What the file system threw, where it did. */
  readonly cause?: unknown
}

/** Tells of a damaged record by a process warning. */
export function warnOfDamage({ id, what, path }: DamagedRecord): void {
  process.emitWarning(`the record "${id}" ${what}`, {
    type: 'HallpassWarning',
    code: 'HALLPASS_DAMAGED_RECORD',
    detail: `It is kept in ${path}`,
  })
}

/** What is wrong with a record. Thrown while it is read, and caught where it is known whose record it is. */
export class DamageError extends Error {
  override readonly name = 'DamageError'
}

/** Reads a part of a record: where the file system refuses, the record is damaged. */
export function orDamage<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    const code = codeOf(error)
    if (code === '' || MACHINE_TROUBLES.includes(code)) throw error
    throw new DamageError(`cannot be read (${code})`, { cause: error })
  }
}

/** These say nothing about the record that was looked at. */
const MACHINE_TROUBLES = ['EMFILE', 'ENFILE', 'ENOMEM']
