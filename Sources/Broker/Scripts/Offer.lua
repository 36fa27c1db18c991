-- Makes ids known. Those that are leased stay leased; those that are known already stay where they are.
-- ARGV: for each offer id, tenant, priority (one digit), lane, milliseconds until it is ready (0 for now).
-- Returns how many became ready.
local ids = {}
for index = 1, #ARGV, 5 do ids[#ids + 1] = ARGV[index] end
local leases = leases_of(ids)

local time = now()
local lines, order = {}, {}
for number, id in ipairs(ids) do
    local index = number * 5 - 4
    local tenant, priority, lane = ARGV[index + 1], ARGV[index + 2], ARGV[index + 3]
    local wait = tonumber(ARGV[index + 4])
    if not leases[number] then
        if wait > 0 then
            redis.call('ZADD', DUE, time + wait, id)
            redis.call('HSET', WAITING, id, tenant .. priority .. lane)
        else
            local line = lines[tenant .. lane]
            if not line then
                line = { tenant = tenant, lane = lane, entries = {} }
                lines[tenant .. lane] = line
                order[#order + 1] = line
            end
            local score = score_of(id, tonumber(priority))
            line.entries[#line.entries + 1] = score
            line.entries[#line.entries + 1] = id
            if not line.first or score < line.first then line.first = score end
        end
    end
end

local added, open = 0, 0
local function extend_line(line)
    local key = line_of(line.tenant, line.lane)
    for from = 1, #line.entries, 1000 do
        local last = math.min(from + 999, #line.entries)
        line.added = (line.added or 0) + redis.call('ZADD', key, 'NX', unpack(line.entries, from, last))
    end
    added = added + line.added
    if not is_parked(line.tenant, line.lane) then
        -- Entered in any case: these keys may have been lost while the line was kept.
        redis.call('ZADD', lanes_of(line.tenant), 'LT', line.first, line.lane)
        enter(line.tenant)
        open = open + line.added
    end
end
-- A line that cannot be written keeps no other one out.
local failure
for _, line in ipairs(order) do
    local is_written, problem = pcall(extend_line, line)
    if not is_written then failure = failure or problem end
end
if open > 0 then wake(open) end
if failure then error(failure, 0) end
return added
