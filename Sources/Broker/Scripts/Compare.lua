-- Counts claims that hold a place and were not counted, and stops counting those that neither a lease nor the list has.
-- ARGV: for each claim that holds a place id, token, tenant, lane. Returns how many differed.
if not settings().limited then return 0 end
local differed, back = 0, 0
local listed = {}
for index = 1, #ARGV, 4 do
    local member = ARGV[index] .. ARGV[index + 1]
    listed[member] = true
    for _, it in ipairs(counters_of(ARGV[index + 2], ARGV[index + 3])) do
        if it.running then
            differed = differed + redis.call('ZADD', RUNNING, 'NX', 0, it.name .. '\0' .. member)
        end
    end
end
for _, entry in ipairs(redis.call('ZRANGE', RUNNING, 0, -1)) do
    local member = string.sub(entry, -24)
    if not listed[member] then
        local held = redis.call('HGET', HELD, string.sub(member, 1, 16))
        if not held or held_token(held) ~= string.sub(member, 17) then
            redis.call('ZREM', RUNNING, entry)
            differed = differed + 1
            back = back + unpark(string.sub(entry, 1, -26), 1)
        end
    end
end
redis.call('ZREMRANGEBYSCORE', RATES, '-inf', micros() - 60000000)
if back > 0 then wake(back) end
return differed
