-- Stores the new samples, the profile and the health of some patients. A script, because all of a patient must be stored
-- in one step, with a check of the lease, and because a write must be safe to repeat: an entry that is the tail of its
-- list was appended by an earlier call whose reply was lost, and only the entries after it are new. When a list is of
-- another type, nothing of that patient is stored; a hash of another type is left alone, as nobody depends on it.
--
-- KEYS     of each patient those that are written, in this order:
--            string  lease
--            list    data, and list timestamp, if there are entries
--            list    anomaly, and list anomaly_timestamp, if some entries are anomalous
--            hash    profile, if it has fields to set or to remove
--            hash    health, if it has fields to set or to remove
-- ARGV[1]  string    what the leases hold: the holder, and after a blank what it polls; '' for a write without leases
-- ARGV[2]  integer   time to live of the leases, milliseconds
-- ARGV     of each patient:
--            string  channel of its wake-ups
--            string  six counts 'n m p q h g': n entries, m of them anomalous, p profile fields to set and q to remove,
--                    h health fields to set and g to remove
--            n strings, the sensors as JSON
--            n strings, the timestamps
--            m integers from 1 to n, the anomalous entries
--            p names, each with its value; q names
--            h names, each with its value; g names
--
-- Returns an array with one value for each patient: n; or -1 when another holder has the lease; or a string that says
-- why the patient was refused.

local CHUNK = 1000 -- Lua's stack limits how much unpack can return
local lease, ttl = ARGV[1], ARGV[2]

local function type_of(key)
  local reply = redis.call('TYPE', key)
  if type(reply) == 'table' then return reply.ok end
  return reply
end

local key, refused = 0, nil
-- Takes the next key if it is written at all: nil for a hash of another type. Another wrong type refuses the patient.
local function next_key(is_written, wanted)
  if not is_written then return nil end
  key = key + 1
  local found = type_of(KEYS[key])
  if found ~= 'none' and found ~= wanted then
    if wanted == 'hash' then return nil end
    refused = refused or KEYS[key] .. ' is a ' .. found .. ', not a ' .. wanted
  end
  return KEYS[key]
end

local function holder_of(value) return string.match(value, '^[^ ]*') end

-- Whether another holder has the lease; otherwise the lease is taken or renewed.
local function is_leased_to_another(lease_key)
  if lease == '' then return false end
  local current = redis.call('GET', lease_key)
  if current and current ~= lease and holder_of(current) ~= holder_of(lease) then return true end
  redis.call('SET', lease_key, lease, 'PX', ttl)
  return false
end

-- Takes the next arguments.
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

-- The original program writes its two lists one after the other and may leave them unequal. The shorter one is filled
-- with empty entries, which count as unreadable, so that entry i still belongs to entry i.
local function pad(key, length, other)
  local fill = {}
  for i = 1, other - length do fill[i] = '' end
  push(key, fill, 1)
end

-- Appends the entries after the one that is the tail already; how many those are.
local function append_once(data_key, timestamp_key, data, timestamps)
  local data_length, timestamp_length = redis.call('LLEN', data_key), redis.call('LLEN', timestamp_key)
  pad(data_key, data_length, timestamp_length)
  pad(timestamp_key, timestamp_length, data_length)
  local last_data, last_timestamp = redis.call('LINDEX', data_key, -1), redis.call('LINDEX', timestamp_key, -1)
  local known = #data
  while known > 0 and not (data[known] == last_data and timestamps[known] == last_timestamp) do
    known = known - 1
  end
  push(data_key, data, known + 1)
  push(timestamp_key, timestamps, known + 1)
  return #data - known
end

-- Whether a patient has no other samples than those that were just stored. The anomalies have a key that is not passed without one.
local function is_first_of(data_key, count, anomalous_count)
  if not data_key or redis.call('LLEN', data_key) > count then return false end
  return redis.call('LLEN', (string.gsub(data_key, '_data$', '_anomaly'))) <= anomalous_count
end

-- Keeps in a profile until when its samples were of another insole, and of which; none is the six sensors of the original.
local function note_insole(key, pairs_to_set, names_to_remove, since, is_first)
  local insole
  for i = 1, #names_to_remove do if names_to_remove[i] == 'insole' then insole = '' end end
  for i = 1, #pairs_to_set, 2 do if pairs_to_set[i] == 'insole' then insole = pairs_to_set[i + 1] end end
  if not key or not insole then return end
  local former = redis.call('HGET', key, 'insole') or ''
  if former == insole or (former == '' and is_first) then return end
  local lines = redis.call('HGET', key, 'formerInsoles')
  redis.call('HSET', key, 'formerInsoles', (lines and lines .. '\n' or '') .. since .. ' ' .. former)
end

local function store_fields(key, pairs_to_set, names_to_remove)
  if not key then return end
  if #pairs_to_set > 0 then redis.call('HSET', key, unpack(pairs_to_set)) end
  if #names_to_remove > 0 then redis.call('HDEL', key, unpack(names_to_remove)) end
end

-- A channel in braces is sharded, and stays on the server of the patient's slot: PUBLISH would send to every server.
local function wake(channel)
  local publish = string.find(channel, '{', 1, true) and 'SPUBLISH' or 'PUBLISH'
  -- pcall: samples are stored even where publishing is not permitted; readers poll then.
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
  -- Before any refusal: the cacher goes on polling a refused patient, and keeps its lease.
  if is_leased_to_another(lease_key) then return -1 end
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
  note_insole(profile_key, profile_pairs, profile_names, timestamps[1], is_first_of(data_key, #data, #anomalous))
  store_fields(profile_key, profile_pairs, profile_names)
  store_fields(health_key, health_pairs, health_names)
  if appended > 0 then wake(channel) end
  return #data
end

local outcomes = {}
while key < #KEYS do outcomes[#outcomes + 1] = store() end
-- ioredis-mock does not take a table that has grown for an array.
return { unpack(outcomes) }
