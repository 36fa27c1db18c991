-- The delivery with whose mail this one goes; its own id for that one.
alter table flotilla.deliveries add column digest_id uuid;
create index deliveries_by_digest on flotilla.deliveries (digest_id) where digest_id is not null and status = 'queued';
create index deliveries_gathering on flotilla.deliveries (recipient, id) where channel = 'email' and status = 'queued';
