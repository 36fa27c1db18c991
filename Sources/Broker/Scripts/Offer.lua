-- Makes ids known. Those that are leased stay leased; those that are known already stay where they are.
-- ARGV: for each offer id, tenant, priority (one digit), lane, time from which it is ready ('' for now).
-- Returns how many became ready.
local time = now()
local added = 0
for index = 1, #ARGV, 5 do
    local id, tenant, priority, lane = ARGV[index], ARGV[index + 1], ARGV[index + 2], ARGV[index + 3]
    local run_at = tonumber(ARGV[index + 4])
    if not is_leased(id) then
        if run_at and run_at > time then
            redis.call('ZADD', DUE, run_at, id)
            redis.call('HSET', WAITING, id, tenant .. priority .. lane)
        else
            added = added + put(id, tenant, priority, lane)
        end
    end
end
if added > 0 then wake(added) end
return added
