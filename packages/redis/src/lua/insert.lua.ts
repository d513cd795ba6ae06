import { KEEP } from './keep.lua.js'
import { LEDGER } from './ledger.lua.js'
import { script } from './script.js'
import { SHELF } from './shelf.lua.js'

/**
 * Keeps a new record, where everything is in one slot.
 *
 * KEYS: record, index, forget; where it has a grant: total, own, and the ledger of each further scope.
 * ARGV: id, head, text, ttl, forgetAt, entry, isOpen, expiresAt, past, now, total, perSubject, terms…
 */
export const INSERT = script(
  KEEP,
  LEDGER,
  SHELF,
  `
local id, head, text, ttl, forgetAt, entry, isOpen, expiresAt, past, now, total, perSubject = unpack(ARGV, 1, 12)

local there = taken(KEYS[1], head)
if there then return there == 'ours' and 'inserted' or 'taken' end
if #KEYS > 3 and (isFull(KEYS[4], total, now) or isFull(KEYS[5], perSubject, now)) then return 'full' end

if isOpen == '1' then
  for at = 4, #KEYS do enter(KEYS[at], id, expiresAt, past, ttl) end
end
place(KEYS[1], KEYS[2], KEYS[3], id, text, ttl, forgetAt, entry, {unpack(ARGV, 13)})
return 'inserted'
`,
)
