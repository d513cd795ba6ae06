import { join } from 'node:path'
import { memoryStore, type TokenService } from '@hallpass/core'
import { sqliteStore } from '@hallpass/drizzle/sqlite'
import Database from 'better-sqlite3'
import { digestOfValid, idOf } from '../floor.js'
import { signedTokens } from '../peers/claims.js'
import { temporaryFolder } from '../subject/temporary.js'
import { type TokenUnderTest, tokensIn } from '../tokens-under-test.js'

/** What a server checks tokens against, and the tokens that its clients send. */
export interface Subject {
  readonly service: TokenService
  readonly tokens: readonly TokenUnderTest[]
  /** The control: format, digest and a bare look-up, and nothing of hallpass. */
  readonly isKnown: (authorization: string | undefined) => boolean
}

const TOKENS = 1009
export const PATH = '/api/oauth/flows/:flowId'

export async function subjectIn(place: 'memory' | 'sqlite'): Promise<Subject> {
  const folder = temporaryFolder()
  process.once('exit', folder.remove)
  const path = join(folder.path, 'tokens.db')
  const store = place === 'sqlite' ? sqliteStore(path, { durability: 'process' }) : memoryStore()
  const { service, all } = await tokensIn(store, TOKENS)
  const look = place === 'sqlite' ? lookInFile(path) : lookInMap(all)
  return { service, tokens: all, isKnown: (authorization) => look(authorization?.slice('Bearer '.length) ?? '') }
}

/** The same paths, with signed tokens in place of ours. */
export async function signedSubject(): Promise<readonly TokenUnderTest[]> {
  const texts = await signedTokens()
  return texts.map((text, index) => ({ text, request: { method: 'GET', target: `/api/oauth/flows/f-${index}` } }))
}

function lookInMap(all: readonly TokenUnderTest[]): (text: string) => boolean {
  const digests = new Map(all.map(({ text }) => [idOf(text), digestOfValid(text)]))
  return (text) => {
    const digest = digestOfValid(text)
    return digest !== undefined && digest === digests.get(idOf(text))
  }
}

function lookInFile(path: string): (text: string) => boolean {
  const client = new Database(path)
  client.pragma('mmap_size = 2147418112')
  const statement = client.prepare('SELECT * FROM hallpass_tokens WHERE id = ?')
  return (text) => digestOfValid(text) !== undefined && statement.get(idOf(text)) !== undefined
}
