-- Writes what runs published into the streams of their jobs. The holder of the lease writes; where there is no lease, the
-- latest attempt. A write that does not continue the stream (which is another claim's, was wiped, or lacks a part) is
-- refused: the run must send everything that it has, with which a stream may begin.
-- ARGV[1]: how long a stream stays, in milliseconds. ARGV[2]: how many bytes of chunks it keeps.
-- ARGV[3]: the edition of those that begin now. ARGV[4..], for each run: id, name, token, attempt, the number of the first
-- chunk, 'whole' or '', percent ('' when there is no new one), message, how many chunks, the chunks.
-- Returns the places of the runs that have to send everything, from 1.
local life, room, edition = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local OVERHEAD = 16 -- of a chunk in its list, about
local changed, again = {}, {}
local index, place = 4, 0
while index <= #ARGV do
    local id, name, token, attempt = ARGV[index], ARGV[index + 1], ARGV[index + 2], tonumber(ARGV[index + 3])
    local number, is_whole = tonumber(ARGV[index + 4]), ARGV[index + 5] == 'whole'
    local percent, message = ARGV[index + 6], ARGV[index + 7]
    local from, count = index + 9, tonumber(ARGV[index + 8])
    index, place = from + count, place + 1

    local about, chunks = about_of(name), chunks_of(name)
    local held = redis.call('HGET', HELD, id)
    local known = redis.call('HMGET', about, 'attempt', 'token', 'first', 'last', 'bytes')
    local latest = tonumber(known[1] or '0')
    local first, last, bytes = tonumber(known[3] or '1'), tonumber(known[4] or '0'), tonumber(known[5] or '0')
    local is_own = known[2] == token and latest == attempt and redis.call('LLEN', chunks) == last - first + 1
    if (held and held_token(held) ~= token) or latest > attempt then
        -- Replaced: its stream is not read any more.
    elseif not is_whole and not (is_own and number == last + 1) then
        again[#again + 1] = place
    else
        if is_whole then
            redis.call('LLEN', chunks) -- fails on a key of another type
            redis.call('DEL', chunks)
            first, last, bytes = number, number - 1, 0
        end
        if not is_own then
            redis.call('DEL', about)
            redis.call('HSET', about, 'attempt', attempt, 'token', token, 'edition', edition)
        end
        for start = from, from + count - 1, 1000 do
            redis.call('RPUSH', chunks, unpack(ARGV, start, math.min(start + 999, from + count - 1)))
        end
        for chunk = from, from + count - 1 do bytes = bytes + #ARGV[chunk] + OVERHEAD end
        last = last + count
        while bytes > room and first < last do
            bytes = bytes - #redis.call('LPOP', chunks) - OVERHEAD
            first = first + 1
        end
        redis.call('HSET', about, 'first', first, 'last', last, 'bytes', bytes)
        if percent ~= '' then
            redis.call('HSET', about, 'percent', percent, 'message', message)
            redis.call('HINCRBY', about, 'version', 1)
        end
        redis.call('PEXPIRE', about, life)
        redis.call('PEXPIRE', chunks, life)
        changed[#changed + 1] = name
    end
end
if #changed > 0 then
    redis.call('XADD', CHANGES, 'MAXLEN', '~', 500, '*', 'jobs', table.concat(changed, ' '))
    redis.call('PEXPIRE', CHANGES, life)
end
return again
