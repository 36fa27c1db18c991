-- Moves what has become due into its lines, and brings lines back whose limits let something through; wakes workers for
-- both.
-- ARGV[1]: how many at most. Returns how many became ready.
local moved = promote(tonumber(ARGV[1]))
local back = look_again(64)
if moved + back > 0 then wake(moved + back) end
return moved
