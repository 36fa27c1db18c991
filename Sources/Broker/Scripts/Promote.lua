-- Moves what has become due into its lines and wakes workers for it.
-- ARGV[1]: how many at most. Returns how many became ready.
local moved = promote(tonumber(ARGV[1]))
if moved > 0 then wake(moved) end
return moved
