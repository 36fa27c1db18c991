-- Ends leases, and corrects what their tenants were charged: by the slot-time used, or wholly when nothing ran.
-- ARGV: for each lease id, token, slot-time ('0' when the job never ran). A lease of another token is left alone.
-- Returns how many ended.
local ended, charges, used = 0, {}, {}
for index = 1, #ARGV, 3 do
    local id, token, cost = ARGV[index], ARGV[index + 1], tonumber(ARGV[index + 2])
    local held = redis.call('HGET', HELD, id)
    if held and held_token(held) == token then
        drop(id, held)
        ended = ended + 1
        local tenant, kind = held_tenant(held), kind_of(held_lane(held))
        charges[tenant] = (charges[tenant] or 0) + cost - held_cost(held)
        if cost > 0 then
            local mean = used[kind] or { 0, 0 }
            used[kind] = { mean[1] + cost, mean[2] + 1 }
        end
    end
end
for tenant, cost in pairs(charges) do
    if cost ~= 0 then charge(tenant, cost) end
end
for kind, mean in pairs(used) do
    -- Moves towards the new mean by a tenth a job, at most the whole way.
    local before = tonumber(redis.call('HGET', COST, kind) or mean[1] / mean[2])
    local weight = 1 - 0.9 ^ mean[2]
    redis.call('HSET', COST, kind, string.format('%.0f', before + weight * (mean[1] / mean[2] - before)))
end
return ended
