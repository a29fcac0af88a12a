-- Removes the samples of one patient that were received before an instant, by binary search: both lists in one step.
-- A timestamp that cannot be read counts as the next one that can; with none near, it is kept.
--
-- KEYS[1] list  data
-- KEYS[2] list  timestamp
-- KEYS[3] hash  health: how far the clock that wrote the timestamps is ahead of the store's
-- ARGV[1] number  Unix seconds of the store's clock
--
-- Returns how many were removed, or a string: why it was refused.

local LOOK_AHEAD = 32

local function type_of(key)
  local reply = redis.call('TYPE', key)
  if type(reply) == 'table' then return reply.ok end
  return reply
end

for i = 1, 2 do
  local key = KEYS[i]
  local held = type_of(key)
  if held ~= 'none' and held ~= 'list' then return key .. ' is a ' .. held .. ', not a list' end
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
  while not at and probe + 1 < math.min(high, middle + LOOK_AHEAD) do
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
