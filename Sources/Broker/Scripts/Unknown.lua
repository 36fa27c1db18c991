-- Says which ids this server does not know: neither in a line that will have its turn, nor leased, nor waiting for their
-- time.
-- ARGV: for each job id, tenant, lane. Returns the places of those ids, from 1. Changes nothing.
local function is_in_line(tenant, lane, id)
    if not redis.call('ZSCORE', line_of(tenant, lane), id) then return false end
    return is_parked(tenant, lane)
        or redis.call('ZSCORE', lanes_of(tenant), lane) and redis.call('ZSCORE', TENANTS, tenant)
end

local unknown = {}
for index = 1, #ARGV, 3 do
    local id = ARGV[index]
    if
        not is_in_line(ARGV[index + 1], ARGV[index + 2], id)
        and not is_leased(id)
        and not redis.call('ZSCORE', DUE, id)
    then
        unknown[#unknown + 1] = (index + 2) / 3
    end
end
return unknown
