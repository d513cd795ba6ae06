import { script } from './script.js'

/**
 * Puts the next version of a record over the one before, and over no other.
 *
 * KEYS: record, index; where it is closed and everything is in one slot: the ledgers that it leaves.
 * ARGV: id, head, text, version before, letter of the state, term of pending records.
 */
export const REPLACE = script(`
local id, head, text, before, letter, pending = unpack(ARGV)

local there = redis.call('GET', KEYS[1])
if not there then return 0 end
if string.sub(there, 1, #head) == head then return 1 end
local version, was = string.match(there, '^(%d+) %S+ (%a)')
if version ~= before then return 0 end

if letter == 'p' and was ~= 'p' then redis.call('ZADD', KEYS[2], 0, pending .. id) end
redis.call('SET', KEYS[1], text, 'KEEPTTL')
if was == 'p' and letter ~= 'p' then redis.call('ZREM', KEYS[2], pending .. id) end
for at = 3, #KEYS do redis.call('ZREM', KEYS[at], id) end
return 1
`)
