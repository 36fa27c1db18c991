-- Stands before every script of a queue.
-- KEYS[1]: the queue's base, such as flotilla:{scan}. All keys below begin with it, so they share its hash slot.
-- ids are 16 bytes, tokens 8 bytes, tenants and sessions 32 hex digits, times milliseconds of this server's clock,
-- costs microseconds of slot-time. The script itself is the body of `main`, which Postamble.lua calls.
local base = KEYS[1]
local TENANTS = base .. ':tenants' -- zset: tenant -> virtual time, of the tenants that have something ready
local VTIME = base .. ':vtime'     -- hash: tenant -> virtual time with which it left the rotation; 'clock' -> of the last served
local LEASES = base .. ':leases'   -- zset: id -> deadline
local HELD = base .. ':held'       -- hash: id -> token, session, tenant, priority, cost, lane
local DUE = base .. ':due'         -- zset: id -> time from which it is ready
local WAITING = base .. ':waiting' -- hash: id -> tenant, priority, lane, of the ids in DUE
local COST = base .. ':cost'       -- hash: kind -> mean slot-time of a job
local WAKE = base .. ':wake'       -- list: one element wakes one blocked worker
local LIMITS = base .. ':limits'   -- hash: 'version', 'opened', … and the rules by name (Limits.lua)
local WEIGHTS = base .. ':weights' -- hash: tenant -> its share, when that is not 1
local PARKED = base .. ':parked'   -- hash: tenant .. lane -> name of the limit under which the line is parked
local FULL = base .. ':full'       -- zset: that name -> when its parked lines are looked at again
local MARKER = base .. ':marker'   -- string: present as long as the server keeps what it was given
local FOREIGN = base .. ':foreign' -- hash: key that holds another type -> a command that only ours answers

-- Keys that this run named -> a command that only their type answers.
local named_keys = {}
local function named(key, command)
    named_keys[key] = command
    return key
end

local function lanes_of(tenant) return named(base .. ':lanes:' .. tenant, 'ZCARD') end -- zset: lane -> score of its first id
local function line_of(tenant, lane) return named(base .. ':ready:' .. tenant .. ':' .. lane, 'ZCARD') end -- zset: id -> score
local function parked_of(name) return named(base .. ':parked:' .. name, 'ZCARD') end -- zset: tenant .. lane -> virtual time
local function session_of(session) return named(base .. ':session:' .. session, 'SCARD') end -- set: ids

-- Puts back what `main` took away when it cannot go on.
local undo

local function now()
    local time = redis.call('TIME')
    return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function kind_of(lane) return string.match(lane, '^[^#]*') end

-- Priority first, then age: an id begins with the 48 bits of its time.
local function score_of(id, priority)
    local a, b, c, d, e, f = string.byte(id, 1, 6)
    return priority * 281474976710656 + ((((a * 256 + b) * 256 + c) * 256 + d) * 256 + e) * 256 + f
end

local function pack_held(token, session, tenant, priority, cost, lane)
    return token .. session .. tenant .. priority .. string.format('%010d', cost) .. lane
end

local function held_token(held) return string.sub(held, 1, 8) end
local function held_session(held) return string.sub(held, 9, 40) end
local function held_tenant(held) return string.sub(held, 41, 72) end
local function held_priority(held) return string.sub(held, 73, 73) end
local function held_cost(held) return tonumber(string.sub(held, 74, 83)) end
local function held_lane(held) return string.sub(held, 84) end

-- A tenant does not save up turns while it has nothing ready: it comes back no earlier than the first tenant in rotation or,
-- when there is none, than the one that was served last.
local function enter(tenant)
    if redis.call('ZSCORE', TENANTS, tenant) then return end
    local own = tonumber(redis.call('HGET', VTIME, tenant) or '0')
    local first = redis.call('ZRANGE', TENANTS, 0, 0, 'WITHSCORES')
    local turn = math.max(own, tonumber(first[2] or redis.call('HGET', VTIME, 'clock') or '0'))
    redis.call('ZADD', TENANTS, turn, tenant)
