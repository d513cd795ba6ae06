import { KEEP } from './keep.lua.js'
import { LEDGER } from './ledger.lua.js'
import { script } from './script.js'

/**
 * Takes a place in a scope, where there is one. Who has a place already keeps it.
 *
 * KEYS: total and own; or the ledger of a further scope.
 * ARGV: id, expiresAt, past, ttl, now, total, perSubject.
 */
export const ADMIT = script(
  KEEP,
  LEDGER,
  `
local id, expiresAt, past, ttl, now, total, perSubject = unpack(ARGV)

local isThere = redis.call('ZSCORE', KEYS[1], id)
if not isThere and (isFull(KEYS[1], total, now) or (KEYS[2] and isFull(KEYS[2], perSubject, now))) then return 0 end
for _, key in ipairs(KEYS) do enter(key, id, expiresAt, past, ttl) end
return 1
`,
)
