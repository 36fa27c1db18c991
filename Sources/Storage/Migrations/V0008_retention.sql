-- Settled jobs that are older than they are kept go with their partition. What is to stay is copied beforehand, page by
-- page, into a table that takes the partition's place: a partition like any other, so every statement on jobs finds it.

-- Tables whose rows name jobs. A row of one that keeps its jobs holds a settled job back as long as it is there; a row of
-- another one goes after its job. The column has an index and, where rows go, holds nothing but ids of jobs. Each table
-- that comes later is named here by its own migration; these tables have no row-level security, or one that lets the
-- owner and the dispatcher see every row.
create table flotilla.job_references (
    table_name  text    primary key,
    column_name text    not null,
    keeps       boolean not null
);
grant select on flotilla.job_references to flotilla_dispatcher;
-- A key that is held beyond its job answers with the job.
insert into flotilla.job_references values
    ('job_unique', 'job_id', true), ('job_dependencies', 'child', false), ('job_waiting', 'id', false),
    ('job_failures', 'id', false);

-- Partitions that are being replaced. The row is all that is known of the progress, and changes in the transaction of what
-- it counts, so that any process may go on where another one stopped.
create table flotilla.job_collections (
    -- The table that takes the place of the sources: partitions of jobs, ascending.
    target       text        primary key,
    sources      text[]      not null,
    lower        uuid        not null,
    upper        uuid        not null,
    phase        text        not null default 'watch' check (phase in ('watch', 'copy', 'swap', 'drop', 'clean')),
    -- Everything up to here was looked at.
    position     uuid        not null,
    examined     bigint      not null default 0,
    kept         bigint      not null default 0,
    -- What the fleet keeps without a word of the kind, as of `moment`.
    succeeded_ms bigint      not null,
    failed_ms    bigint      not null,
    cancelled_ms bigint      not null,
    moment       timestamptz not null default now(),
    -- Times in a row that a lock was not to be had.
    blocked      integer     not null default 0,
    next_at      timestamptz not null default now()
);
grant select, insert, update, delete on flotilla.job_collections to flotilla_dispatcher;
create sequence flotilla.job_collection_numbers;

-- Jobs that changed in a partition while it was copied: they are copied again before the copy takes its place.
create table flotilla.jobs_touched (
    target text not null,
    id     uuid not null
);
