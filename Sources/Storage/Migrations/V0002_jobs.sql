-- The job's row and what belongs to it.

create type flotilla.job_status as enum
    ('scheduled', 'queued', 'running', 'retrying', 'succeeded', 'failed', 'cancelled');

create table flotilla.jobs (
    id              uuid        not null,
    tenant          uuid        not null,
    kind            text        not null,
    queue           text        not null,
    status          flotilla.job_status not null,
    priority        smallint    not null check (priority between 0 and 9),
    attempt         integer     not null default 0,
    errors          integer     not null default 0,
    crashes         integer     not null default 0,
    max_attempts    integer     not null check (max_attempts > 0),
    timeout_ms      integer     not null check (timeout_ms > 0),
    -- The claim: every write of an outcome has to show this token.
    token           bigint,
    session         uuid,
    created_at      timestamptz not null default now(),
    run_at          timestamptz,
    expires_at      timestamptz,
    started_at      timestamptz,
    finished_at     timestamptz,
    cancel_requested_at timestamptz,
    -- How the attempt in this row ended; earlier ones are in job_attempts.
    attempt_end     text,
    unique_key      text,
    limit_key       text,
    trace_parent    text,
    request_id      text,
    payload         jsonb       not null,
    result          jsonb,
    error           jsonb,
    checkpoint      jsonb,
    -- Whether the attempt in the row has an executor, and so perhaps a machine, to itself.
    alone           boolean     not null default false,
    -- Another job waits for this one to end.
    followed        boolean     not null default false,
    -- The batch whose member the job is.
    batch_id        uuid,
    primary key (id)
) partition by range (id);

-- No index holds a column that changes in a job's life, so that claims and results stay heap-only updates.
create index jobs_by_tenant on flotilla.jobs (tenant, id);
create index jobs_by_kind on flotilla.jobs (kind, tenant, id);
create index jobs_by_batch on flotilla.jobs (batch_id, id) where batch_id is not null;
select flotilla.protect_tenant_table('jobs', 'tenant', 'select', 'select, insert, update, delete');

create table flotilla.job_attempts (
    job_id      uuid        not null,
    attempt     integer     not null,
    tenant      uuid        not null,
    session     uuid,
    started_at  timestamptz,
    finished_at timestamptz,
    ended       text,
    error       jsonb,
    primary key (job_id, attempt)
) partition by range (job_id);
select flotilla.protect_tenant_table('job_attempts', 'tenant', 'select', 'select, insert, update, delete');

create table flotilla.jobs_default partition of flotilla.jobs default;
create table flotilla.job_attempts_default partition of flotilla.job_attempts default;
-- Rights on a table are not those on its partitions, and the fleet's checks ask this one whether it is empty.
grant select on flotilla.jobs_default to flotilla_dispatcher;

-- Per partition of jobs: everything below low_water is settled, so looking for open jobs starts there. A tenant's list of
-- them begins there, too.
create table flotilla.job_partitions (
    name      text primary key,
    lower     uuid not null unique,
    upper     uuid not null,
    low_water uuid not null
);
grant select, insert, update, delete on flotilla.job_partitions to flotilla_dispatcher;
grant select on flotilla.job_partitions to flotilla_tenant;

-- Jobs that wait for a time, and nothing else of them: found by time without an index on jobs.
create table flotilla.due (
    run_at timestamptz not null,
    id     uuid        not null,
    primary key (run_at, id)
);
grant select, insert, update, delete on flotilla.due to flotilla_dispatcher;

-- Jobs that became ready in a transaction of their own making, however long it was open: the Enqueuer offers them and takes
-- them off the list.
create table flotilla.enqueued (
    id uuid primary key
);
grant select, insert, update, delete on flotilla.enqueued to flotilla_dispatcher;

-- One open job per (tenant, kind, key).
create table flotilla.job_unique (
    tenant     uuid not null,
    kind       text not null,
    key        text not null,
    job_id     uuid not null,
    -- Until then the key is held, also after its job was settled; null: as long as the job is open.
    held_until timestamptz,
    primary key (tenant, kind, key)
);
create index job_unique_by_job on flotilla.job_unique (job_id);
create index job_unique_by_time on flotilla.job_unique (held_until) where held_until is not null;
grant select, insert, update, delete on flotilla.job_unique to flotilla_dispatcher;

-- Jobs that failed or were cancelled, so that they are found among millions that went well: an index of jobs by status would
-- cost each claim and each result its heap-only update. A row stays when its job is retried; the job's own row has its
-- current status.
create table flotilla.job_failures (
    id     uuid                not null primary key,
    tenant uuid                not null,
    status flotilla.job_status not null
);
-- Without the status: row-level security lets no index compare an enum.
create index job_failures_by_tenant on flotilla.job_failures (tenant, id);
create index job_failures_by_status on flotilla.job_failures (status, id);
select flotilla.protect_tenant_table('job_failures', 'tenant', 'select', 'select, insert, update, delete');

-- What the bench kinds write in the transaction of their result; read by the check that it happened once.
create table flotilla.bench_effects (
    job_id       uuid        not null,
    attempt      integer     not null,
    committed_at timestamptz not null default now()
);
grant select, insert on flotilla.bench_effects to flotilla_dispatcher, flotilla_tenant;