end

-- The limits' settings: the version, whether anything is limited, whether tenants have weights.
local conf
local function settings()
    if not conf then
        local said = redis.call('HMGET', LIMITS, 'version', 'limited', 'weighted', 'opened')
        conf = { version = said[1], limited = said[2] == '1', weighted = said[3] == '1', opened = tonumber(said[4] or '0') }
    end
    return conf
end

-- A line whose limit is reached is out of the rotation; what is offered to it joins it where it waits.
local function is_parked(tenant, lane)
    if not settings().limited then return false end
    local name = redis.call('HGET', PARKED, tenant .. lane)
    -- A line without its entries in these keys (one was lost) would never be looked at again: it is not parked.
    return name and redis.call('ZSCORE', FULL, name) and redis.call('ZSCORE', parked_of(name), tenant .. lane) and true
        or false
end

-- Puts an id into its line; returns 1 when it was not there. The lane and the tenant are entered in any case: their keys may
-- have been lost while the line was kept.
local function put(id, tenant, priority, lane)
    local score = score_of(id, tonumber(priority))
    local added = redis.call('ZADD', line_of(tenant, lane), 'NX', score, id)
    if is_parked(tenant, lane) then return added end
    redis.call('ZADD', lanes_of(tenant), 'LT', score, lane)
    enter(tenant)
    return added
end

-- Wakes as many blocked workers as there is work for; the list stays short, a worker that finds more left wakes the next.
local function wake(count)
    local missing = math.min(count, 16) - redis.call('LLEN', WAKE)
    for _ = 1, missing do redis.call('RPUSH', WAKE, '1') end
end

-- Calls a command with a key and any number of members, as many at a time as Lua's stack takes: a call for each of
-- them would cost several times what it does. Returns the answers of a command that has one for each member.
local function many(command, key, members)
    local answers = {}
    for from = 1, #members, 1000 do
        local part = redis.call(command, key, unpack(members, from, math.min(from + 999, #members)))
        if type(part) == 'table' then
            for index = 1, #part do answers[from + index - 1] = part[index] end
        end
    end
    return answers
end

local function is_leased(id)
    return redis.call('HEXISTS', HELD, id) == 1 and redis.call('ZSCORE', LEASES, id) and true or false
end

-- Which of these ids have a lease: what is held of each, by its place; false where there is none.
local function leases_of(ids)
    local held = many('HMGET', HELD, ids)
    for index = 1, #ids do
        if held[index] and not redis.call('ZSCORE', LEASES, ids[index]) then held[index] = false end
    end
    return held
end

local function drop(id, held)
    redis.call('HDEL', HELD, id)
    redis.call('ZREM', LEASES, id)
    redis.call('SREM', session_of(held_session(held)), id)
end

-- Moves what has become due into its lines; returns how many.
local function promote(limit)
    local ids = redis.call('ZRANGEBYSCORE', DUE, '-inf', now(), 'LIMIT', 0, limit)
    local moved = 0
    for _, id in ipairs(ids) do
        local entry = redis.call('HGET', WAITING, id)
        if entry and not is_leased(id) then
            moved = moved + put(id, string.sub(entry, 1, 32), string.sub(entry, 33, 33), string.sub(entry, 34))
        end
        redis.call('ZREM', DUE, id)
        redis.call('HDEL', WAITING, id)
    end
    return moved
end

local weights = {}
local function weight_of(tenant)
    if not settings().weighted then return 1 end
    if not weights[tenant] then weights[tenant] = tonumber(redis.call('HGET', WEIGHTS, tenant) or '1') end
    return weights[tenant]
end

-- Charges a tenant for slot-time, or gives some back.
local function charge(tenant, cost)
    cost = cost / weight_of(tenant)
    if redis.call('ZSCORE', TENANTS, tenant) then
        redis.call('ZINCRBY', TENANTS, cost, tenant)
    else
        redis.call('HINCRBYFLOAT', VTIME, tenant, cost)
    end
end
