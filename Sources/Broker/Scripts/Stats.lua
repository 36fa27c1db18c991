-- Counts. Lines are counted tenant by tenant, for the first ARGV[1] tenants, and as many of those that limits bar.
-- Returns ready, leased, due, tenants.
local ready = 0
for _, tenant in ipairs(redis.call('ZRANGE', TENANTS, 0, tonumber(ARGV[1]) - 1)) do
    for _, lane in ipairs(redis.call('ZRANGE', lanes_of(tenant), 0, -1)) do
        ready = ready + redis.call('ZCARD', line_of(tenant, lane))
    end
end
local barred = redis.call('HSCAN', PARKED, 0, 'COUNT', ARGV[1])[2]
for index = 1, #barred, 2 do
    ready = ready + redis.call('ZCARD', line_of(string.sub(barred[index], 1, 32), string.sub(barred[index], 33)))
end
return { ready, redis.call('ZCARD', LEASES), redis.call('ZCARD', DUE), redis.call('ZCARD', TENANTS) }
