-- Says what stands between a ready id and a worker; changes nothing.
-- ARGV[1]: id. ARGV[2]: tenant. ARGV[3]: lane. ARGV[4]: how many of the tenant's other lanes are looked at.
-- Returns nil when the id is in no line; else how many of its tenant stand before it, 1 when there may be more of them, then
-- for each limit that blocks it name, reason ('paused', 'running', 'rate'), two numbers: how many run and may; or
-- microseconds between starts and until the next.
local id, tenant, lane, most = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local score = redis.call('ZSCORE', line_of(tenant, lane), id)
if not score then return false end
local ahead = redis.call('ZRANK', line_of(tenant, lane), id)
local others = redis.call('ZRANGE', lanes_of(tenant), 0, most)
for index = 1, math.min(#others, most) do
    if others[index] ~= lane then
        ahead = ahead + redis.call('ZCOUNT', line_of(tenant, others[index]), '-inf', '(' .. score)
    end
end
local answer = { ahead, #others > most and 1 or 0 }
if settings().limited then
    for _, it in ipairs(counters_of(tenant, lane)) do
        local room, again = room_of(it)
        if room <= 0 then
            local reason, first, second = 'paused', 0, 0
            if not it.paused and it.running and used_of(it) >= it.running then
                reason, first, second = 'running', used_of(it), it.running
            elseif not it.paused then
                reason, first, second = 'rate', it.interval, math.max(0, it.due - it.tolerance - micros())
            end
            for _, value in ipairs({ it.name, reason, first, second }) do answer[#answer + 1] = value end
        end
    end
end
return answer
