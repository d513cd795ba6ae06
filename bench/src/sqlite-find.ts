import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTokenService } from '@hallpass/core'
import { sqliteStore } from '@hallpass/drizzle/sqlite'
import Driver from 'better-sqlite3'
import { timed, timedPlain } from './competitors.js'
import { interleave } from './interleave.js'
import { report } from './report.js'
import { flow } from './tokens-under-test.js'

/** What `find` costs beyond the bare statement: one prepared `get` of the same row, over a file of so many tokens. */
const TOKENS = Number(process.env['TOKENS'] ?? 20_000)

const directory = mkdtempSync(join(tmpdir(), 'hallpass-bench-'))
const path = join(directory, 'tokens.db')
const store = sqliteStore(path, { durability: 'process' })
const service = createTokenService({ scopes: [flow], store })

const ids: string[] = []
for (let index = 0; index < TOKENS; index++)
  ids.push((await service.mint(flow, { resourceId: `f-${index}`, subject: `user-${index % 997}` })).id)

const client = new Driver(path, { readonly: true })
client.pragma('mmap_size = 2000000000')
const objects = client.prepare('SELECT * FROM hallpass_tokens WHERE id = ?')
const rows = client.prepare('SELECT * FROM hallpass_tokens WHERE id = ?').raw()

let turn = 0
const nextId = () => ids[(turn++ * 7919) % ids.length] ?? ''

report(
  `find of one of ${TOKENS} tokens in SQLite`,
  await interleave([
    timedPlain('floor: prepared get of the row', () => objects.get(nextId()) !== undefined),
    timedPlain('floor: the same, as a list', () => rows.get(nextId()) !== undefined),
    timed('find', async () => (await store.find(nextId())) !== undefined),
    timed('find of an unknown id', async () => (await store.find('0000000000000000')) === undefined),
  ]),
)

client.close()
await service.close()
rmSync(directory, { recursive: true })
