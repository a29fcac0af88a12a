-- Removes the samples of one patient that were received before an instant. A script, because both lists must lose the
-- same entries in one step. The instant is found by binary search, which reads few entries of a long list. An unreadable
-- timestamp counts as the next readable one; when none is near, it counts as later.
--
-- KEYS[1]  list     data
-- KEYS[2]  list     timestamp
-- KEYS[3]  hash     health: its field clockOffsetMs tells how far the clock behind the timestamps is ahead of the store's
-- ARGV[1]  decimal  the instant on the store's clock, Unix seconds
--
-- Returns how many samples were removed; or a string that says why the patient was refused.

local MAX_LOOK_AHEAD = 32 -- unreadable timestamps in a row that are skipped

local function type_of(key)
  local reply = redis.call('TYPE', key)
  if type(reply) == 'table' then return reply.ok end
  return reply
end

for i = 1, 2 do
  local key = KEYS[i]
  local found = type_of(key)
  if found ~= 'none' and found ~= 'list' then return key .. ' is a ' .. found .. ', not a list' end
end

local function seconds_at(index)
  local text = redis.call('LINDEX', KEYS[2], index)
  if not text or #text > 32 then return nil end
  if not (string.find(text, '^%d+$') or string.find(text, '^%d+%.%d+$')) then return nil end
  return tonumber(text)
end

local function offset_seconds()
  if type_of(KEYS[3]) ~= 'hash' then return 0 end
  local text = redis.call('HGET', KEYS[3], 'clockOffsetMs')
  return (text and #text < 20 and tonumber(text) or 0) / 1000
end

local before = tonumber(ARGV[1]) + offset_seconds()
local low, high = 0, math.min(redis.call('LLEN', KEYS[1]), redis.call('LLEN', KEYS[2]))
while low < high do
  local middle = math.floor((low + high) / 2)
  local probe, at = middle, seconds_at(middle)
  while not at and probe + 1 < math.min(high, middle + MAX_LOOK_AHEAD) do
    probe = probe + 1
    at = seconds_at(probe)
  end
  if at and at < before then low = probe + 1 else high = middle end
end

if low > 0 then
  redis.call('LTRIM', KEYS[1], low, -1)
  redis.call('LTRIM', KEYS[2], low, -1)
end
return low
