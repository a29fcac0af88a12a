-- Gives up the lease of a patient, if it is still the holder's.
--
-- KEYS[1] string  lease
-- ARGV[1] string  the holder
--
-- Returns 1, or 0 when somebody else has it, or nobody.

if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
