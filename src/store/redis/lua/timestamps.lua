-- What scripts share that look for an instant in a list of timestamps; it stands before each of them. An unreadable timestamp
-- counts as the next readable one; when none is near, it counts as later.

local MAX_LOOK_AHEAD = 32 -- unreadable timestamps in a row that are skipped

local function type_of(key)
  local reply = redis.call('TYPE', key)
  if type(reply) == 'table' then return reply.ok end
  return reply
end

-- Why a key cannot be the list that it should be; nil when it can.
local function refuse_list(key)
  local found = type_of(key)
  if found ~= 'none' and found ~= 'list' then return key .. ' is a ' .. found .. ', not a list' end
  return nil
end

local function seconds_at(key, index)
  local text = redis.call('LINDEX', key, index)
  if not text or #text > 32 then return nil end
  if not (string.find(text, '^%d+$') or string.find(text, '^%d+%.%d+$')) then return nil end
  return tonumber(text)
end

-- How many of the first entries, `length` in all, were received before an instant: by binary search, which reads few of a long list.
local function count_before(key, length, instant)
  local low, high = 0, length
  while low < high do
    local middle = math.floor((low + high) / 2)
    local probe, at = middle, seconds_at(key, middle)
    while not at and probe + 1 < math.min(high, middle + MAX_LOOK_AHEAD) do
      probe = probe + 1
      at = seconds_at(key, probe)
    end
    if at and at < instant then low = probe + 1 else high = middle end
  end
  return low
end
