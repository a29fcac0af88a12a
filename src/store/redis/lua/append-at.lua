-- Appends entries to a list of a patient whose length the caller knows, which import needs: equal neighbours stay, while
-- a repeated call finds the lists grown already and appends nothing, and a second writer is noticed. A script, because
-- both lists must be checked and extended in one step.
--
-- KEYS[1]  list     data, or anomaly
-- KEYS[2]  list     timestamp, or anomaly_timestamp
-- ARGV[1]  integer  the length of both lists
-- ARGV     n strings, the sensors as JSON; then n strings, the timestamps
--
-- Returns n; or a string that says why the entries were refused.

local CHUNK = 1000 -- Lua's stack limits how much unpack can return

for _, key in ipairs(KEYS) do
  local reply = redis.call('TYPE', key)
  local found = type(reply) == 'table' and reply.ok or reply
  if found ~= 'none' and found ~= 'list' then return key .. ' is a ' .. found .. ', not a list' end
end

local expected, n = tonumber(ARGV[1]), (#ARGV - 1) / 2
local data_length, timestamp_length = redis.call('LLEN', KEYS[1]), redis.call('LLEN', KEYS[2])
if data_length == expected + n and timestamp_length == expected + n then return n end
if data_length ~= expected or timestamp_length ~= expected then
  return string.format('it holds %d entries and %d timestamps, not %d', data_length, timestamp_length, expected)
end

for i = 1, n, CHUNK do
  local last = math.min(i + CHUNK - 1, n)
  redis.call('RPUSH', KEYS[1], unpack(ARGV, 1 + i, 1 + last))
  redis.call('RPUSH', KEYS[2], unpack(ARGV, 1 + n + i, 1 + n + last))
end
return n
