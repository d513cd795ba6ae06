import { script } from './script.js'

/**
 * How many are live in a scope.
 *
 * KEYS: the ledgers of those that have it first, and of those that have it as a further one.
 * ARGV: now.
 */
export const COUNT = script(`
local live = 0
for _, key in ipairs(KEYS) do live = live + redis.call('ZCOUNT', key, '(' .. ARGV[1], '+inf') end
return live
`)
