-- Says which claims hold a lease whose deadline has not passed.
-- ARGV: for each claim id, token. Returns the places of those claims, from 1.
local time = now()
local live = {}
for index = 1, #ARGV, 2 do
    local id, token = ARGV[index], ARGV[index + 1]
    local held = redis.call('HGET', HELD, id)
    local deadline = redis.call('ZSCORE', LEASES, id)
    if held and held_token(held) == token and deadline and tonumber(deadline) >= time then
        live[#live + 1] = (index + 1) / 2
    end
end
return live
