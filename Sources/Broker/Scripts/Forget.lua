-- Forgets the rules of a queue, so that older ones may be published. Fails on a key of another type.
redis.call('HEXISTS', LIMITS, 'version')
return redis.call('DEL', LIMITS)
