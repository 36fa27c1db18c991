-- The first answer to a request that carried an Idempotency-Key, committed with what the request did: a repetition
-- within a day gets it again. A twin that comes at the same time waits on the primary key for the first to commit.
create table idempotency_keys (
    caller      uuid        not null,
    method      text        not null,
    path        text        not null,
    key         text        not null,
    body_sha256 bytea       not null check (length(body_sha256) = 32),
    status      smallint    not null,
    location    text,
    body        bytea       not null,
    created_at  timestamptz not null default now(),
    primary key (caller, method, path, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);
grant select, insert, update, delete on idempotency_keys to flotilla_dispatcher;
