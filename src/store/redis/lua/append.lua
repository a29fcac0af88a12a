-- Stores what is new of some patients; of each in one step: all of it, or, when a list is of another type, nothing.
-- A record of another type is left as it is: nobody needs records.
-- An entry that is the tail already was appended by an earlier try whose reply was lost: only what follows it is new.
--
-- KEYS, for each patient those that are written, in this order
--   string  lease
--   list  data     list  timestamp, with entries
--   list  anomaly     list  anomaly_timestamp, with anomalous ones
--   hash  profile     hash  health, with fields of them
--
-- ARGV[1] string   holder of the leases, or '' for a write without one
-- ARGV[2] integer  their time in milliseconds
-- then for each patient
--   string   channel of the wake-up
--   string   'n m p q h g': entries, anomalous ones among them; profile fields to set, to remove; health fields to
--            set, to remove
--   n strings, the sensors as JSON; n strings, the timestamps; m integers, 1 to n, which ones are anomalous;
--   p pairs of name and value; q names; h pairs of name and value; g names
--
-- Returns for each patient n; or -1, when another holder has the lease; or a string: why it was refused.

local CHUNK = 1000 -- unpack is bounded by Lua's stack
local holder, ttl = ARGV[1], ARGV[2]

local function type_of(key)
  local reply = redis.call('TYPE', key)
  if type(reply) == 'table' then return reply.ok end
  return reply
end

local key, refused = 0, nil
-- The next key, where it is written at all. When a list is of another type, nothing of the patient is.
local function next_key(is_written, wanted)
  if not is_written then return nil end
  key = key + 1
  local held = type_of(KEYS[key])
  if held ~= 'none' and held ~= wanted then
    if wanted == 'hash' then return nil end
    refused = refused or KEYS[key] .. ' is a ' .. held .. ', not a ' .. wanted
  end
  return KEYS[key]
end

local function is_held_by_another(lease_key)
  if holder == '' then return false end
  local held = redis.call('GET', lease_key)
  if held and held ~= holder then return true end
  redis.call('SET', lease_key, holder, 'PX', ttl)
  return false
end

local cursor = 2
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
  if not key then return end
  if #pairs_to_set > 0 then redis.call('HSET', key, unpack(pairs_to_set)) end
  if #names_to_remove > 0 then redis.call('HDEL', key, unpack(names_to_remove)) end
end

-- A channel in braces belongs to the servers of the patient's slot: PUBLISH would tell every server of a cluster.
local function wake(channel)
  local publish = string.sub(channel, 1, 1) == '{' and 'SPUBLISH' or 'PUBLISH'
  -- pcall: who may not publish stores all the same, readers poll.
  redis.pcall(publish, channel, '')
end

local function store()
  local channel, counts = ARGV[cursor + 1], ARGV[cursor + 2]
  cursor = cursor + 2
  local n, m, p, q, h, g = string.match(counts, '^(%d+) (%d+) (%d+) (%d+) (%d+) (%d+)$')
  local data, timestamps, anomalous = take(tonumber(n)), take(tonumber(n)), take(tonumber(m))
  local profile_pairs, profile_names = take(2 * tonumber(p)), take(tonumber(q))
  local health_pairs, health_names = take(2 * tonumber(h)), take(tonumber(g))

  refused = nil
  local lease_key = next_key(true, 'string')
  local lease_refused = refused
  local data_key = next_key(#data > 0, 'list')
  local timestamp_key = next_key(#data > 0, 'list')
  local anomaly_key = next_key(#anomalous > 0, 'list')
  local anomaly_timestamp_key = next_key(#anomalous > 0, 'list')
  local profile_key = next_key(#profile_pairs + #profile_names > 0, 'hash')
  local health_key = next_key(#health_pairs + #health_names > 0, 'hash')
  if lease_refused then return lease_refused end
  -- Before what is refused: its holder goes on polling, and keeps the lease.
  if is_held_by_another(lease_key) then return -1 end
  if refused then return refused end

  local appended = 0
  if #data > 0 then appended = append_once(data_key, timestamp_key, data, timestamps) end
  if #anomalous > 0 then
    local anomaly_data, anomaly_timestamps = {}, {}
    for i, index in ipairs(anomalous) do
      anomaly_data[i], anomaly_timestamps[i] = data[tonumber(index)], timestamps[tonumber(index)]
    end
    append_once(anomaly_key, anomaly_timestamp_key, anomaly_data, anomaly_timestamps)
  end
  store_fields(profile_key, profile_pairs, profile_names)
  store_fields(health_key, health_pairs, health_names)
  if appended > 0 then wake(channel) end
  return #data
end

local outcomes = {}
while key < #KEYS do outcomes[#outcomes + 1] = store() end
-- ioredis-mock takes a table that grew for no array.
return { unpack(outcomes) }
