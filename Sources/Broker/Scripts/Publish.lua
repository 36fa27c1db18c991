-- Takes over the rules of a queue, unless newer ones are here, and counts anew what runs under them.
-- ARGV[1]: version. ARGV[2]: how many rules, each name, rule. Then how many weights, each tenant, weight.
-- Then claims that count, whether leased here or not: id, token, tenant, lane, id, …
-- Returns 1 when they were taken over.
local stored = settings().version
if stored and tonumber(stored) > tonumber(ARGV[1]) then return 0 end
local opened = stored and conf.opened or micros()
-- Another program's keys are not deleted: these fail on them. LIMITS was read above.
redis.call('HEXISTS', WEIGHTS, '')
redis.call('HEXISTS', HELD, '')
redis.call('ZCARD', RUNNING)
redis.call('ZCARD', FULL)
redis.call('DEL', LIMITS, WEIGHTS, RUNNING)
local place = 2
local function pairs_into(key)
    local count = tonumber(ARGV[place])
    for index = place + 1, place + 2 * count, 2 do redis.call('HSET', key, ARGV[index], ARGV[index + 1]) end
    place = place + 1 + 2 * count
    return count
end
local rules = pairs_into(LIMITS)
local tenants = pairs_into(WEIGHTS)
redis.call(
    'HSET', LIMITS, 'version', ARGV[1], 'opened', string.format('%.0f', opened), 'limited', rules > 0 and '1' or '0',
    'weighted', tenants > 0 and '1' or '0')
conf = nil
if rules > 0 then
    local all = redis.call('HGETALL', HELD)
    for index = 1, #all, 2 do
        local held = all[index + 1]
        acquire_permits(counters_of(held_tenant(held), held_lane(held)), all[index], held_token(held))
    end
    for index = place, #ARGV, 4 do
        acquire_permits(counters_of(ARGV[index + 2], ARGV[index + 3]), ARGV[index], ARGV[index + 1])
    end
end
-- All that is parked is looked at again.
if redis.call('EXISTS', FULL) == 1 then redis.call('ZUNIONSTORE', FULL, 1, FULL, 'WEIGHTS', 0) end
wake(16)
return 1
