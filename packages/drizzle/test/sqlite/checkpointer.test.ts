import { copyFileSync, readdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { queryObjects } from 'node:v8'
import { idOf, nextOf, recordOf } from '@hallpass/store-contract'
import type { Database } from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startCheckpointThread } from '../../src/sqlite/checkpoint-thread.js'
import { createCheckpointer, isSafeWithThread } from '../../src/sqlite/checkpointer.js'
import { newPath } from './new-path.js'
import { openClient, openStore } from './open.js'

const MEBIBYTE = 2 ** 20

describe('the checkpoints of the SQLite store', () => {
  it('keep the WAL small, however much is written', async () => {
    const path = newPath()
    const store = openStore(path)
    let record = recordOf({ metadata: { text: 'm'.repeat(2000) } })
    await store.insert(record)
    let largest = 0
    for (let round = 0; round < 20_000; round++) {
      record = nextOf(record, { attempts: [] })
      await store.replace(record)
      if (round % 100 === 0) largest = Math.max(largest, statSync(`${path}-wal`).size)
      if (round % 100 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    expect(largest).toBeGreaterThan(MEBIBYTE)
    expect(largest).toBeLessThan(64 * MEBIBYTE)
  })

  it('move what was written into the file itself', async () => {
    const path = newPath()
    const thread = threadOn(path)
    await openStore(path).insert(recordOf())
    await thread.checkpoint()
    copyFileSync(path, `${path}.copy`)
    expect(openClient(`${path}.copy`).prepare('select id from hallpass_tokens').pluck().all()).toEqual([idOf(1)])
  })

  it('keep nothing of those that were made', async () => {
    const thread = threadOn(newPath())
    const make = async (count: number) => {
      for (let number = 0; number < count; number++) await thread.checkpoint()
      return queryObjects(Promise, { format: 'count' })
    }
    const before = await make(10)
    expect((await make(300)) - before).toBeLessThan(100)
  })

  it('are refused once the thread has failed, each time', async () => {
    const thread = startCheckpointThread(newPath('missing/tokens.db'))
    for (let time = 0; time < 3; time++) await expect(thread.checkpoint()).rejects.toThrow('directory does not exist')
  })

  it.each([
    ['disturb no writer', 1, false],
    ['keep writers out for a moment where the WAL has grown, so that it begins anew', 20, true],
  ])('%s', async (_what, mebibytes, isKeptOut) => {
    const path = newPath()
    const thread = threadOn(path)
    const [writer, reader] = [openClient(path), openClient(path)]
    writer.pragma('wal_autocheckpoint = 0')
    writer.exec(`CREATE TABLE pages (page BLOB); INSERT INTO pages VALUES (zeroblob(${mebibytes * MEBIBYTE}))`)
    reader.exec('BEGIN; SELECT count(*) FROM pages')
    let met = false
    // A busy machine may stop this thread for as long as the lock is held: so more looks than one.
    for (let looks = 20; looks > 0 && !met; looks--) met = await meetsLock(writer, thread.checkpoint())
    expect(met).toBe(isKeptOut)
  })

  it('are left to SQLite where the thread cannot do them', async () => {
    const client = openClient(newPath())
    const checkpointer = createCheckpointer(client, newPath('missing/tokens.db'))
    expect(client.pragma('wal_autocheckpoint', { simple: true })).toBe(10_000)
    checkpointer.wrote(1000)
    await expect.poll(() => client.pragma('wal_autocheckpoint', { simple: true })).toBe(1000)
    checkpointer.wrote(1000)
    await checkpointer.end()
  })

  it.each([
    ['3.51.3', true],
    ['3.52.0', true],
    ['3.53.2', true],
    ['4.0.0', true],
    ['3.51.2', false],
    ['3.50.7', false],
    ['3.9.9', false],
    ['', false],
  ])('are made in a thread with SQLite %s: %s', (version, isSafe) => {
    expect(isSafeWithThread(version)).toBe(isSafe)
  })

  it('end with the store, which leaves one file behind', async () => {
    const path = newPath()
    const store = openStore(path)
    for (let number = 0; number < 600; number++) await store.insert(recordOf({ id: idOf(number) }))
    await store.close()
    expect(readdirSync(dirname(path))).toEqual(['tokens.db'])
  })
})

async function meetsLock(client: Database, checkpoint: Promise<void>): Promise<boolean> {
  let [met, isOver] = [false, false]
  const over = checkpoint.finally(() => {
    isOver = true
  })
  while (!isOver) {
    met ||= isLocked(client)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await over
  return met
}

function isLocked(client: Database): boolean {
  try {
    client.exec('BEGIN IMMEDIATE')
  } catch (error) {
    return (error as { readonly code: string }).code === 'SQLITE_BUSY'
  }
  client.exec('ROLLBACK')
  return false
}

function threadOn(path: string) {
  openClient(path).pragma('journal_mode = WAL')
  const thread = startCheckpointThread(path)
  onTestFinished(() => thread.end())
  return thread
}
