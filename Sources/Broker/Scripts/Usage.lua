-- Says how full limits are: of those that let nothing through now, and of those under which something runs.
-- ARGV[1]: how many of each at most. Returns name, running, limit (-1: none), lines that wait, name, …
local most = tonumber(ARGV[1])
local names, seen = {}, {}
local function note(name)
    if not seen[name] then
        seen[name] = true
        names[#names + 1] = name
    end
end
for _, name in ipairs(redis.call('ZRANGE', FULL, 0, most - 1)) do note(name) end
-- From each name the walk steps behind its last entry.
local from = '-'
for _ = 1, most do
    local entry = redis.call('ZRANGEBYLEX', RUNNING, from, '+', 'LIMIT', 0, 1)[1]
    if not entry then break end
    local name = string.sub(entry, 1, -26)
    note(name)
    from = '[' .. name .. '\1'
end
local answer = {}
for _, name in ipairs(names) do
    local it = counter_named(name)
    if it then
        for _, value in ipairs({ name, used_of(it), it.running or -1, redis.call('ZCARD', parked_of(name)) }) do
            answer[#answer + 1] = value
        end
    end
end
return answer
