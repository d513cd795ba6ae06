import { NOW, recordOf } from '@hallpass/store-contract'
import { describe, expect, it } from 'vitest'
import { nextRows } from '../../src/sqlite/sweep.js'
import { copyToken } from './copy-token.js'
import { newPath } from './new-path.js'
import { openClient, openStore } from './open.js'

describe('a sweep of the SQLite store', () => {
  it('is done in slices, between which others write', async () => {
    const store = await storeWithDue(3000)
    let isOver = false
    const swept = store.sweep(NOW, 10_000).finally(() => {
      isOver = true
    })
    let others = 0
    for (; !isOver; others++) {
      await store.insert(recordOf({ id: `other-${others}` }))
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await swept).toBe(3000)
    expect(others).toBeGreaterThan(20)
    expect(await store.page({ limit: 10_000 })).toHaveLength(others)
  })

  it('stops at its limit, inside a slice', async () => {
    const store = await storeWithDue(200)
    expect(await store.sweep(NOW, 33)).toBe(33)
    expect(await store.sweep(NOW, 0)).toBe(0)
    expect(await store.page({ limit: 1000 })).toHaveLength(167)
  })

  it('G4 is shared by several processes without counting a record twice', async () => {
    const path = newPath()
    const stores = [openStore(path), openStore(path), openStore(path)]
    await fill(path, 1000)
    const counts = await Promise.all(stores.map((store) => store.sweep(NOW, 10_000)))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1000)
  })

  it.each([
    ['twice as many after a quick slice', 32, 0.1, 64],
    ['as many as fit after one that was about right', 50, 2.5, 40],
    ['as few as fit after a slow one', 1000, 40, 50],
    ['never more than 1024', 1000, 0.1, 1024],
    ['never fewer than 8', 10, 500, 8],
  ])('takes %s', (_what, rows, took, next) => {
    expect(nextRows(rows, took)).toBe(next)
  })
})

async function storeWithDue(count: number) {
  const path = newPath()
  const store = openStore(path)
  await fill(path, count)
  return store
}

/** Records whose time is over, and nothing else. */
async function fill(path: string, count: number): Promise<void> {
  await openStore(path).insert(recordOf({ id: 'seed', forgetAt: 1 }))
  const client = openClient(path)
  copyToken(client, 'seed', count)
  client.exec(`DELETE FROM hallpass_tokens WHERE id = 'seed'`)
}
