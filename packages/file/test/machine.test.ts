import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, lstatSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { closedOf, idOf, nextOf, recordOf } from '@hallpass/store-contract'
import { describe, expect, it } from 'vitest'
import { fileStore } from '../src/index.js'
import { placesIn } from '../src/places.js'
import { bundledChild } from './child/bundle.js'
import { type Child, raceChildren, startChild, startLimitedChild } from './child/child.js'
import { NOBODY } from './child/tasks.js'
import { damageList, expectRecord, idsIn } from './expectations.js'
import { newDirectory } from './new-directory.js'

const program = bundledChild()

async function storeOfOne() {
  const directory = newDirectory()
  const store = fileStore(directory)
  await store.insert(recordOf())
  return { directory, store }
}

/** What a child tells of its calls. */
async function outcomesOf(child: Child): Promise<readonly string[]> {
  const [outcomes = []] = await raceChildren<readonly string[]>([child])
  return outcomes
}

/** Gives everything under a path to the user that the child becomes, with the modes for directories and files. */
function handOver(path: string, directoryMode: number, fileMode: number): void {
  const isDirectory = lstatSync(path).isDirectory()
  if (isDirectory) for (const name of readdirSync(path)) handOver(join(path, name), directoryMode, fileMode)
  if (process.getuid?.() === 0) chownSync(path, NOBODY, NOBODY)
  chmodSync(path, isDirectory ? directoryMode : fileMode)
}

describe('G2 a machine that', () => {
  it('lets no large file be written fails those writes alone', async () => {
    const { directory, store } = await storeOfOne()
    const told = await outcomesOf(startLimitedChild('ulimit -f 16', program(), 'writeTooMuch', directory))
    const refused = 'ERR_STORE: a file of the file store would be larger than this process may write'
    expect(told).toEqual(['inserted', refused, refused, refused, '1', 'true'])
    const { found, onDamaged } = damageList()
    expect(await idsIn(fileStore(directory, { onDamaged }))).toEqual([idOf(1), idOf(2)])
    expect(found).toEqual([])
    expect(readdirSync(placesIn(directory).scratch)).toEqual([])
    await expectRecord(store, nextOf(recordOf()))
  })

  it('lets nothing be written leaves the store readable', async () => {
    const { directory } = await storeOfOne()
    handOver(dirname(directory), 0o500, 0o400)
    const told = await outcomesOf(startChild(program(), 'callAll', directory))
    const denied = 'ERR_STORE: the file store may not be read or written by this process: permission denied'
    expect(told).toEqual([denied, denied, denied, '1', '1', '1'])
    handOver(dirname(directory), 0o700, 0o600)
  })

  it('lets nothing be read fails every call', async () => {
    const { directory } = await storeOfOne()
    handOver(directory, 0o000, 0o000)
    handOver(dirname(directory), 0o000, 0o000)
    const told = await outcomesOf(startChild(program(), 'callAll', directory))
    const denied = 'ERR_STORE: the file store may not be read or written by this process: permission denied'
    expect(told).toEqual(Array(6).fill(denied))
    chmodSync(dirname(directory), 0o700)
    handOver(dirname(directory), 0o700, 0o600)
  })
})

describe('G9 a process that is stopped before it puts a version in place', () => {
  it('does not put it in place of a later one', async () => {
    const { directory, store } = await storeOfOne()
    const child = startChild(program(), 'stallBeforeLink', directory)
    await child.ready
    child.begin()
    await stopped(child)
    const used = nextOf(recordOf(), { usesLeft: 0 })
    expect(await store.replace(used)).toBe(true)
    expect(await store.replace(nextOf(used))).toBe(true)
    child.process.kill('SIGCONT')
    expect(await child.result()).toBe(false)
    await expectRecord(store, nextOf(used))
  })

  it('puts it in place where nobody was first', async () => {
    const { directory, store } = await storeOfOne()
    const child = startChild(program(), 'stallBeforeLink', directory)
    await child.ready
    child.begin()
    await stopped(child)
    await expectRecord(store, recordOf())
    child.process.kill('SIGCONT')
    expect(await child.result()).toBe(true)
    await expectRecord(store, closedOf(recordOf()))
  })
})

/** Resolves when the process stands still. */
async function stopped({ process: child, told }: Child): Promise<void> {
  while (!told.includes('stalls') || !stateOf(child.pid).startsWith('T'))
    await new Promise((resolve) => setImmediate(resolve))
}

function stateOf(pid: number | undefined): string {
  return execFileSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' }).trim()
}
