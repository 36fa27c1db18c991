-- Ends leases, and corrects what their tenants were charged: by the slot-time used, or wholly when nothing ran.
-- ARGV: for each lease id, token, slot-time ('0' when the job never ran). A lease of another token is left alone.
-- Returns how many ended.
local ids = {}
for index = 1, #ARGV, 3 do ids[#ids + 1] = ARGV[index] end
local all = many('HMGET', HELD, ids)

local ended, sessions, charges, used, kinds = {}, {}, {}, {}, {}
local seen, back = {}, 0
for number, id in ipairs(ids) do
    local held, token, cost = all[number], ARGV[number * 3 - 1], tonumber(ARGV[number * 3])
    if held and held_token(held) == token and not seen[id] then
        seen[id] = true
        ended[#ended + 1] = id
        local session, tenant, lane = held_session(held), held_tenant(held), held_lane(held)
        back = back + release_permits(tenant, lane, id, token)
        sessions[session] = sessions[session] or {}
        table.insert(sessions[session], id)
        charges[tenant] = (charges[tenant] or 0) + cost - held_cost(held)
        if cost > 0 then
            local kind = kinds[lane] or kind_of(lane)
            kinds[lane] = kind
            local mean = used[kind]
            if not mean then
                mean = { 0, 0 }
                used[kind] = mean
            end
            mean[1], mean[2] = mean[1] + cost, mean[2] + 1
        end
    end
end
many('HDEL', HELD, ended)
many('ZREM', LEASES, ended)
for session, own in pairs(sessions) do many('SREM', session_of(session), own) end
for tenant, cost in pairs(charges) do
    if cost ~= 0 then charge(tenant, cost) end
end
for kind, mean in pairs(used) do
    -- Moves towards the new mean by a tenth a job, at most the whole way.
    local before = tonumber(redis.call('HGET', COST, kind) or mean[1] / mean[2])
    local weight = 1 - 0.9 ^ mean[2]
    redis.call('HSET', COST, kind, string.format('%.0f', before + weight * (mean[1] / mean[2] - before)))
end
if back > 0 then wake(back) end
return #ended
