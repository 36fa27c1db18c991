-- How far a run can be relied on in more words, and what it read of metrics. All columns are null in rows of a program
-- version that does not know them.

-- How many hours of metrics the scan reads; null: none.
alter table scans add column metrics_hours integer;

alter table scan_runs
    -- What is unknown although the run succeeded, because the account does not allow to read it.
    add column notice  text,
    -- What was asked for, what came of it, and why not all.
    add column metrics jsonb;

alter table scan_coverage
    -- What stopped the rest of a partial one.
    add column cause      text,
    -- Whether every resource of the region is among those found; null: where its status is ok.
    add column whole_list boolean;

-- How the latest reading of a resource's metric ended: what a chart must say beside its points.
create table metric_readings (
    resource_id uuid        not null references resources (id) on delete cascade,
    account     uuid        not null,
    -- As the resource's type calls it.
    name        text        not null,
    read_at     timestamptz not null,
    -- The window, its end not in it.
    began       timestamptz not null,
    ended       timestamptz not null,
    -- Seconds that a point stands for.
    period      integer     not null,
    status      text        not null,
    -- Where the numbers come from.
    source      text        not null,
    reason      text,
    primary key (resource_id, name)
);
alter table metric_readings enable row level security;
alter table metric_readings force row level security;
create policy tenant on metric_readings to flotilla_tenant
    using (account = flotilla.current_tenant()) with check (account = flotilla.current_tenant());
grant select, insert, update, delete on metric_readings to flotilla_tenant;
