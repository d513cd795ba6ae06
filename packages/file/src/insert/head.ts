import { hash } from 'node:crypto'
import { HallpassError } from '@hallpass/core'
import type { Archive } from '../archive.js'
import { codeOf, refusalOf } from '../disk/refusal.js'
import { newNonce } from '../nonce.js'
import { type Passage, passageNamed } from '../passage.js'
import { moveIn } from './arrival.js'

/**
 * The head of a scope: a file in the scope's directory, whose name tells how many records were admitted to the scope, and
 * which was the last. Who admits one renames it to the name that follows. Of all who saw the same head one can, since the
 * name is gone for the others, and no name comes again: a compare-and-set that needs no lock, and that nobody can hold.
 */
export interface Head {
  readonly path: string
  /** Tells this head from one that somebody removed, whose numbers were other ones. */
  readonly nonce: string
  readonly number: number
}

/** The directory of the scope's head; `undefined` is the scope of records without a grant. */
export function headDirectory({ places }: Archive, scope: string | undefined): string {
  return `${places.scopes}/${hash('sha256', JSON.stringify(scope ?? null), 'hex').slice(0, 32)}`
}

/**
 * Reads the head, and makes one where there is none. The record that was admitted last may still be on its way to its place,
 * by a process that is stalled or dead: it is put there, so that whoever counts counts it.
 * @throws HallpassError `ERR_STORE` where something else is in the place of the head
 */
export async function readHead(archive: Archive, directory: string): Promise<Head> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const name = latestName(archive, directory)
    const { number, nonce, passage } = partsOf(name)
    if (passage !== '') await helpIn(archive, passageNamed(passage))
    if (number !== NONE) return { path: `${directory}/${name}`, nonce, number }
    await createHead(archive, directory)
  }
  throw new HallpassError(
    'ERR_STORE',
    'the head of a scope in the file store was replaced; remove the directory "scopes"',
  )
}

/** Admits a record after this head; answers whether nobody was first. */
export async function advance({ fs }: Archive, directory: string, head: Head, { name }: Passage): Promise<boolean> {
  const next = `${directory}/${head.number + 1}-${head.nonce}.${name}`
  return (await refusalOf(fs.rename(head.path, next), 'ENOENT')) === undefined
}

const MOST_TRIES = 100

/** While it is renamed, a directory may show both names of the head, or none. */
function latestName({ fs }: Archive, directory: string): string {
  try {
    const names = fs.readdirSync(directory)
    return names.reduce((latest, name) => (partsOf(name).number > partsOf(latest).number ? name : latest), '')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return ''
    throw error
  }
}

const NONE = -1

/** `<number>-<nonce>`, and behind a dot what was admitted last. */
function partsOf(name: string) {
  const [, number = NONE, nonce = '', passage = ''] = /^(\d+)-(\w+)(?:\.(.*))?$/.exec(name) ?? []
  return { number: Number(number), nonce, passage }
}

async function helpIn(archive: Archive, passage: Passage): Promise<void> {
  const aside = `${archive.places.scratch}/${passage.name}`
  if (archive.fs.lstatSync(aside, { throwIfNoEntry: false })) await moveIn(archive, passage)
}

/** Renames a new directory to its place, which fails where one with a head is. */
async function createHead({ fs, disk, places }: Archive, directory: string): Promise<void> {
  const nonce = newNonce()
  const aside = `${places.scratch}/head-${nonce}`
  await disk.makeDirectory(aside)
  await disk.writeNew(`${aside}/0-${nonce}`, '', aside)
  const refusal = await disk.within(places.scopes, () => refusalOf(fs.rename(aside, directory), 'ENOTEMPTY', 'EEXIST'))
  if (refusal) await disk.removeTree(aside)
}
