import { needlesOf } from './secrets.js'

/** Something that a program said, or keeps. */
export interface Place {
  readonly name: string
  readonly bytes: Buffer
  /** Whether it belongs to a store, which has digests: these are then not looked for. */
  readonly isStore: boolean
}

/** What was found, and where; empty where everything is as it should be. */
export function findSecrets(places: readonly Place[], tokens: readonly string[]): readonly string[] {
  const needles = tokens.flatMap(needlesOf)
  return places.flatMap(({ name, bytes, isStore }) => {
    const found = needles.filter((needle) => !(isStore && needle.isDigest) && bytes.includes(needle.bytes))
    return [...new Set(found.map((needle) => `${needle.name} is in ${name}`))]
  })
}
