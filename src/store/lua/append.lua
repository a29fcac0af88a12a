-- Stores what is new of one patient in one step: all of it, or, when a key is of another type, nothing.
-- An entry that is the tail already was appended by an earlier try whose reply was lost: only what follows it is new.
--
-- KEYS[1] list  data
-- KEYS[2] list  timestamp
-- KEYS[3] list  anomaly
-- KEYS[4] list  anomaly_timestamp
-- KEYS[5] hash  profile
-- KEYS[6] hash  health
-- KEYS[7] string  lease
--
-- ARGV[1] string   channel of the wake-up
-- ARGV[2] string   holder of the lease, or '' for a write without one     ARGV[3] integer  its time in milliseconds
-- ARGV[4] integer  n, entries
-- ARGV[5] integer  m, anomalous ones among them
-- ARGV[6] integer  p, profile fields to set     ARGV[7] integer  q, profile fields to remove
-- ARGV[8] integer  h, health fields to set      ARGV[9] integer  g, health fields to remove
-- then: n strings, the sensors as JSON; n strings, the timestamps; m integers, 1 to n, which ones are anomalous;
-- p pairs of name and value; q names; h pairs of name and value; g names
--
-- Returns n; or -1, when another holder has the lease; or a string: why it was refused.

local CHUNK = 1000 -- unpack is bounded by Lua's stack

local function type_of(key)
  local reply = redis.call('TYPE', key)
  if type(reply) == 'table' then return reply.ok end
  return reply
end

for i, key in ipairs(KEYS) do
  local held, wanted = type_of(key), i <= 4 and 'list' or i <= 6 and 'hash' or 'string'
  if held ~= 'none' and held ~= wanted then return key .. ' is a ' .. held .. ', not a ' .. wanted end
end

local holder = ARGV[2]
if holder ~= '' then
  local held = redis.call('GET', KEYS[7])
  if held and held ~= holder then return -1 end
  redis.call('SET', KEYS[7], holder, 'PX', ARGV[3])
end

local cursor = 9
local function take(count)
  local taken = {}
  for i = 1, count do taken[i] = ARGV[cursor + i] end
  cursor = cursor + count
  return taken
end

local function push(key, values, from)
  for i = from, #values, CHUNK do
    redis.call('RPUSH', key, unpack(values, i, math.min(i + CHUNK - 1, #values)))
  end
end

-- The original program writes its two lists one after the other. What it left unequal is filled up with empty
-- entries, which nobody can read, so that entry i goes on belonging to entry i.
local function level(key, length, other)
  local fill = {}
  for i = 1, other - length do fill[i] = '' end
  push(key, fill, 1)
end

local function append_once(data_key, timestamp_key, data, timestamps)
  local data_length, timestamp_length = redis.call('LLEN', data_key), redis.call('LLEN', timestamp_key)
  level(data_key, data_length, timestamp_length)
  level(timestamp_key, timestamp_length, data_length)
  local last_data, last_timestamp = redis.call('LINDEX', data_key, -1), redis.call('LINDEX', timestamp_key, -1)
  local known = #data
  while known > 0 and not (data[known] == last_data and timestamps[known] == last_timestamp) do
    known = known - 1
  end
  push(data_key, data, known + 1)
  push(timestamp_key, timestamps, known + 1)
  return #data - known
end

local function store_fields(key, pairs_to_set, names_to_remove)
  if #pairs_to_set > 0 then redis.call('HSET', key, unpack(pairs_to_set)) end
  if #names_to_remove > 0 then redis.call('HDEL', key, unpack(names_to_remove)) end
end

local data, timestamps = take(tonumber(ARGV[4])), take(tonumber(ARGV[4]))
local anomaly_data, anomaly_timestamps = {}, {}
for i, index in ipairs(take(tonumber(ARGV[5]))) do
  anomaly_data[i], anomaly_timestamps[i] = data[tonumber(index)], timestamps[tonumber(index)]
end

local appended = 0
if #data > 0 then appended = append_once(KEYS[1], KEYS[2], data, timestamps) end
if #anomaly_data > 0 then append_once(KEYS[3], KEYS[4], anomaly_data, anomaly_timestamps) end
local profile_pairs, profile_names = take(2 * tonumber(ARGV[6])), take(tonumber(ARGV[7]))
store_fields(KEYS[5], profile_pairs, profile_names)
local health_pairs, health_names = take(2 * tonumber(ARGV[8])), take(tonumber(ARGV[9]))
store_fields(KEYS[6], health_pairs, health_names)

-- A channel in braces belongs to the servers of the patient's slot: PUBLISH would tell every server of a cluster.
local publish = string.sub(ARGV[1], 1, 1) == '{' and 'SPUBLISH' or 'PUBLISH'
-- pcall: who may not publish stores all the same, readers poll.
if appended > 0 then redis.pcall(publish, ARGV[1], '') end
return #data
