/** A record with all that finds it, in one slot. The record is written last: whatever fails before, none is without index. */
export const SHELF = `
-- 'ours' where this very call wrote it, and the client sent it twice.
local function taken(record, head)
  local there = redis.call('GET', record)
  if not there then return nil end
  if string.sub(there, 1, #head) == head then return 'ours' end
  return there
end

local function place(record, index, forget, id, text, ttl, forgetAt, entry, terms)
  redis.call('ZADD', forget, forgetAt, entry)
  for _, term in ipairs(terms) do redis.call('ZADD', index, 0, term .. id) end
  keep(forget, ttl)
  keep(index, ttl)
  redis.call('SET', record, text, 'PX', ttl)
end
`
