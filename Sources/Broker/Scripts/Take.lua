-- Leases the ids whose turn it is: tenants by virtual time, within a tenant by priority, then age.
-- ARGV[1]: how many at most. ARGV[2]: their tokens, one after the other. ARGV[3]: session. ARGV[4]: lease.
-- ARGV[5]: cost of a kind that was never measured. ARGV[6..]: the kinds that the worker knows.
-- Returns id, tenant + priority + limited (0 or 1) + lane, id, … in the order of the tokens; at the end alone, when a
-- limit will let something through, in how many milliseconds. Returns nothing at all (nil) when the limits are not known.
if not settings().version then return false end
local wanted, tokens, session, lease = tonumber(ARGV[1]), ARGV[2], ARGV[3], tonumber(ARGV[4])
local known = {}
for index = 6, #ARGV do known[ARGV[index]] = true end

promote(200)
local limited = settings().limited
look_again(8)

local costs = {}
local function cost_of(lane)
    local kind = kind_of(lane)
    if not costs[kind] then
        -- Ten digits are kept of it with each lease: nearly three hours.
        costs[kind] = math.min(math.max(1, tonumber(redis.call('HGET', COST, kind) or ARGV[5])), 9999999999)
    end
    return costs[kind]
end

-- The first lane that this worker may serve, and the score from which another lane of the tenant comes first.
local function first_lane(tenant)
    local entries = redis.call('ZRANGE', lanes_of(tenant), 0, 31, 'WITHSCORES')
    local chosen
    for index = 1, #entries, 2 do
        if known[kind_of(entries[index])] then
            if chosen then return chosen, tonumber(entries[index + 1]) end
            chosen = entries[index]
        end
    end
    return chosen, nil
end

local deadline = now() + lease
local taken, held, leases, ids = {}, {}, {}, {}
local removed = {}
undo = function()
    for _, it in ipairs(removed) do
        local line = line_of(it.tenant, it.lane)
        for index = 1, #it.popped, 2 do redis.pcall('ZADD', line, 'NX', it.popped[index + 1], it.popped[index]) end
        redis.pcall('ZADD', lanes_of(it.tenant), 'LT', it.popped[2], it.lane)
        pcall(enter, it.tenant)
    end
    for _, id in ipairs(ids) do redis.pcall('HDEL', HELD, id) end
end
local skipped, moves, clock = 0, 0, nil
while #ids < wanted and skipped < 512 and moves < 256 do
    local turn = redis.call('ZRANGE', TENANTS, skipped, skipped + 1, 'WITHSCORES')
    if #turn == 0 then break end
    local tenant, time, next_time = turn[1], tonumber(turn[2]), tonumber(turn[4])
    local lane, rival = first_lane(tenant)
    if not lane then
        skipped = skipped + 1
    else
        local counters, room, barrier, again = nil, math.huge, nil, nil
        if limited then
            counters = counters_of(tenant, lane)
            room, barrier, again = room_for(counters)
        end
        local cost = cost_of(lane)
        local share = cost / weight_of(tenant)
        local count = math.min(wanted - #ids, room)
        if next_time then count = math.min(count, math.floor((next_time - time) / share) + 1) end
        if rival then count = math.min(count, 1) end
        local line = line_of(tenant, lane)
        local popped = {}
        if barrier then
            moves = moves + 1
            park(barrier, tenant, lane, time, again)
        else
            popped = redis.call('ZPOPMIN', line, count)
            if #popped > 0 then removed[#removed + 1] = { tenant = tenant, lane = lane, popped = popped } end
        end
        local candidates = {}
        for index = 1, #popped, 2 do candidates[#candidates + 1] = popped[index] end
        local leased = leases_of(candidates)
        local served, last, behind, described = 0, nil, nil, nil
        for number, id in ipairs(candidates) do
            -- A lease that a surviving supervisor asserted again wins over the line.
            if not leased[number] then
                served = served + 1
                ids[#ids + 1] = id
                local priority = math.floor(popped[number * 2] / 281474976710656)
                if priority ~= last then
                    last = priority
                    behind = pack_held('', session, tenant, priority, cost, lane)
                    described = tenant .. priority .. (counters and #counters > 0 and '1' or '0') .. lane
                end
                held[#held + 1] = id
                local token = string.sub(tokens, #ids * 8 - 7, #ids * 8)
                held[#held + 1] = token .. behind
                if counters then acquire_permits(counters, id, token) end
                leases[#leases + 1] = deadline
                leases[#leases + 1] = id
                taken[#taken + 1] = id
                taken[#taken + 1] = described
            end
        end
        if not barrier then
            local head = redis.call('ZRANGE', line, 0, 0, 'WITHSCORES')
            if #head == 0 then
                redis.call('ZREM', lanes_of(tenant), lane)
            else
                redis.call('ZADD', lanes_of(tenant), head[2], lane)
            end
        end
        if served > 0 then
            clock = time
            if counters then note_starts(counters, served) end
        end
        time = time + served * share
        if redis.call('EXISTS', lanes_of(tenant)) == 1 then
            redis.call('ZADD', TENANTS, time, tenant)
        else
            redis.call('ZREM', TENANTS, tenant)
            redis.call('HSET', VTIME, tenant, time)
        end
        -- Other counters of this line may still have room for the lines that wait under them.
        for _, it in ipairs(counters or {}) do
            if room_of(it) > 0 then unpark(it.name, 1) end
        end
    end
end

for from = 1, #held, 1000 do
    redis.call('HSET', HELD, unpack(held, from, math.min(from + 999, #held)))
    redis.call('ZADD', LEASES, unpack(leases, from, math.min(from + 999, #leases)))
end
many('SADD', session_of(session), ids)
if clock then redis.call('HSET', VTIME, 'clock', clock) end
if #ids > 0 then
    redis.call('PEXPIRE', session_of(session), lease * 10)
end
if (#ids == wanted or moves >= 256) and redis.call('EXISTS', TENANTS) == 1 then wake(1) end
if limited then
    local next_look = redis.call('ZRANGE', FULL, 0, 0, 'WITHSCORES')[2]
    if next_look then taken[#taken + 1] = math.max(0, next_look - now()) end
end
return taken
