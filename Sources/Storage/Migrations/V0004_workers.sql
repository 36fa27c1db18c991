-- One row per life of a worker; a claim names its session, and a session that stays silent loses its claims.
create table flotilla.worker_sessions (
    id          uuid        primary key,
    worker      text        not null,
    queues      text[]      not null,
    host        text        not null,
    pid         integer     not null,
    concurrency integer     not null,
    version     text        not null,
    started_at  timestamptz not null default now(),
    beat_at     timestamptz not null default now(),
    -- It takes no more jobs; what it holds it finishes.
    quiet       boolean     not null default false
) with (fillfactor = 50);
grant select, insert, update, delete on flotilla.worker_sessions to flotilla_dispatcher;
