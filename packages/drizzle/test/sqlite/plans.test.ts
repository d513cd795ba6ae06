import type { PageQuery } from '@hallpass/core'
import { idOf, NOW, recordOf } from '@hallpass/store-contract'
import Driver, { type Database } from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { describe, expect, it, vi } from 'vitest'
import { sqliteStore } from '../../src/sqlite/index.js'
import { openClient } from './open.js'

/** What each page is found by: an index in the order of the ids, so that a page costs its own rows. */
const PAGES: readonly (readonly [query: Omit<PageQuery, 'limit'>, index: string])[] = [
  [{}, 'PRIMARY KEY (id>?)'],
  [{ state: 'active' }, 'PRIMARY KEY (id>?)'],
  [{ scope: 'flows' }, 'PRIMARY KEY (scope=? AND token_id>?)'],
  [{ scope: 'flows', state: 'active' }, 'PRIMARY KEY (scope=? AND token_id>?)'],
  [{ scope: 'flows', resourceId: 'f' }, 'hallpass_grants_resource (scope=? AND resource_id=? AND token_id>?)'],
  [
    { scope: 'flows', resourceId: 'f', state: 'closed' },
    'hallpass_grants_resource (scope=? AND resource_id=? AND token_id>?)',
  ],
  [{ subject: 'alice' }, 'hallpass_tokens_subject (subject=? AND id>?)'],
  [{ createdBy: 'bob' }, 'hallpass_tokens_creator (created_by=? AND id>?)'],
  [{ parent: idOf(1) }, 'hallpass_tokens_parent (parent=? AND id>?)'],
  [{ state: 'pending' }, 'hallpass_tokens_pending (id>?)'],
  [{ state: 'closed' }, 'hallpass_tokens_closed (id>?)'],
  [{ closedAs: 'denied' }, 'hallpass_tokens_closed (id>?)'],
  [{ scope: 'flows', state: 'pending' }, 'hallpass_tokens_pending (id>?)'],
  [{ scope: 'flows', subject: 'alice' }, 'hallpass_tokens_subject (subject=? AND id>?)'],
]

describe('the statements of the SQLite store', () => {
  it.each(PAGES)('find the page %o by an index, without sorting', async (query, index) => {
    const { client, texts } = watched()
    await sqliteStore(drizzle({ client })).page({ limit: 10, ...query })
    const plan = planOf(client, texts.at(-1) ?? '')
    expect(plan[0]).toContain(index)
    expect(plan.join()).not.toMatch(/SCAN|TEMP B-TREE/)
  })

  it('scan no table, but to count a scope for the first time', async () => {
    const { client, texts } = watched()
    sqliteStore(drizzle({ client }))
    const plans = texts.filter(isOnTables).map((text) => ({ text, plan: planOf(client, text).join('; ') }))
    expect(plans.length).toBeGreaterThan(10)
    expect(plans.filter(({ plan }) => /SCAN hallpass/.test(plan))).toEqual([])
    const sorting = plans.filter(({ plan }) => plan.includes('TEMP B-TREE')).map(({ text }) => text)
    expect(sorting.every((text) => text.includes('group by coalesce'))).toBe(true)
  })

  it('count live records from an index alone', async () => {
    const { client, texts } = watched()
    sqliteStore(drizzle({ client }))
    const counts = texts.filter((text) => text.includes('count(*)') && !text.includes('group by'))
    expect(counts.length).toBeGreaterThan(1)
    for (const text of counts)
      expect(planOf(client, text).join()).toContain('COVERING INDEX hallpass_tokens_live (scope=? AND expires_at>?')
  })

  it('are prepared once: no call prepares one again', async () => {
    const client = openClient(':memory:')
    const store = sqliteStore(drizzle({ client }))
    const record = recordOf({ uses: 9, usesLeft: 9 })
    const calls = async (version: number) => {
      await store.insert(recordOf({ id: idOf(version) }), { now: NOW, total: 99, perSubject: 99 })
      await store.insert(recordOf({ id: idOf(50 + version) }))
      await store.find(idOf(version))
      await store.replace({ ...record, id: idOf(version), version: 2 })
      await store.page({ limit: 10, scope: 'flows', state: 'active' })
      await store.count('flows', NOW)
      await store.sweep(1, 10)
    }
    await calls(1)
    const prepare = vi.spyOn(client, 'prepare')
    await calls(2)
    expect(prepare).not.toHaveBeenCalled()
  })
})

/** A connection, and the texts of what is prepared on it. */
function watched(): { readonly client: Database; readonly texts: string[] } {
  const client = new Driver(':memory:', { timeout: 0 })
  const texts: string[] = []
  const { prepare } = client
  client.prepare = ((text: string) => {
    texts.push(text)
    return prepare.call(client, text)
  }) as typeof prepare
  return { client, texts }
}

function isOnTables(text: string): boolean {
  return /^(select|insert|update|delete)/.test(text) && !/sqlite_schema|hallpass_migrations/.test(text)
}

function planOf(client: Database, text: string): readonly string[] {
  const values = [...text].filter((character) => character === '?').map(() => '')
  const rows = client.prepare(`explain query plan ${text}`).all(...values) as { readonly detail: string }[]
  return rows.map(({ detail }) => detail)
}
