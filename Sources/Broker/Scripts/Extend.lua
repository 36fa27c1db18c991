-- Asserts everything that a session holds: absent leases are made again; leases of the session that it does not
-- name go back into their lines, unless they are so young that the answer to the take may still be under way.
-- ARGV[1]: session. ARGV[2]: lease. ARGV[3]: age from which an unnamed lease goes back.
-- Then for each claim id, token, tenant, lane, priority.
-- Returns the ids that another token holds.
local session, lease, young = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local time = now()
local refused, named = {}, {}
for index = 4, #ARGV, 5 do
    local id, token, tenant, lane = ARGV[index], ARGV[index + 1], ARGV[index + 2], ARGV[index + 3]
    local held = redis.call('HGET', HELD, id)
    named[id] = true
    if held and held_token(held) ~= token then
        refused[#refused + 1] = id
    else
        if not held then
            redis.call('HSET', HELD, id, pack_held(token, session, tenant, ARGV[index + 4], 0, lane))
            redis.call('ZREM', line_of(tenant, lane), id)
            if settings().limited then acquire_permits(counters_of(tenant, lane), id, token) end
        end
        redis.call('SADD', session_of(session), id)
        redis.call('ZADD', LEASES, time + lease, id)
    end
end
local back = 0
for _, id in ipairs(redis.call('SMEMBERS', session_of(session))) do
    if not named[id] then
        local held = redis.call('HGET', HELD, id)
        local deadline = tonumber(redis.call('ZSCORE', LEASES, id) or '0')
        if not held or held_session(held) ~= session then
            redis.call('SREM', session_of(session), id)
        elseif deadline - lease + young < time then
            drop(id, held)
            back = back + release_permits(held_tenant(held), held_lane(held), id, held_token(held))
            back = back + put(id, held_tenant(held), held_priority(held), held_lane(held))
        end
    end
end
redis.call('PEXPIRE', session_of(session), lease * 10)
if back > 0 then wake(back) end
return refused
