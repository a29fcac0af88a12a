-- Copies a span of a patient's samples to lists that are kept for ever. A script, because the copy must be of one instant,
-- whatever is appended and trimmed meanwhile, and because it must be safe to repeat: a walk with this id and the same request
-- was kept by an earlier call whose reply was lost.
--
-- What is copied from is no key of the call, so that a user can run it who may write kept walks alone. It shares their slot.
--
-- KEYS[1]  hash     kept walks of the patient
-- KEYS[2]  list     data of this walk
-- KEYS[3]  list     timestamp of this walk
-- ARGV[1]  key      list data of the patient
-- ARGV[2]  key      list timestamp of the patient
-- ARGV[3]  string   the id of the walk
-- ARGV[4]  decimal  start of the span, Unix seconds
-- ARGV[5]  decimal  end of the span, Unix seconds
-- ARGV[6]  string   the request: its part of the JSON after the start
-- ARGV[7]  string   the profile: the rest of the JSON
-- ARGV[8]  integer  how many bytes the walk may have
-- ARGV     strings, the ids of the walks for which ARGV[8] leaves room
--
-- Returns a word, and what is known: 'kept <samples> <bytes>'; 'again' when an earlier call kept it; 'taken' when another walk has the id; 'changed' when the patient
-- has other walks by now; 'empty' without a sample in the span; 'full <bytes>' when there is no room; or 'refused <reason>'.

local CHUNK = 500 -- entries that are in memory at once
local kept, data_key, timestamp_key, data_source, timestamp_source = KEYS[1], KEYS[2], KEYS[3], ARGV[1], ARGV[2]
local id, since, request = ARGV[3], ARGV[4], ARGV[6]

local function is_same_request(json)
  local from = string.find(json, ',', 1, true)
  return from ~= nil and string.sub(json, from, from + #request - 1) == request
end

-- Whether the patient has other walks than those that the caller knows.
local function is_changed()
  if redis.call('HLEN', kept) ~= #ARGV - 8 then return true end
  for i = 9, #ARGV do
    if not redis.call('HGET', kept, ARGV[i]) then return true end
  end
  return false
end

local found = type_of(kept)
if found ~= 'none' and found ~= 'hash' then return 'refused ' .. kept .. ' is a ' .. found .. ', not a hash' end
local refused = refuse_list(data_source) or refuse_list(timestamp_source)
if refused then return 'refused ' .. refused end

local existing = redis.call('HGET', kept, id)
if existing and is_same_request(existing) then return 'again' end
if existing or type_of(data_key) ~= 'none' or type_of(timestamp_key) ~= 'none' then return 'taken' end
if is_changed() then return 'changed' end

local length = math.min(redis.call('LLEN', data_source), redis.call('LLEN', timestamp_source))
local first = count_before(timestamp_source, length, tonumber(since))
-- Timestamps have three places: half of the last one later is after the end.
local last = count_before(timestamp_source, length, tonumber(ARGV[5]) + 0.0005)
if first >= last then return 'empty' end
-- Where samples from before were trimmed already, the span begins with the first one that is left.
if first == 0 then
  local text = redis.call('LINDEX', timestamp_source, 0)
  local is_number = #text <= 32 and (string.find(text, '^[1-9]%d*$') or string.find(text, '^[1-9]%d*%.%d+$'))
  if is_number and tonumber(text) > tonumber(since) then since = text end
end

-- A command that is refused in the middle leaves nothing behind.
local function attempt(...)
  local reply = redis.pcall(...)
  if type(reply) == 'table' and reply.err then
    redis.call('UNLINK', data_key, timestamp_key)
    return reply
  end
  return nil
end

-- Once it is too much, the rest is only counted, so that a refusal can tell how much it is.
local bytes, room = 0, tonumber(ARGV[8])
local function copy(from, to, start, stop)
  local entries = redis.call('LRANGE', from, start, stop)
  for _, entry in ipairs(entries) do bytes = bytes + #entry end
  if bytes > room then return nil end
  return attempt('RPUSH', to, unpack(entries))
end

for start = first, last - 1, CHUNK do
  local stop = math.min(start + CHUNK, last) - 1
  local failure = copy(data_source, data_key, start, stop) or copy(timestamp_source, timestamp_key, start, stop)
  if failure then return failure end
end
if bytes > room then
  redis.call('UNLINK', data_key, timestamp_key)
  return 'full ' .. string.format('%d', bytes)
end
local failure = attempt('HSET', kept, id, '{"since":' .. since .. request .. ARGV[7])
if failure then return failure end
return string.format('kept %d %d', last - first, bytes)
