-- Ends leases and puts their ids back into their lines.
-- ARGV: for each lease id, token. A lease of another token is left alone. Returns how many went back.
local back = 0
for index = 1, #ARGV, 2 do
    local id, token = ARGV[index], ARGV[index + 1]
    local held = redis.call('HGET', HELD, id)
    if held and held_token(held) == token then
        drop(id, held)
        back = back + release_permits(held_tenant(held), held_lane(held), id, token)
        charge(held_tenant(held), -held_cost(held))
        back = back + put(id, held_tenant(held), held_priority(held), held_lane(held))
    end
end
if back > 0 then wake(back) end
return back
