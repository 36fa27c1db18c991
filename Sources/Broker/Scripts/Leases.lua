-- Names what was given out. Returns id, token, id, …
local all = redis.call('HGETALL', HELD)
for index = 2, #all, 2 do all[index] = held_token(all[index]) end
return all
