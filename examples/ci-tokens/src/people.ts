import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'
import { ANY_RESOURCE, type FurtherGrant } from '@hallpass/core'
import { repoRead, repoWrite } from './scopes.js'

/** Somebody who can sign in, and what is theirs. */
export interface Person {
  readonly name: string
  readonly grants: readonly FurtherGrant[]
  readonly roles: readonly string[]
}

/** Those who can sign in, by name and password. */
export interface People {
  signIn(name: unknown, password: unknown): Person | undefined
  /** Only this example knows: it prints it, for you to sign in. */
  readonly passwordOf: (name: string) => string
}

const EVERYBODY: readonly Person[] = [
  { name: 'ann', grants: [{ scope: repoWrite, resourceId: ANY_RESOURCE }], roles: ['builder', 'deployer'] },
  {
    name: 'bob',
    grants: [
      { scope: repoWrite, resourceId: 'shop' },
      { scope: repoRead, resourceId: 'docs' },
    ],
    roles: ['builder'],
  },
]

/** Two people, each with a new password. */
export function createPeople(): People {
  const passwords = new Map(EVERYBODY.map(({ name }) => [name, randomBytes(12).toString('base64url')]))
  const kept = new Map(EVERYBODY.map(({ name }) => [name, keep(passwords.get(name) ?? '')]))
  return {
    signIn(name, password) {
      const one = EVERYBODY.find((person) => person.name === name)
      const fits = typeof password === 'string' && (kept.get(one?.name ?? '') ?? NOBODY).fits(password)
      return fits ? one : undefined
    },
    passwordOf: (name) => passwords.get(name) ?? '',
  }
}

function keep(password: string): { fits(given: string): boolean } {
  const salt = randomBytes(16)
  const derived = scryptSync(password, salt, 32)
  return { fits: (given) => timingSafeEqual(scryptSync(given, salt, 32), derived) }
}

/** Asked about a name that nobody has, so that the answer takes as long. */
const NOBODY = keep(randomBytes(32).toString('base64url'))
