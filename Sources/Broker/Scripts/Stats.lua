-- Counts. Lines are counted tenant by tenant, for the first ARGV[1] tenants.
-- Returns ready, leased, due, tenants.
local ready = 0
for _, tenant in ipairs(redis.call('ZRANGE', TENANTS, 0, tonumber(ARGV[1]) - 1)) do
    for _, lane in ipairs(redis.call('ZRANGE', lanes_of(tenant), 0, -1)) do
        ready = ready + redis.call('ZCARD', line_of(tenant, lane))
    end
end
return { ready, redis.call('ZCARD', LEASES), redis.call('ZCARD', DUE), redis.call('ZCARD', TENANTS) }
