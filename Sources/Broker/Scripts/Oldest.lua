-- Names the ready ids whose jobs were made first: of each line the first of each priority.
-- ARGV: how many tenants' lines are looked at, and parked lines; how many ids at most.
-- Returns the ids, the oldest first. Changes nothing.
local most = tonumber(ARGV[2])
local step = 281474976710656 -- of a score from one priority to the next (score_of)
local ages, ids = {}, {}

-- Both lists stay sorted and short: most ids are younger than the last.
local function note(age, id)
    local place = #ids + 1
    if place > most and age >= ages[most] then return end
    while place > 1 and age < ages[place - 1] do place = place - 1 end
    table.insert(ages, place, age)
    table.insert(ids, place, id)
    ages[most + 1], ids[most + 1] = nil, nil
end

local function look(line)
    local first = redis.call('ZRANGE', line, 0, 0, 'WITHSCORES')
    if not first[1] then return end
    note(first[2] % step, first[1])
    local last = redis.call('ZRANGE', line, -1, -1, 'WITHSCORES')
    for priority = math.floor(first[2] / step) + 1, math.floor(last[2] / step) do
        local low = string.format('%.0f', priority * step)
        local high = string.format('(%.0f', (priority + 1) * step)
        local head = redis.call('ZRANGEBYSCORE', line, low, high, 'WITHSCORES', 'LIMIT', 0, 1)
        if head[1] then note(head[2] % step, head[1]) end
    end
end

for _, tenant in ipairs(redis.call('ZRANGE', TENANTS, 0, tonumber(ARGV[1]) - 1)) do
    for _, lane in ipairs(redis.call('ZRANGE', lanes_of(tenant), 0, -1)) do look(line_of(tenant, lane)) end
end
local parked = redis.call('HSCAN', PARKED, 0, 'COUNT', ARGV[1])[2]
for index = 1, #parked, 2 do look(line_of(string.sub(parked[index], 1, 32), string.sub(parked[index], 33))) end
return ids
