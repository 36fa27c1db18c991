-- What callers asked for in one request and get again, or in many steps.

-- The first answer to a request that carried an Idempotency-Key, committed with what the request did: a repetition within
-- a day gets it again. A twin that comes at the same time waits on the primary key for the first to commit. A key means
-- something to one caller of one tenant: the same subject may stand in two tenants when tokens are signed elsewhere.
create table flotilla.idempotency_keys (
    caller      uuid        not null,
    tenant      uuid        not null,
    method      text        not null,
    path        text        not null,
    key         text        not null,
    body_sha256 bytea       not null check (length(body_sha256) = 32),
    status      smallint    not null,
    location    text,
    body        bytea       not null,
    created_at  timestamptz not null default now(),
    primary key (caller, method, path, key, tenant)
);
create index idempotency_keys_by_age on flotilla.idempotency_keys (created_at);
grant select, insert, update, delete on flotilla.idempotency_keys to flotilla_dispatcher;

-- Retries or cancellations of all jobs that a filter finds. The row is all that is known of its progress, and changes in the
-- transaction of what it counts, so that any process may go on where another one stopped.
create table flotilla.bulk_operations (
    id          uuid        primary key,
    action      text        not null check (action in ('retry', 'cancel')),
    tenant      uuid,
    filter      jsonb       not null,
    -- Jobs a second.
    rate        integer     check (rate > 0),
    max_jobs    bigint      check (max_jobs > 0),
    status      text        not null default 'running' check (status in ('running', 'done', 'failed')),
    -- Ids above this one, and below the upper bound, are still to be looked at.
    position    uuid        not null,
    upper_bound uuid        not null,
    examined    bigint      not null default 0,
    changed     bigint      not null default 0,
    -- Found, and not changed: the job had moved on, or another one holds its unique key.
    skipped     bigint      not null default 0,
    error       text,
    created_by  uuid,
    created_at  timestamptz not null default now(),
    -- The next step may be made.
    next_at     timestamptz not null default now(),
    finished_at timestamptz
);
create index bulk_operations_to_do on flotilla.bulk_operations (next_at) where status = 'running';
grant select, insert, update, delete on flotilla.bulk_operations to flotilla_dispatcher;
