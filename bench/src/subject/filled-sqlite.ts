import { randomBytes } from 'node:crypto'
import { createTokenService } from '@hallpass/core'
import { sqliteStore } from '@hallpass/drizzle/sqlite'
import Database from 'better-sqlite3'
import { checksum } from '../../../packages/core/src/token/checksum.js'
import { createDigester } from '../../../packages/core/src/token/digest.js'
import { createId, createSecret } from '../../../packages/core/src/token/id.js'
import { flow, type TokenUnderTest, underTest } from '../tokens-under-test.js'

/** How many tokens are kept to be asked for. */
const ASKED = 16_381

export interface Filling {
  readonly path: string
  readonly count: number
  /** Milliseconds from now at which a record's time is up. */
  readonly expiresIn: (index: number) => number
}

/**
 * Fills an SQLite file with so many live tokens, in one transaction: minting a million through the service would wait a
 * million times. The first is minted, the others are its rows with ids, secrets and resources of their own. Answers a
 * sample, evenly spread.
 */
export async function fillSqlite({ path, count, expiresIn }: Filling): Promise<readonly TokenUnderTest[]> {
  const store = sqliteStore(path, { durability: 'process' })
  const { id } = await createTokenService({ scopes: [flow], store }).mint(flow, { resourceId: 'template' })
  await store.close()
  const client = new Database(path)
  client.pragma('synchronous = OFF')
  const sample = client.transaction(() => copies(client, id, count, expiresIn))()
  client.pragma('wal_checkpoint(TRUNCATE)')
  client.close()
  return sample
}

function copies(
  client: Database.Database,
  template: string,
  count: number,
  expiresIn: Filling['expiresIn'],
): readonly TokenUnderTest[] {
  const row = client.prepare<[string], Row>('SELECT * FROM hallpass_tokens WHERE id = ?').get(template) as Row
  const names = Object.keys(row)
  const insert = client.prepare(`INSERT INTO hallpass_tokens (${names}) VALUES (${names.map((name) => `@${name}`)})`)
  const digester = createDigester(undefined)
  const sample: TokenUnderTest[] = []
  const every = Math.max(1, Math.floor(count / ASKED))
  for (let index = 0; index < count; index++) {
    const id = createId(row.created_at + index, randomBytes)
    const secret = createSecret(randomBytes)
    const expires_at = row.created_at + expiresIn(index)
    const forget_at = expires_at + (row.forget_at - row.expires_at)
    const { digest } = digester.digest({ id, secret })
    insert.run({ ...row, id, digest, expires_at, forget_at, resource_id: `f-${index}` })
    const text = `hp_${id}${secret}`
    if (index % every === 0) sample.push(underTest(text + checksum(text), `f-${index}`))
  }
  return sample
}

interface Row {
  readonly created_at: number
  readonly expires_at: number
  readonly forget_at: number
}
