import { hash } from 'node:crypto'
import { hasChecksum } from '../../packages/core/src/token/checksum.js'

const SHAPE = /^hp_[A-Za-z0-9]{54}$/

/** What every check of a presented text costs at the least: its format, and one digest. `undefined` where the format is wrong. */
export function digestOfValid(text: string): string | undefined {
  return SHAPE.test(text) && hasChecksum(text) ? hash('sha256', text, 'base64url') : undefined
}

/** The public id in a text. */
export const idOf = (text: string): string => text.slice(3, 19)
