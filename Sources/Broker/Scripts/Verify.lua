-- Does what the other scripts do, on keys of its own, and looks whether the queue's keys are ours: an error of the
-- server, such as READONLY, ends it as it would end them.
-- ARGV[1]: the marker, when there is none. Returns 'ok', the marker; or what is in the way: 'missing', 'denied' (a
-- command's name), 'keys' (that the user may not touch), 'type' (a key of another type).
local function trial(name) return base .. ':check:' .. name end
local ZSET, HASH, SET, LIST, STREAM = trial('zset'), trial('hash'), trial('set'), trial('list'), trial('stream')

-- First those that a full server refuses: a script that has written is not refused any more.
local steps = {
    { 'ZADD', ZSET, 1, 'a', 2, 'b', 3, 'c' }, { 'ZADD', ZSET, 'NX', 1, 'a' }, { 'ZADD', ZSET, 'LT', 1, 'a' },
    { 'ZINCRBY', ZSET, 1, 'a' }, { 'ZSCORE', ZSET, 'a' }, { 'ZRANK', ZSET, 'a' }, { 'ZRANGE', ZSET, 0, 1, 'WITHSCORES' },
    { 'ZRANGEBYSCORE', ZSET, '-inf', 1, 'LIMIT', 0, 1 }, { 'ZRANGEBYLEX', ZSET, '-', '+', 'LIMIT', 0, 1 },
    { 'ZCOUNT', ZSET, '-inf', 1 }, { 'ZLEXCOUNT', ZSET, '-', '+' }, { 'ZCARD', ZSET },
    { 'ZUNIONSTORE', ZSET, 1, ZSET, 'WEIGHTS', 0 }, { 'ZPOPMIN', ZSET, 1 }, { 'ZREM', ZSET, 'b' },
    { 'ZREMRANGEBYSCORE', ZSET, '-inf', '+inf' },
    { 'HSET', HASH, 'a', 1 }, { 'HINCRBY', HASH, 'a', 1 }, { 'HINCRBYFLOAT', HASH, 'a', 1 }, { 'HGET', HASH, 'a' },
    { 'HMGET', HASH, 'a', 'b' }, { 'HEXISTS', HASH, 'a' }, { 'HGETALL', HASH }, { 'HSCAN', HASH, 0 }, { 'HDEL', HASH, 'a' },
    { 'SADD', SET, 'a' }, { 'PEXPIRE', SET, 60000 }, { 'SMEMBERS', SET }, { 'SREM', SET, 'a' },
    { 'RPUSH', LIST, 'a' }, { 'LLEN', LIST }, { 'LRANGE', LIST, 0, 1 }, { 'LPOP', LIST }, { 'BLPOP', LIST, 1 },
    { 'EXISTS', LIST }, { 'TIME' },
    { 'XADD', STREAM, 'MAXLEN', '~', 1, '*', 'a', 'b' }, { 'XREVRANGE', STREAM, '+', '-', 'COUNT', 1 }, { 'DEL', STREAM },
    -- What each of the queue's own keys answers only when it is of our type.
    { 'ZCARD', TENANTS }, { 'HEXISTS', VTIME, '' }, { 'ZCARD', LEASES }, { 'HEXISTS', HELD, '' }, { 'ZCARD', DUE },
    { 'HEXISTS', WAITING, '' }, { 'HEXISTS', COST, '' }, { 'LLEN', WAKE }, { 'HEXISTS', LIMITS, '' },
    { 'HEXISTS', WEIGHTS, '' }, { 'HEXISTS', PARKED, '' }, { 'ZCARD', FULL }, { 'ZCARD', RUNNING }, { 'ZCARD', RATES },
    { 'XREVRANGE', CHANGES, '+', '-', 'COUNT', 1 }, { 'HEXISTS', FOREIGN, '' }, { 'GET', MARKER },
}

local function contains(text, part) return string.find(text, part, 1, true) end

for _, step in ipairs(steps) do
    local reply = redis.pcall(unpack(step))
    local problem = type(reply) == 'table' and reply.err
    if problem then
        if contains(problem, 'nknown Redis command') or contains(problem, 'nknown command') then
            return { 'missing', step[1] }
        elseif contains(problem, 'access') and contains(problem, 'key') then
            return { 'keys', '' }
        elseif contains(problem, 'NOPERM') or contains(problem, "can't run this command") then
            return { 'denied', step[1] }
        elseif contains(problem, 'WRONGTYPE') then
            return { 'type', step[2] }
        elseif not contains(problem, 'not allowed from script') then
            return reply
        end
    end
end

local foreign = redis.call('HGETALL', FOREIGN)
for index = 1, #foreign, 2 do
    local size = redis.pcall(foreign[index + 1], foreign[index])
    if type(size) == 'table' and size.err and contains(size.err, 'WRONGTYPE') then return { 'type', foreign[index] } end
    redis.call('HDEL', FOREIGN, foreign[index])
end

local marker = redis.call('GET', MARKER)
if not marker then
    marker = ARGV[1]
    redis.call('SET', MARKER, marker)
end
return { 'ok', marker }
