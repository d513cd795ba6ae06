import { KEEP } from './keep.lua.js'
import { script } from './script.js'
import { SHELF } from './shelf.lua.js'

/**
 * Keeps a new record in its partition; answers what is there where the id is taken.
 *
 * KEYS: record, index, forget.
 * ARGV: id, head, text, ttl, forgetAt, entry, terms…
 */
export const PLACE = script(
  KEEP,
  SHELF,
  `
local id, head, text, ttl, forgetAt, entry = unpack(ARGV, 1, 6)

local there = taken(KEYS[1], head)
if there then return there end
place(KEYS[1], KEYS[2], KEYS[3], id, text, ttl, forgetAt, entry, {unpack(ARGV, 7)})
return 'ours'
`,
)
