-- Releases the lease of a patient if the caller still has it. A script, because the lease could expire and be taken
-- by another cacher between a GET and a DEL.
--
-- KEYS[1]  string   lease
-- ARGV[1]  string   the caller, as holder of leases
--
-- Returns 1; or 0 when another cacher has the lease, or none.

-- What the holder polls may follow after a blank.
local current = redis.call('GET', KEYS[1])
if current and string.match(current, '^[^ ]*') == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
