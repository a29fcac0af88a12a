-- Reads what a row about each of some patients needs. A script, because a client spends more on thousands of commands a second,
-- and on as many replies, than on all that they carry: so it tells as little as there is to tell. Whatever it stumbles over fails
-- it as a whole: the caller then asks by commands, one for each key.
--
-- The keys are no keys of the call, so that a user can run it who may only read them.
--
-- ARGV[1]  string  names of fields of health, with blanks between them
-- ARGV     of each patient:
--            string  'key known records': the key of its data; for how many anomalies the newest one is known, -1 for none; whether
--                    its records are read, 1 or 0
--            string  if its records are read: its profile as it is known, names and values with zero bytes between them
--
-- Returns the time, seconds and microseconds; then of each patient 'number timestamp': how many anomalies there are, and when the
-- newest sample was received, if any. Where more is told, an array of that; of the newest anomaly, if there are not as many as
-- known; of its profile, names and values, if it is not as known; and of those fields of health, if it has any. What is not told
-- is nil.

local names = {}
for name in string.gmatch(ARGV[1], '%S+') do names[#names + 1] = name end

local function pick_health(key)
  local fields, values = redis.call('HGETALL', key), {}
  if #fields == 0 then return false end
  local found = {}
  for i = 1, #fields, 2 do found[fields[i]] = fields[i + 1] end
  for i, name in ipairs(names) do values[i] = found[name] or false end
  -- ioredis-mock does not take a table that has grown for an array.
  return { unpack(values, 1, #names) }
end

local function pick_profile(key, known)
  local fields = redis.call('HGETALL', key)
  if table.concat(fields, '\0') == known then return false end
  return fields
end

local time = redis.call('TIME')
local replies = { time[1], time[2] }
local cursor = 2
while cursor <= #ARGV do
  local stem, known, records = string.match(ARGV[cursor], '^(.*)data (%-?%d+) ([01])$')
  local stored = redis.call('LLEN', stem .. 'anomaly')
  local newest = redis.call('LRANGE', stem .. 'timestamp', -1, -1)[1] or ''
  local told = string.format('%d %s', stored, newest)
  local hasAnomaly = stored > 0 and stored ~= tonumber(known)
  if hasAnomaly or records == '1' then
    told = { told, false, false, false }
    if hasAnomaly then told[2] = redis.call('LRANGE', stem .. 'anomaly', -1, -1)[1] end
    if records == '1' then
      told[3], told[4] = pick_profile(stem .. 'profile', ARGV[cursor + 1]), pick_health(stem .. 'health')
    end
  end
  replies[#replies + 1] = told
  cursor = cursor + 1 + tonumber(records)
end
return { unpack(replies) }
