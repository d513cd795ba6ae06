import type { TokenStore } from '@hallpass/core'
import type { MapStoreParts } from '../map-store.js'

/** A store with one fault, and the case that it must fail. */
export interface Fault {
  readonly what: string
  readonly parts?: Partial<MapStoreParts>
  readonly methods?: (sound: TokenStore) => Partial<TokenStore>
  readonly caughtBy: string
}

/** Long enough for another caller to come in between. */
export const twoTicks = () => Promise.resolve().then(() => Promise.resolve())
