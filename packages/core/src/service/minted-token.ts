import type { TokenRecord } from '../record/record.js'
import type { MintedToken } from './mint-types.js'

/** Texts are kept beside the objects and not in them: `inspect`, JSON and copies have nothing to show. */
const texts = new WeakMap<object, string>()

const prototype = Object.create(Object.prototype, {
  token: {
    get(this: object) {
      return texts.get(this)
    },
  },
})

export function createMintedToken({ id, expiresAt }: TokenRecord, text: string): MintedToken {
  const minted = Object.assign(Object.create(prototype), { id, expiresAt: new Date(expiresAt) })
  texts.set(minted, text)
  return Object.freeze(minted)
}
