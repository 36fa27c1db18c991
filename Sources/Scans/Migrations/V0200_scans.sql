-- A scan is asked for once; it owns one run ("receipt") per service, and each run is one job.

create table flotilla.scans (
    id         uuid        primary key,
    account    uuid        not null references flotilla.accounts (id) on delete cascade,
    user_id    uuid        not null,
    provider   text        not null,
    services   text[]      not null check (cardinality(services) > 0),
    -- Null: every region that the account has enabled.
    regions    text[],
    role_arn   text        not null,
    -- How many hours of metrics the scan reads; null: none.
    metrics_hours integer,
    created_at timestamptz not null default now()
);
create index scans_by_account on flotilla.scans (account, id);
create index scans_by_user on flotilla.scans (user_id);

-- A run that waits or runs has the state of its job, which is read with it; what is written here is how it ended.
create table flotilla.scan_runs (
    id              uuid        primary key,
    scan_id         uuid        not null references flotilla.scans (id) on delete cascade,
    account         uuid        not null references flotilla.accounts (id) on delete cascade,
    user_id         uuid        not null,
    job_id          uuid        not null,
    service_type    text        not null,
    scan_timestamp  timestamptz not null default now(),
    status          text        not null default 'queued'
        check (status in ('queued', 'in_progress', 'success', 'error', 'cancelled')),
    total_resources integer     not null default 0,
    -- Which account of the cloud the run looked at; two roles of one tenant may lead to two of them.
    cloud_account   text,
    error           text,
    -- What is unknown although the run succeeded, because the account does not allow to read it.
    notice          text,
    -- Per region: status, count, calls, and what went wrong in words.
    regions         jsonb       not null default '[]',
    -- What was asked for of metrics, what came of it, and why not all.
    metrics         jsonb,
    started_at      timestamptz,
    finished_at     timestamptz,
    unique (scan_id, service_type)
);
create index scan_runs_by_user on flotilla.scan_runs (user_id);
create index scan_runs_by_account on flotilla.scan_runs (account);
create index scan_runs_by_service on flotilla.scan_runs (account, service_type, id);

-- How the latest look at each region of a service ended: what lists must say beside what they show. The region '*' is a
-- run that could not look anywhere.
create table flotilla.scan_coverage (
    account       uuid        not null references flotilla.accounts (id) on delete cascade,
    provider      text        not null,
    service_type  text        not null,
    cloud_account text        not null,
    region        text        not null,
    scan_run_id   uuid        not null references flotilla.scan_runs (id) on delete cascade,
    scanned_at    timestamptz not null,
    status        text        not null,
    reason        text,
    -- What stopped the rest of a partial one.
    cause         text,
    -- Whether every resource of the region is among those found; null: where its status is ok.
    whole_list    boolean,
    primary key (account, service_type, provider, cloud_account, region)
);
create index scan_coverage_by_run on flotilla.scan_coverage (scan_run_id);

select flotilla.protect_tenant_table(name, 'account') from unnest(array['scans', 'scan_runs', 'scan_coverage']) as name;

-- The owner, as whom the history is dropped, sees of these what is old, and no more.
create policy retention on flotilla.scans to current_user using (id < flotilla.uuid_floor(now() - interval '30 days'));
