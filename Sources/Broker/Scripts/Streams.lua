-- Stands between the preamble and the scripts of streams: what running jobs publish, kept for a while. A job is named by the
-- text of its id there.
local function about_of(name) return named(base .. ':about:' .. name, 'HLEN') end
-- hash: attempt, token, edition (names this stream), first, last, bytes (of the chunks), percent, message, version
local function chunks_of(name) return named(base .. ':chunks:' .. name, 'LLEN') end -- list: the chunks from `first` to `last`
local CHANGES = base .. ':changes' -- stream: the names of jobs whose streams were written to

