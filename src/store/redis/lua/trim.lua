-- Removes the samples of one patient that were received before an instant. A script, because both lists must lose the
-- same entries in one step.
--
-- KEYS[1]  list     data
-- KEYS[2]  list     timestamp
-- KEYS[3]  hash     health: its field clockOffsetMs tells how far the clock behind the timestamps is ahead of the store's
-- ARGV[1]  decimal  the instant on the store's clock, Unix seconds
--
-- Returns how many samples were removed; or a string that says why the patient was refused.

for i = 1, 2 do
  local refused = refuse_list(KEYS[i])
  if refused then return refused end
end

local function offset_seconds()
  if type_of(KEYS[3]) ~= 'hash' then return 0 end
  local text = redis.call('HGET', KEYS[3], 'clockOffsetMs')
  return (text and #text < 20 and tonumber(text) or 0) / 1000
end

local length = math.min(redis.call('LLEN', KEYS[1]), redis.call('LLEN', KEYS[2]))
local count = count_before(KEYS[2], length, tonumber(ARGV[1]) + offset_seconds())
if count > 0 then
  redis.call('LTRIM', KEYS[1], count, -1)
  redis.call('LTRIM', KEYS[2], count, -1)
end
return count
