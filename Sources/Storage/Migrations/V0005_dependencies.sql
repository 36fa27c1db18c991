-- Jobs that follow others, and batches of jobs.

-- Which job depends on which. A job that waits for others is 'scheduled' without a time, so that it is not claimed.
create table flotilla.job_dependencies (
    child   uuid not null,
    parent  uuid not null,
    tenant  uuid not null,
    -- How the parent ended when it counted for the child; null until then.
    outcome flotilla.job_status,
    primary key (child, parent)
);
create index job_dependencies_open on flotilla.job_dependencies (parent, child) where outcome is null;
select flotilla.protect_tenant_table('job_dependencies', 'tenant', 'select', 'select, insert, update, delete');

-- The jobs that wait for others, and what is to become of them then.
create table flotilla.job_waiting (
    id           uuid    primary key,
    -- Parents that are open.
    open         integer not null,
    -- When it may run at the earliest; null: as soon as it waits for no other job.
    run_at       timestamptz,
    -- Whether it runs although a parent failed or was cancelled.
    after_failed boolean not null
) with (fillfactor = 50);
grant select, insert, update, delete on flotilla.job_waiting to flotilla_dispatcher;

-- Jobs with dependents that ended, written in the transaction of their end: the Enqueuer takes them off the list in bounded
-- steps, and no end waits for what follows from it.
create table flotilla.dependencies_ended (
    number  bigint              generated always as identity primary key,
    parent  uuid                not null,
    outcome flotilla.job_status not null
);
grant select, insert, update, delete on flotilla.dependencies_ended to flotilla_dispatcher;

create table flotilla.job_batches (
    id           uuid   primary key,
    tenant       uuid   not null,
    name         text,
    total        bigint not null default 0,
    succeeded    bigint not null default 0,
    failed       bigint not null default 0,
    cancelled    bigint not null default 0,
    -- The job that runs when all members are settled: it exists from the start and waits.
    callback     uuid,
    created_at   timestamptz not null default now(),
    finished_at  timestamptz,
    cancelled_at timestamptz,
    -- Members up to this id were looked at since the batch was cancelled; null when there is nothing to do.
    cancel_after uuid
) with (fillfactor = 50);
create index job_batches_by_tenant on flotilla.job_batches (tenant, id);
create index job_batches_to_cancel on flotilla.job_batches (id) where cancel_after is not null;
select flotilla.protect_tenant_table('job_batches', 'tenant', 'select', 'select, insert, update, delete');

-- What changed in batches and is not counted yet: written in the transaction of the change, so that members which end at
-- the same time do not wait for one another at their batch's row.
create table flotilla.batch_changes (
    number    bigint generated always as identity primary key,
    batch     uuid   not null,
    total     bigint not null default 0,
    succeeded bigint not null default 0,
    failed    bigint not null default 0,
    cancelled bigint not null default 0
);
create index batch_changes_by_batch on flotilla.batch_changes (batch, number);
grant select, insert, update, delete on flotilla.batch_changes to flotilla_dispatcher;
