-- Says where an id is, in the order in which its tenant's jobs are served.
-- ARGV: id, tenant, lane. Returns what it is ('leased', 'ready', 'due', 'unknown'), how many ready ids of its tenant come
-- first (of the first 64 lanes), how many tenants have something ready. Changes nothing.
local id, tenant, lane = ARGV[1], ARGV[2], ARGV[3]
local tenants = redis.call('ZCARD', TENANTS)
if is_leased(id) then return { 'leased', 0, tenants } end
local score = redis.call('ZSCORE', line_of(tenant, lane), id)
if not score then return { redis.call('ZSCORE', DUE, id) and 'due' or 'unknown', 0, tenants } end
local ahead = redis.call('ZRANK', line_of(tenant, lane), id)
for _, other in ipairs(redis.call('ZRANGE', lanes_of(tenant), 0, 63)) do
    if other ~= lane then ahead = ahead + redis.call('ZCOUNT', line_of(tenant, other), '-inf', '(' .. score) end
end
return { 'ready', ahead, tenants }
