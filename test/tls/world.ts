import { expect } from 'vitest'
import { type Authority, type Certificate, createAuthority } from '../servers/certificates.js'
import type { Outcome } from './opener.js'
import { type Opener, startOpener } from './openers.js'

/** Certificates of localhost and of others, and processes that trust their authority, or nobody more than others do. */
export interface TlsWorld {
  readonly authority: Authority
  /** Nobody trusts it. */
  readonly stranger: Authority
  /** For `localhost` and `127.0.0.1`. */
  readonly right: Certificate
  /** For `localhost` alone. */
  readonly byName: Certificate
  /** By the same authority, for another host. */
  readonly misnamed: Certificate
  /** The right names, by the stranger. */
  readonly unknown: Certificate
  /** It was right until yesterday. */
  readonly expired: Certificate
  readonly trusting: Opener
  readonly wary: Opener
  readonly end: () => void
}

/** What stands in the URLs, and in no error. */
export const PASSWORD = 'correct-horse'

/** A token was minted in the store, and used as often as it may be. */
export const USED = expect.objectContaining({ uses: ['ok', 'consumed'], error: '' })

/** Makes them. End it after the tests. */
export async function createTlsWorld(openssl: string): Promise<TlsWorld> {
  const authority = createAuthority(openssl, 'authority of the tests')
  const stranger = createAuthority(openssl, 'authority that nobody knows')
  const names = ['DNS:localhost', 'IP:127.0.0.1']
  const [trusting, wary] = await Promise.all([startOpener(authority.file), startOpener()])
  return {
    authority,
    stranger,
    right: authority.issue(names),
    byName: authority.issue(['DNS:localhost']),
    misnamed: authority.issue(['DNS:other.example']),
    unknown: stranger.issue(names),
    expired: authority.issue(names, -1),
    trusting,
    wary,
    end: () => {
      for (const part of [authority, stranger, trusting, wary]) part.end()
    },
  }
}

/** Expects that a store was refused with a text, in time, and that nothing that can be seen has the password. */
export function expectRefused(outcome: Outcome, code: 'ERR_STORE' | 'ERR_OPTIONS', text: string): void {
  expect(outcome).toMatchObject({ uses: [], code, error: expect.stringContaining(text) })
  expect(outcome.milliseconds).toBeLessThan(IN_TIME)
  expect(outcome.shown).not.toContain(PASSWORD)
}

/** The store's own times are 2 seconds and 5; the machine may be busy. */
const IN_TIME = 15_000
