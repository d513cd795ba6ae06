import { script } from './script.js'

/**
 * Keeps an id from being taken by a call that comes late, for a day, where there is no record. Answers whether there is none.
 *
 * KEYS: record.
 * ARGV: fence, ttl.
 */
export const FENCE_OFF = script(`
local there = redis.call('GET', KEYS[1])
if there and there ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`)
