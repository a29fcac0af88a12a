-- Reads some patients, each in the same step. A script for the same reason as summaries.lua, and failing like it.
--
-- The keys are no keys of the call, so that a user can run it who may only read them.
--
-- ARGV[1]  integer  how many timestamps of the oldest samples are read
-- ARGV     of each patient 'key newest': the key of its data; how many of the newest samples are read, 0 for none
--
-- Returns the time, seconds and microseconds; then ten values of each patient: how many keys it has; the lengths of the lists
-- data, timestamp, anomaly and anomaly_timestamp; the oldest timestamps; profile and health, each as names and values; the newest
-- samples; and their timestamps.

local PARTS = { 'data', 'timestamp', 'anomaly', 'anomaly_timestamp', 'profile', 'health', 'lease' }
local time = redis.call('TIME')
local replies = { time[1], time[2] }
for index = 2, #ARGV do
  local stem, newest = string.match(ARGV[index], '^(.*)data (%d+)$')
  local keys = {}
  for part, name in ipairs(PARTS) do keys[part] = stem .. name end
  local function tail(key)
    if newest == '0' then return {} end
    return redis.call('LRANGE', key, -tonumber(newest), -1)
  end
  local at = #replies
  replies[at + 1] = redis.call('EXISTS', unpack(keys))
  for part = 1, 4 do replies[at + 1 + part] = redis.call('LLEN', keys[part]) end
  replies[at + 6] = redis.call('LRANGE', keys[2], 0, tonumber(ARGV[1]) - 1)
  replies[at + 7], replies[at + 8] = redis.call('HGETALL', keys[5]), redis.call('HGETALL', keys[6])
  replies[at + 9], replies[at + 10] = tail(keys[1]), tail(keys[2])
end
-- ioredis-mock does not take a table that has grown for an array.
return { unpack(replies) }
