import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { sqliteStore } from '@hallpass/drizzle/sqlite'
import { NOW } from '@hallpass/store-contract'
import Driver from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { newDirectory } from '../new-directory.js'
import { startChild } from './child.js'
import type { Acknowledged } from './writer.js'

/** A hundred kills in CI; fewer where somebody waits. */
const ROUNDS = process.env['HALLPASS_CI'] === '1' ? 10 : 2
const WRITERS = 10

describe('a SQLite database whose writers are killed', () => {
  it('G4 is intact, has all that was answered for, and counts right, however often', {
    timeout: 600_000,
  }, async () => {
    const path = `${newDirectory()}/tokens.db`
    const told: Acknowledged[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const writers = await Promise.all(
        Array.from({ length: WRITERS }, (_, writer) =>
          startChild('./writer.ts', [path, `${round * WRITERS + writer}`]),
        ),
      )
      await Promise.all(writers.map((writer, index) => killAfter(writer, 1 + ((round * 7 + index * 3) % 23), told)))
      checkIntact(path)
    }
    expect(told.length).toBeGreaterThan(ROUNDS * WRITERS)
    await checkKept(path, told)
  })
})

/** Kills a process the moment it has told so many answers; what it told before it died counts too. */
async function killAfter(writer: ChildProcess, answers: number, told: Acknowledged[]): Promise<void> {
  expect(writer.exitCode).toBeNull()
  const ended = once(writer, 'close')
  let count = 0
  writer.on('message', (message: Acknowledged) => {
    told.push(message)
    count++
    if (count === answers) writer.kill('SIGKILL')
  })
  await ended
}

function checkIntact(path: string): void {
  const client = new Driver(path, { timeout: 100 })
  const value = (sql: string) => client.prepare(sql).pluck().get()
  expect(client.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(value('select count(*) from hallpass_grants')).toBe(value('select count(*) from hallpass_tokens'))
  expect(value('select live from hallpass_live')).toBe(
    value("select count(*) from hallpass_tokens where state <> 'closed'"),
  )
  expect(value('select sum(live) from hallpass_live_subjects')).toBe(value('select live from hallpass_live'))
  client.close()
}

async function checkKept(path: string, told: readonly Acknowledged[]): Promise<void> {
  const store = sqliteStore(path)
  for (const { inserted, consumed } of told) {
    const found = await store.find(inserted ?? consumed ?? '')
    expect(found).toBeDefined()
    if (consumed !== undefined) expect(found?.closedAs).toBe('consumed')
  }
  expect(await store.count('flows', NOW)).toBeGreaterThan(0)
  await store.close()
}
