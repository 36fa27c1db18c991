-- Reads streams, each from a place on.
-- ARGV[1]: bytes of chunks of each stream, about; 0 for none. ARGV[2..], for each job: name, attempt, sequence, edition
-- ('' for any) of the place. Returns for each job '' when it has no stream, else attempt, edition, first, last, version,
-- percent, message, the number of the first chunk that follows, the chunks. Changes nothing.
local room = tonumber(ARGV[1])
local answers = {}
for index = 2, #ARGV, 4 do
    local name, attempt, sequence, edition = ARGV[index], ARGV[index + 1], tonumber(ARGV[index + 2]), ARGV[index + 3]
    local known =
        redis.call('HMGET', about_of(name), 'attempt', 'edition', 'first', 'last', 'version', 'percent', 'message')
    local answer = ''
    if known[1] and known[3] and known[4] then
        local first, last = tonumber(known[3]), tonumber(known[4])
        local start = first
        local goes_on = known[1] == attempt and (edition == '' or known[2] == edition)
        if goes_on and sequence + 1 >= first and sequence <= last then start = sequence + 1 end
        answer = {
            known[1], known[2] or '', known[3], known[4], known[5] or '0', known[6] or '', known[7] or '', start,
        }
        if room > 0 and start <= last then
            local bytes = 0
            for _, chunk in ipairs(redis.call('LRANGE', chunks_of(name), start - first, start - first + 511)) do
                answer[#answer + 1] = chunk
                bytes = bytes + #chunk
                if bytes >= room then break end
            end
            -- The list is gone, the rest is not: the stream counts as lost.
            if bytes == 0 then answer = '' end
        end
    end
    answers[#answers + 1] = answer
end
return answers
