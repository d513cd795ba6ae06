import type { TokenStatus } from '@hallpass/core'
import type { Output, World } from '../world.js'

/** A colour of the terminal's own palette. */
export type Colour = 'red' | 'green' | 'yellow' | 'dim' | 'bold'

const CODES: Readonly<Record<Colour, string>> = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33' }

/** Colours a text that holds no control characters. */
export type Paint = (colour: Colour | undefined, text: string) => string

/** Colours on a terminal whose user does not object (https://no-color.org); elsewhere the text as it is. */
export function paintFor({ env }: World, { isTTY }: Output): Paint {
  const plain = !isTTY || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb'
  return (colour, text) => (plain || colour === undefined ? text : `\u001b[${CODES[colour]}m${text}\u001b[0m`)
}

/** How a status looks. */
export const STATUS_COLOURS: Readonly<Record<TokenStatus, Colour>> = {
  pending: 'yellow',
  active: 'green',
  consumed: 'dim',
  denied: 'red',
  revoked: 'red',
  expired: 'dim',
}
