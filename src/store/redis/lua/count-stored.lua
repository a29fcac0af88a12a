-- Counts the instants near which a sample of a patient was received. A script, because a list may be long, and only its end
-- is looked at. An unreadable timestamp is near none.
--
-- KEYS[1]  list     timestamp
-- ARGV[1]  decimal  how near, seconds
-- ARGV     decimals, the instants in the order of time
--
-- Returns how many there are.

local within = tonumber(ARGV[1])
local index = redis.call('LLEN', KEYS[1]) - 1

local function at()
  local text = redis.call('LINDEX', KEYS[1], index)
  return text and #text <= 32 and tonumber(text) or math.huge
end

local count = 0
for i = #ARGV, 2, -1 do
  local wanted = tonumber(ARGV[i])
  while index >= 0 and at() > wanted + within do index = index - 1 end
  if index >= 0 and at() >= wanted - within then count = count + 1 end
end
return count
