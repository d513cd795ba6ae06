import { HallpassError } from '@hallpass/core'
import { closedOf, idOf, NOW, nextOf, recordOf } from '@hallpass/store-contract'
import { fileStoreOn } from '../../src/file-store.js'
import { fileStore } from '../../src/index.js'
import { hookedFileSystem } from '../hooked-file-system.js'
import { few, often, once, serviceOn } from './service.js'
import { tell } from './tell.js'

/** What a child process can do. */
export type Tasks = typeof tasks

export const tasks = {
  mintMany,
  useAll,
  mintWithin,
  replaceAll,
  mintAndUse,
  stallBeforeLink,
  writeTooMuch,
  callAll,
}

/** Mints so many tokens, several at once; gives their ids. */
async function mintMany(directory: string, count: number): Promise<readonly string[]> {
  const { service } = serviceOn(directory, { durability: 'process' })
  const ids: string[] = []
  while (ids.length < count) {
    const minted = await Promise.all(Array.from({ length: 10 }, () => service.mint(once)))
    ids.push(...minted.map(({ id }) => id))
  }
  return ids
}

/** Uses each token once more; gives how many uses went well. */
async function useAll(directory: string, tokens: readonly string[]): Promise<number> {
  const { service } = serviceOn(directory, { durability: 'process' })
  let uses = 0
  for (const token of tokens)
    for (const scope of [once, often]) if ((await insisting(() => service.consume(token, { scope }))).ok) uses++
  return uses
}

/** Asks again where others were first too often: nothing has happened then. */
async function insisting<T>(ask: () => Promise<T>): Promise<T> {
  for (;;)
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof HallpassError && error.code === 'ERR_CONTENTION')) throw error
    }
}

/** Mints in a scope with limits as often as it goes, and a few times more; gives how many there were. */
async function mintWithin(directory: string, subject: string, attempts: number): Promise<number> {
  const { service } = serviceOn(directory, { durability: 'process' })
  const mints = Array.from({ length: attempts }, () => service.mint(few, { subject }).then(succeeded, refused))
  return (await Promise.all(mints)).filter(Boolean).length
}

const succeeded = () => true

function refused(error: unknown): false {
  if (error instanceof HallpassError && error.code === 'ERR_MAX_LIVE') return false
  throw error
}

/** Tries to put each version of a record in place; gives those where it was the one. */
async function replaceAll(directory: string, versions: number, rival: string): Promise<readonly number[]> {
  const store = fileStore(directory, { durability: 'process' })
  const won: number[] = []
  for (let version = 1; version < versions; version++)
    if (await store.replace(nextOf(recordOf({ version }), { attempts: [rival] }))) won.push(version + 1)
    else while (((await store.find(recordOf().id))?.version ?? 0) <= version) await tell('waits')
  return won
}

/** Mints and uses tokens without end, and tells each time when it is done. */
async function mintAndUse(directory: string, durability: 'machine' | 'process'): Promise<void> {
  const { service } = serviceOn(directory, { durability })
  for (;;) {
    const { id, token } = await service.mint(once)
    await tell({ minted: { id, token } })
    const { ok } = await service.consume(token, { scope: once })
    await tell(ok ? { used: id } : { failed: id })
  }
}

/** Stops before a version is put in place, until somebody lets it go on; tells what came of it. */
async function stallBeforeLink(directory: string): Promise<boolean> {
  const fs = hookedFileSystem(({ name, path }, proceed) =>
    name === 'link' && !path.includes('~') ? tell('stalls').then(stopHere).then(proceed) : proceed(),
  )
  return fileStoreOn(fs, directory).replace(closedOf(recordOf()))
}

/** Writes what is larger than a file may be here; tells what each call came to. */
async function writeTooMuch(directory: string): Promise<readonly string[]> {
  const store = fileStore(directory)
  const large = { large: 'x'.repeat(100_000) }
  return outcomes([
    () => store.insert(recordOf({ id: idOf(2) })),
    () => store.insert(recordOf({ id: idOf(3), metadata: large })),
    () => store.insert(recordOf({ id: idOf(4), metadata: large }), { now: NOW, total: 9 }),
    () => store.replace(nextOf(recordOf({ metadata: large }))),
    () => store.find(idOf(1)).then((record) => record?.version),
    () => store.replace(nextOf(recordOf())),
  ])
}

function stopHere(): void {
  process.kill(process.pid, 'SIGSTOP')
}

/** Calls everything, as a user who may not do everything; tells what each call came to. */
async function callAll(directory: string): Promise<readonly string[]> {
  if (process.getuid?.() === 0) process.setuid?.(NOBODY)
  const store = fileStore(directory)
  return outcomes([
    () => store.insert(recordOf({ id: idOf(2) })),
    () => store.replace(nextOf(recordOf())),
    () => store.sweep(NOW * 2, 9),
    () => store.find(idOf(1)).then((record) => record?.version),
    () => store.page({ limit: 9 }).then((page) => page.length),
    () => store.count('flows', NOW),
  ])
}

/** Root may do everything: children that are to be refused are nobody. */
export const NOBODY = 65_534

async function outcomes(calls: readonly (() => Promise<unknown>)[]): Promise<readonly string[]> {
  const told: string[] = []
  for (const call of calls) told.push(await call().then(String, textOfFailure))
  return told
}

function textOfFailure(error: unknown): string {
  return error instanceof HallpassError
    ? `${error.code}: ${error.message}`
    : `not a failure of a store: ${String(error)}`
}
