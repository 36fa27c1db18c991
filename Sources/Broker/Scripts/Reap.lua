-- Lists leases whose deadline has passed; changes nothing that could be right.
-- ARGV[1]: how many at most. ARGV[2]: how many to pass by. Returns id, token, id, token, …
local expired = redis.call('ZRANGEBYSCORE', LEASES, '-inf', now(), 'LIMIT', tonumber(ARGV[2]), tonumber(ARGV[1]))
local claims = {}
for _, id in ipairs(expired) do
    local held = redis.call('HGET', HELD, id)
    if held then
        claims[#claims + 1] = id
        claims[#claims + 1] = held_token(held)
    else
        -- Half of a lease: the other key was lost, so nothing holds the id.
        redis.call('ZREM', LEASES, id)
    end
end
return claims
