/** Lets a key live at least so long. It is set an hour ahead, so that not every call has to write. */
export const KEEP = `
local function keep(key, ttl)
  if redis.call('PTTL', key) < tonumber(ttl) then
    redis.call('PEXPIRE', key, string.format('%.0f', tonumber(ttl) + 3600000))
  end
end
`
