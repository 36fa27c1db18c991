-- A key means something to one caller of one tenant: the same subject may stand in two tenants when tokens are signed by
-- somebody else. Answers of the version before have the nil UUID; they hold for their caller until they are a day old.
-- The tenant comes last in the key, so that the version before, which does not name it, finds its rows by the index.
alter table idempotency_keys add column tenant uuid not null default '00000000-0000-0000-0000-000000000000';
alter table idempotency_keys drop constraint idempotency_keys_pkey;
alter table idempotency_keys add constraint idempotency_keys_pkey primary key (caller, method, path, key, tenant);
