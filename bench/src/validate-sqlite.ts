import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTokenService, defineScope } from '@hallpass/core'
import { sqliteStore } from '@hallpass/drizzle/sqlite'
import Database from 'better-sqlite3'
import { timed, timedPlain, validations } from './competitors.js'
import { digestOfValid, idOf } from './floor.js'
import { interleave } from './interleave.js'
import { report } from './report.js'
import { tokensIn } from './tokens-under-test.js'

const TOKENS = 1009

const folder = mkdtempSync(join(tmpdir(), 'hallpass-bench-'))
const path = join(folder, 'tokens.db')
const store = sqliteStore(path, { durability: 'process' })
const tokens = await tokensIn(store, TOKENS)

const client = new Database(path)
client.pragma('mmap_size = 2147483648')
const asObject = client.prepare('SELECT * FROM hallpass_tokens WHERE id = ?')
const asList = client.prepare('SELECT * FROM hallpass_tokens WHERE id = ?').raw()
const look = (statement: typeof asObject) => () => {
  const { text } = tokens.next()
  return digestOfValid(text) !== undefined && statement.get(idOf(text)) !== undefined
}
const floors = [
  timedPlain('floor: format, SHA-256, prepared get', look(asObject)),
  timedPlain('the same as a list', look(asList)),
]
report(`validate, SQLite store, ${TOKENS} tokens`, await interleave([...floors, ...(await validations(tokens))]))

const many = defineScope({ name: 'many', routes: ['POST /x'], maxTtl: '1d', uses: 1_000_000_000 })
const service = createTokenService({ scopes: [many], store })
const spent = await Promise.all(Array.from({ length: 256 }, () => service.mint(many)))
const update = client.prepare('UPDATE hallpass_tokens SET version = version + 1 WHERE id = ? AND version = ?')
client.pragma('synchronous = NORMAL')
const rows = await Promise.all(Array.from({ length: 256 }, () => service.mint(many)))
const versions = new Map(rows.map(({ id }) => [id, 1]))
let turn = 0
const guarded = timedPlain('floor: that get, and one guarded update', () => {
  const { id, token } = rows[turn++ % rows.length] as (typeof rows)[number]
  const version = versions.get(id) ?? 1
  versions.set(id, version + 1)
  return digestOfValid(token) !== undefined && asObject.get(id) !== undefined && update.run(id, version).changes === 1
})
const consuming = timed('consume', async () => {
  const { token } = spent[turn++ % spent.length] as (typeof spent)[number]
  return (await service.consume(token, { method: 'POST', target: '/x' })).ok
})
const once = defineScope({ name: 'once', routes: ['POST /x'], maxTtl: '1d', uses: 1 })
const gone = createTokenService({ scopes: [once], store })
const { token } = await gone.mint(once)
await gone.consume(token, { method: 'POST', target: '/x' })
const second = timed('a second consume', async () => !(await gone.consume(token, { method: 'POST', target: '/x' })).ok)
report('consume, SQLite store, durability "process"', await interleave([guarded, consuming, second], { rounds: 80 }))

client.close()
await store.close()
rmSync(folder, { recursive: true })
