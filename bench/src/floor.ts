import { hash } from 'node:crypto'
import { checksum } from '../../packages/core/src/token/checksum.js'

const SHAPE = /^hp_[A-Za-z0-9]{54}$/

/** What every check of a presented text costs at the least: its format, and one digest. `undefined` where the format is wrong. */
export function digestOfValid(text: string): string | undefined {
  if (!SHAPE.test(text) || checksum(text.slice(0, -6)) !== text.slice(-6)) return undefined
  return hash('sha256', text, 'base64url')
}

/** The public id in a text. */
export const idOf = (text: string): string => text.slice(3, 19)
