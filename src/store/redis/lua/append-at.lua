-- Appends pairs to one pair of a patient's lists in one step, at a position that the caller knows: a repeated try finds
-- the lists grown by as much and appends nothing, a second writer is noticed.
--
-- KEYS[1] list  data, or anomaly
-- KEYS[2] list  its timestamps
--
-- ARGV[1] integer  how many entries both lists hold
-- then: n strings, the sensors as JSON; n strings, the timestamps
--
-- Returns n, or a string: why it was refused.

local CHUNK = 1000 -- unpack is bounded by Lua's stack

for _, key in ipairs(KEYS) do
  local reply = redis.call('TYPE', key)
  local held = type(reply) == 'table' and reply.ok or reply
  if held ~= 'none' and held ~= 'list' then return key .. ' is a ' .. held .. ', not a list' end
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
