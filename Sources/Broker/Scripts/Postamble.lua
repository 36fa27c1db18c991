-- Stands behind every script. One that fails half-way puts back what it took, and notes which keys another program
-- holds: the check (Verify.lua) finds them from then on, until they are gone.
local is_done, answer = pcall(main)
if is_done then return answer end
if undo then pcall(undo) end
-- A table since Redis 7; before, text that begins with the place in the script.
local text = type(answer) == 'table' and answer.err or tostring(answer)
text = string.gsub(string.gsub(text, '^.*user_script:%s*%d+:%s*', ''), '^%-', '')
if string.find(text, 'WRONGTYPE', 1, true) then
    local found = 0
    for key, command in pairs(named_keys) do
        local size = redis.pcall(command, key)
        if type(size) == 'table' and size.err and string.find(size.err, 'WRONGTYPE', 1, true) and found < 16 then
            redis.pcall('HSET', FOREIGN, key, command)
            found = found + 1
        end
    end
end
if not string.find(text, '^%u+ ') then text = 'ERR ' .. text end
return { err = text }
