import { idOf, nameOf } from './places.js'

/** A record that is not in its place: it has not come yet, or it was swept. */
export interface Passage {
  readonly id: string
  readonly nonce: string
  /** `<id>.<nonce>`: what its directory is called meanwhile, and what its card begins with. */
  readonly name: string
}

/** The passage of a record. */
export function passageOf(id: string, nonce: string): Passage {
  return { id, nonce, name: `${nameOf(id)}.${nonce}` }
}

/** The passage of this name. */
export function passageNamed(name: string): Passage {
  const [id = '', nonce = ''] = name.split('.')
  return { id: idOf(id), nonce, name }
}
