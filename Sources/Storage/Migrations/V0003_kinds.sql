-- What holds for the jobs of each kind, registered by the programs that define it. Read where jobs are enqueued from SQL or
-- through an API of another version, and where a run is ended from outside.
create table flotilla.job_kinds (
    kind              text        primary key,
    queue             text        not null,
    timeout_ms        integer     not null check (timeout_ms > 0),
    max_attempts      integer     not null check (max_attempts > 0),
    backoff_base_ms   bigint      not null check (backoff_base_ms >= 0),
    backoff_cap_ms    bigint      not null check (backoff_cap_ms >= 0),
    grace_ms          integer     not null check (grace_ms >= 0),
    told_at           timestamptz not null default now(),
    -- Counted from when a job was settled; null: what the fleet's configuration says.
    keep_succeeded_ms bigint      check (keep_succeeded_ms > 0),
    keep_failed_ms    bigint      check (keep_failed_ms > 0),
    keep_cancelled_ms bigint      check (keep_cancelled_ms > 0)
);
grant select, insert, update on flotilla.job_kinds to flotilla_dispatcher;
