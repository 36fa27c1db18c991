-- A scan is asked for once; it owns one run ("receipt") per service, and each run is one job.

create table scans (
    id         uuid        primary key,
    account    uuid        not null references accounts (id) on delete cascade,
    user_id    uuid        not null,
    provider   text        not null,
    services   text[]      not null check (cardinality(services) > 0),
    -- Null: every region that the account has enabled.
    regions    text[],
    role_arn   text        not null,
    created_at timestamptz not null default now()
);
create index scans_by_account on scans (account, id);
create index scans_by_user on scans (user_id);

-- A run that waits or runs has the state of its job, which is read with it; what is written here is how it ended.
create table scan_runs (
    id              uuid        primary key,
    scan_id         uuid        not null references scans (id) on delete cascade,
    account         uuid        not null references accounts (id) on delete cascade,
    user_id         uuid        not null,
    job_id          uuid        not null,
    service_type    text        not null,
    scan_timestamp  timestamptz not null default now(),
    status          text        not null default 'queued'
        check (status in ('queued', 'in_progress', 'success', 'error', 'cancelled')),
    total_resources integer     not null default 0,
    error           text,
    -- Per region: status, count, calls, and what went wrong in words.
    regions         jsonb       not null default '[]',
    started_at      timestamptz,
    finished_at     timestamptz,
    unique (scan_id, service_type)
);
create index scan_runs_by_user on scan_runs (user_id);
create index scan_runs_by_account on scan_runs (account);

create table ec2_instances (
    scan_run_id    uuid        not null references scan_runs (id) on delete cascade,
    account        uuid        not null,
    scan_timestamp timestamptz not null,
    region         text        not null,
    instance_id    text        not null,
    instance_type  text        not null,
    state          text        not null,
    public_ip      text,
    private_ip     text,
    vpc_id         text,
    launch_time    timestamptz,
    tags           jsonb       not null default '{}',
    primary key (scan_run_id, region, instance_id)
);
create index ec2_instances_by_account on ec2_instances (account);

do $$
declare
    name text;
begin
    foreach name in array array['scans', 'scan_runs', 'ec2_instances'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy tenant on %I to flotilla_tenant '
            'using (account = flotilla.current_tenant()) with check (account = flotilla.current_tenant())', name);
        execute format('grant select, insert, update, delete on %I to flotilla_tenant', name);
    end loop;
end
$$;
