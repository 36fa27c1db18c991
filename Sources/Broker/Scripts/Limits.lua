-- Stands between the preamble and the scripts that give out ids or take them back.
-- A rule is 'running|interval|tolerance|paused': how many at once; microseconds between starts and how far ahead of its
-- time one may be (the generic cell rate algorithm, ITU-T I.371, by this server's clock); 1 when nothing may start.
-- What is counted together has a name: q, k:KIND, t:KIND:TENANT (t::TENANT over all kinds), l:LANE. Rules have the same
-- names, without a tenant or lane where they hold for each: t::, t:KIND:, l:KIND, l:.
local RUNNING = base .. ':running' -- zset, all scores 0: name, NUL, id, token of each lease that counts
local RATES = base .. ':rates'     -- zset: name -> when the next start is due, in microseconds

local function micros()
    local time = redis.call('TIME')
    return time[1] * 1000000 + time[2]
end

local named = {}
local function counter(name, rule)
    if not rule then return nil end
    if named[name] == nil then
        local running, interval, tolerance, paused = string.match(rule, '^(%d*)|(%d*)|(%d*)|(%d)$')
        local made = {
            name = name, running = tonumber(running), interval = tonumber(interval), tolerance = tonumber(tolerance),
            paused = paused == '1',
        }
        named[name] = (made.running or made.interval or made.paused) and made or false
    end
    return named[name] or nil
end

-- All that counts the jobs of a line.
local lines = {}
local function counters_of(tenant, lane)
    local line = tenant .. lane
    if lines[line] then return lines[line] end
    local kind = kind_of(lane)
    local rules = redis.call(
        'HMGET', LIMITS, 'q', 'k:' .. kind, 't::' .. tenant, 't::', 't:' .. kind .. ':' .. tenant, 't:' .. kind .. ':',
        'l:' .. lane, 'l:' .. kind, 'l:')
    local found = { counter('q', rules[1]) }
    found[#found + 1] = counter('k:' .. kind, rules[2])
    found[#found + 1] = counter('t::' .. tenant, rules[3] or rules[4])
    found[#found + 1] = counter('t:' .. kind .. ':' .. tenant, rules[5] or rules[6])
    if kind ~= lane then found[#found + 1] = counter('l:' .. lane, rules[7] or rules[8] or rules[9]) end
    lines[line] = found
    return found
end

local function counter_named(name)
    local first, fallback, last = name, nil, nil
    local kind = string.match(name, '^t:([^:]*):')
    if kind then
        fallback = 't:' .. kind .. ':'
    elseif string.sub(name, 1, 2) == 'l:' then
        fallback, last = 'l:' .. kind_of(string.sub(name, 3)), 'l:'
    end
    local rules = redis.call('HMGET', LIMITS, first, fallback or first, last or first)
    return counter(name, rules[1] or rules[2] or rules[3])
end

local function used_of(it)
    if not it.used then
        it.used = redis.call('ZLEXCOUNT', RUNNING, '[' .. it.name .. '\0', '(' .. it.name .. '\1')
    end
    return it.used
end

-- How many may start now and, when none, from when on it is worth to look again.
local function room_of(it)
    if it.paused then return 0, now() + 10000 end
    local room, again = math.huge, nil
    if it.running then
        room = it.running - used_of(it)
        if room <= 0 then again = now() + 15000 end
    end
    if it.interval then
        local time = micros()
        if not it.due then
            -- A server that knows nothing of earlier starts begins without any to spare.
            local due = tonumber(
                redis.call('ZSCORE', RATES, it.name) or settings().opened + it.interval + it.tolerance)
            it.due = math.min(math.max(due, time), time + it.interval + it.tolerance)
        end
        local free = math.floor((it.tolerance - (it.due - time)) / it.interval) + 1
        if free <= 0 then again = math.max(again or 0, math.ceil((it.due - it.tolerance) / 1000)) end
        room = math.min(room, free)
    end
    return room, again
end

-- How many of a line may start; when none, which limit blocks it and until when.
local function room_for(counters)
    local least, barrier, again = math.huge, nil, nil
    for _, it in ipairs(counters) do
        local room, time = room_of(it)
        if room < least then least = room end
        if room <= 0 and (not again or time > again) then barrier, again = it, time end
    end
    return least, barrier, again
end

-- Notes a lease under all that counts it; a start when it is one.
local function acquire_permits(counters, id, token)
    for _, it in ipairs(counters) do
        if it.running then
            used_of(it)
            if redis.call('ZADD', RUNNING, 'NX', 0, it.name .. '\0' .. id .. token) == 1 then it.used = it.used + 1 end
        end
    end
end

local function note_starts(counters, count)
    for _, it in ipairs(counters) do
        if it.interval then
            it.due = math.max(it.due or 0, micros()) + count * it.interval
            redis.call('ZADD', RATES, it.due, it.name)
        end
    end
end

-- Takes a line out of the rotation until the limit that blocks it lets something through.
local function park(it, tenant, lane, turn, again)
    redis.call('ZREM', lanes_of(tenant), lane)
    redis.call('ZADD', parked_of(it.name), turn, tenant .. lane)
    redis.call('HSET', PARKED, tenant .. lane, it.name)
    redis.call('ZADD', FULL, again, it.name)
end

-- Brings parked lines back, those of the tenants first that had the least; returns how many.
local function unpark(name, count)
    local moved = 0
    while moved < count do
        local line = redis.call('ZPOPMIN', parked_of(name), 1)
        if #line == 0 then break end
        local tenant, lane = string.sub(line[1], 1, 32), string.sub(line[1], 33)
        redis.call('HDEL', PARKED, line[1])
        local head = redis.call('ZRANGE', line_of(tenant, lane), 0, 0, 'WITHSCORES')
        if #head > 0 then
            redis.call('ZADD', lanes_of(tenant), head[2], lane)
            enter(tenant)
            moved = moved + 1
        end
    end
    return moved
end

-- A lease ends: one line that waited for its place may come back. Returns how many did.
local function release_permits(tenant, lane, id, token)
    if not settings().limited then return 0 end
    local moved = 0
    for _, it in ipairs(counters_of(tenant, lane)) do
        if it.running then
            local left = redis.call('ZREM', RUNNING, it.name .. '\0' .. id .. token)
            if it.used then it.used = it.used - left end
            -- Also when nothing was counted: what was may have been lost, and lines have waited for this all the same.
            moved = moved + unpark(it.name, 1)
        end
    end
    return moved
end

-- Looks for room that no ended lease announced: a rate whose time came, a rule that was changed, a place given back in a way
-- that this server did not see. Returns how many lines came back.
local function look_again(limit)
    if not settings().limited and redis.call('EXISTS', FULL) == 0 then return 0 end
    local moved, time = 0, now()
    for _, name in ipairs(redis.call('ZRANGEBYSCORE', FULL, '-inf', time, 'LIMIT', 0, limit)) do
        local it = counter_named(name)
        local room, again = math.huge, nil
        if it then room, again = room_of(it) end
        if room > 0 then moved = moved + unpark(name, math.min(room, 256)) end
        if redis.call('EXISTS', parked_of(name)) == 0 then
            redis.call('ZREM', FULL, name)
        else
            redis.call('ZADD', FULL, again or time + (it and 50 or 0), name)
        end
    end
    return moved
end
