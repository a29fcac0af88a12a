-- Reads what a row about each of some patients needs. A script, because a client spends more on thousands of commands a second,
-- and on as many replies, than on all that they carry. Whatever it stumbles over fails it as a whole: the caller then asks by
-- commands, one for each key.
--
-- The keys are no keys of the call, so that a user can run it who may only read them.
--
-- ARGV  of each patient 'key known records': the key of its data; for how many anomalies the newest one is known, -1 for none;
--       whether its records are read, 1 or 0
--
-- Returns the time, seconds and microseconds; then five values of each patient: the newest timestamp, '' for none; the number of
-- anomalies; the newest of them where there are not as many as known, else ''; profile and health, each as names and values.

local time = redis.call('TIME')
local replies = { time[1], time[2] }
for _, asked in ipairs(ARGV) do
  local stem, known, records = string.match(asked, '^(.*)data (%-?%d+) ([01])$')
  local stored = redis.call('LLEN', stem .. 'anomaly')
  local anomaly, profile, health = '', {}, {}
  if stored > 0 and stored ~= tonumber(known) then
    anomaly = redis.call('LRANGE', stem .. 'anomaly', -1, -1)[1] or ''
  end
  if records == '1' then
    profile, health = redis.call('HGETALL', stem .. 'profile'), redis.call('HGETALL', stem .. 'health')
  end
  local at = #replies
  replies[at + 1] = redis.call('LRANGE', stem .. 'timestamp', -1, -1)[1] or ''
  replies[at + 2], replies[at + 3], replies[at + 4], replies[at + 5] = stored, anomaly, profile, health
end
-- ioredis-mock does not take a table that has grown for an array.
return { unpack(replies) }
