-- What holds for the jobs of each kind, told by the programs that know it: whoever enqueues from SQL or through an API
-- of another version, and whoever ends a run from outside, finds it here.
create table job_kinds (
    kind            text        primary key,
    queue           text        not null,
    timeout_ms      integer     not null check (timeout_ms > 0),
    max_attempts    integer     not null check (max_attempts > 0),
    backoff_base_ms bigint      not null check (backoff_base_ms >= 0),
    backoff_cap_ms  bigint      not null check (backoff_cap_ms >= 0),
    grace_ms        integer     not null check (grace_ms >= 0),
    told_at         timestamptz not null default now()
);
grant select, insert, update on job_kinds to flotilla_dispatcher;

-- A worker that is quiet takes no more jobs; what it holds it finishes.
alter table worker_sessions add column quiet boolean not null default false;

-- Whether the attempt in the row has an executor, and so perhaps a machine, to itself.
alter table jobs add column alone boolean not null default false;
