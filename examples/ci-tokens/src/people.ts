import { randomBytes, scrypt, scryptSync, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
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
  /** @throws TooManySignIns while as many passwords are tried as may be */
  signIn(name: unknown, password: unknown): Promise<Person | undefined>
  /** Only this example knows: it prints it, for you to sign in. */
  readonly passwordOf: (name: string) => string
}

/** Somebody else's turn: try again later. */
export class TooManySignIns extends Error {}

/** Each takes a core and 16 MiB for a while, and a thread of those that the rest of the process shares. */
const MOST_AT_A_TIME = 2

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
  let tried = 0
  return {
    async signIn(name, password) {
      if (typeof password !== 'string') return undefined
      if (tried >= MOST_AT_A_TIME) throw new TooManySignIns()
      const one = EVERYBODY.find((person) => person.name === name)
      tried++
      const fits = await (kept.get(one?.name ?? '') ?? NOBODY).fits(password).finally(() => tried--)
      return fits ? one : undefined
    },
    passwordOf: (name) => passwords.get(name) ?? '',
  }
}

const derive = promisify<string, Buffer, number, Buffer>(scrypt)

function keep(password: string): { fits(given: string): Promise<boolean> } {
  const salt = randomBytes(16)
  const derived = scryptSync(password, salt, 32)
  return { fits: async (given) => timingSafeEqual(await derive(given, salt, 32), derived) }
}

/** Asked about a name that nobody has, so that the answer takes as long. */
const NOBODY = keep(randomBytes(32).toString('base64url'))
