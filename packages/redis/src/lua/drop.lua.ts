import { script } from './script.js'

/**
 * Forgets a record with all that finds it, if it is still due. Answers 1 where there was a record.
 *
 * KEYS: record, index, forget; where everything is in one slot: its ledgers.
 * ARGV: id, entry, before, whether only what the server let go of is dropped, terms…
 */
export const DROP = script(`
local id, entry, before, onlyGone = unpack(ARGV, 1, 4)

local forgetAt = redis.call('ZSCORE', KEYS[3], entry)
if not forgetAt or tonumber(forgetAt) >= tonumber(before) then return 0 end
if onlyGone == '1' and redis.call('EXISTS', KEYS[1]) == 1 then return 0 end

local dropped = redis.call('DEL', KEYS[1])
for at = 4, #KEYS do redis.call('ZREM', KEYS[at], id) end
for at = 5, #ARGV do redis.call('ZREM', KEYS[2], ARGV[at] .. id) end
redis.call('ZREM', KEYS[3], entry)
return dropped
`)
