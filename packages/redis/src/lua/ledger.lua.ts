/** Who is live in a scope: ids by the time of their expiry. */
export const LEDGER = `
local function live(key, now)
  return redis.call('ZCOUNT', key, '(' .. now, '+inf')
end

local function isFull(key, limit, now)
  return limit ~= '' and live(key, now) >= tonumber(limit)
end

-- What expired long ago is not counted by any clock: 'past' is a day before the record was made.
local function enter(key, id, expiresAt, past, ttl)
  redis.call('ZREMRANGEBYSCORE', key, '-inf', '(' .. past)
  redis.call('ZADD', key, 'NX', expiresAt, id)
  keep(key, ttl)
end
`
