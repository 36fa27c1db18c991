-- What scans find: an identity per resource, with the first and the latest sighting, and a row per run that saw it.
-- Rows per run are partitioned by time, so that old ones go by dropping partitions.

-- Row-level security is forced, on an owner too: what moves the rows below has to be let, and only here.
create policy moving on scans to current_user using (true);
create policy moving on scan_runs to current_user using (true) with check (true);
create policy moving on ec2_instances to current_user using (true);

-- Which account of the cloud a run looked at; two roles of one tenant may lead to two of them.
alter table scan_runs add column cloud_account text;
update scan_runs set cloud_account = nullif(split_part(scans.role_arn, ':', 5), '')
from scans where scans.id = scan_runs.scan_id;
create index scan_runs_by_service on scan_runs (account, service_type, id);

create table resources (
    id             uuid        primary key default flotilla.mint_id(),
    account        uuid        not null references accounts (id) on delete cascade,
    provider       text        not null,
    cloud_account  text        not null,
    type           text        not null,
    region         text        not null,
    identifier     text        not null,
    -- Null when that run is not kept any more.
    first_run      uuid        references scan_runs (id) on delete set null,
    first_seen_at  timestamptz not null,
    -- Null only inside the transaction that deletes the run and looks for another one.
    latest_run     uuid        references scan_runs (id) on delete set null,
    latest_seen_at timestamptz not null,
    -- A run that was complete where the resource had been did not see it any more.
    closed_run     uuid        references scan_runs (id) on delete set null,
    closed_at      timestamptz,
    unique (account, type, region, identifier, cloud_account, provider)
);
create index resources_by_identifier on resources (account, type, identifier);
create index resources_by_first_run on resources (first_run);
create index resources_by_latest_run on resources (latest_run);
create index resources_by_closed_run on resources (closed_run);
create index resources_by_latest_sighting on resources (latest_seen_at);

-- How the latest look at each region of a service ended: what lists must say beside what they show. The region '*' is a
-- run that could not look anywhere.
create table scan_coverage (
    account       uuid        not null references accounts (id) on delete cascade,
    provider      text        not null,
    service_type  text        not null,
    cloud_account text        not null,
    region        text        not null,
    scan_run_id   uuid        not null references scan_runs (id) on delete cascade,
    scanned_at    timestamptz not null,
    status        text        not null,
    reason        text,
    primary key (account, service_type, provider, cloud_account, region)
);
create index scan_coverage_by_run on scan_coverage (scan_run_id);

-- The tables that are partitioned by time, in calendar months or weeks (UTC).
create table scan_tables (
    name        text primary key,
    time_column text not null,
    span        text not null check (span in ('month', 'week')),
    holds       text not null check (holds in ('resources', 'metrics'))
);
grant select on scan_tables to flotilla_dispatcher;

alter table ec2_instances rename to ec2_instances_before;
alter table ec2_instances_before rename constraint ec2_instances_pkey to ec2_instances_before_pkey;
drop index ec2_instances_by_account;

create table ec2_instances (
    scan_run_id    uuid        not null references scan_runs (id) on delete cascade,
    account        uuid        not null,
    scan_timestamp timestamptz not null,
    -- Null in rows of a program version that knows no identities.
    resource_id    uuid        references resources (id) on delete cascade,
    region         text        not null,
    instance_id    text        not null,
    instance_type  text        not null,
    state          text        not null,
    -- Since when it is stopped, as the cloud says; null when it does not say.
    stopped_at     timestamptz,
    public_ip      text,
    private_ip     text,
    vpc_id         text,
    launch_time    timestamptz,
    tags           jsonb       not null default '{}',
    primary key (scan_run_id, region, instance_id, scan_timestamp)
) partition by range (scan_timestamp);

create table s3_buckets (
    scan_run_id               uuid        not null references scan_runs (id) on delete cascade,
    account                   uuid        not null,
    scan_timestamp            timestamptz not null,
    resource_id               uuid        not null references resources (id) on delete cascade,
    region                    text        not null,
    bucket_name               text        not null,
    is_public                 boolean,
    is_public_reason          text        check (is_public is not null or is_public_reason is not null),
    is_encrypted              boolean,
    is_encrypted_reason       text        check (is_encrypted is not null or is_encrypted_reason is not null),
    encryption_algorithm      text,
    versioning_enabled        boolean,
    versioning_enabled_reason text        check (versioning_enabled is not null or versioning_enabled_reason is not null),
    total_size_gb             double precision,
    total_size_gb_reason      text        check (total_size_gb is not null or total_size_gb_reason is not null),
    creation_time             timestamptz,
    tags                      jsonb       not null default '{}',
    primary key (scan_run_id, region, bucket_name, scan_timestamp)
) partition by range (scan_timestamp);

create table vpc_instances (
    scan_run_id         uuid        not null references scan_runs (id) on delete cascade,
    account             uuid        not null,
    scan_timestamp      timestamptz not null,
    resource_id         uuid        not null references resources (id) on delete cascade,
    region              text        not null,
    vpc_id              text        not null,
    cidr_block          text        not null,
    is_default          boolean     not null,
    state               text        not null,
    subnet_count        integer,
    subnet_count_reason text        check (subnet_count is not null or subnet_count_reason is not null),
    tags                jsonb       not null default '{}',
    primary key (scan_run_id, region, vpc_id, scan_timestamp)
) partition by range (scan_timestamp);

create table rds_instances (
    scan_run_id                  uuid        not null references scan_runs (id) on delete cascade,
    account                      uuid        not null,
    scan_timestamp               timestamptz not null,
    resource_id                  uuid        not null references resources (id) on delete cascade,
    region                       text        not null,
    db_identifier                text        not null,
    engine                       text        not null,
    engine_version               text        not null,
    instance_class               text        not null,
    status                       text        not null,
    storage_gb                   integer,
    storage_gb_reason            text        check (storage_gb is not null or storage_gb_reason is not null),
    vpc_id                       text,
    -- The cloud's own flag.
    is_public                    boolean,
    is_public_reason             text        check (is_public is not null or is_public_reason is not null),
    -- Whether security groups let the internet in.
    is_reachable                 boolean,
    is_reachable_reason          text        check (is_reachable is not null or is_reachable_reason is not null),
    is_encrypted                 boolean,
    is_encrypted_reason          text        check (is_encrypted is not null or is_encrypted_reason is not null),
    backup_retention_days        integer,
    backup_retention_days_reason text
        check (backup_retention_days is not null or backup_retention_days_reason is not null),
    multi_az                     boolean,
    tags                         jsonb       not null default '{}',
    primary key (scan_run_id, region, db_identifier, scan_timestamp)
) partition by range (scan_timestamp);

-- Makes the partition of a table that holds a moment, where it is missing. Waits for no lock longer than the road bears:
-- what fails is done at the next turn, and the default partition holds the rows meanwhile.
create function flotilla.make_scan_partition(parent text, moment timestamptz) returns boolean
    language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '3s'
as $$
declare
    entry scan_tables%rowtype;
    low   timestamptz;
    high  timestamptz;
    tag   text;
begin
    select * into strict entry from scan_tables where name = parent;
    low := date_trunc(entry.span, moment at time zone 'utc') at time zone 'utc';
    high := (date_trunc(entry.span, moment at time zone 'utc') + ('1 ' || entry.span)::interval) at time zone 'utc';
    tag := parent || '_' || to_char(low at time zone 'utc', 'YYYYMMDD');
    if to_regclass(tag) is not null then return false; end if;
    perform pg_advisory_xact_lock(hashtext('flotilla.scan_partitions'));
    if to_regclass(tag) is not null then return false; end if;
    execute format('create table %I (like %I including all)', tag, parent);
    execute format('lock table %I in share row exclusive mode', parent);
    execute format(
        'with moved as (delete from %1$I where %2$I >= %3$L and %2$I < %4$L returning *) '
        'insert into %5$I select * from moved',
        parent || '_default', entry.time_column, low, high, tag);
    execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, tag, low, high);
    return true;
end
$$;

-- Makes the partitions of the span before, the present one and `ahead` more. Any process may call it at any time.
create function flotilla.ensure_scan_partitions(ahead integer default 2) returns integer
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    entry scan_tables%rowtype;
    made  integer := 0;
begin
    for entry in select * from scan_tables order by name loop
        for step in -1 .. ahead loop
            if flotilla.make_scan_partition(entry.name, now() + step * ('1 ' || entry.span)::interval) then
                made := made + 1;
            end if;
        end loop;
    end loop;
    return made;
end
$$;

-- Drops what is older than it is kept: partitions whose last row is, then scans and identities that were last seen before.
-- What is younger than 30 days nobody can have dropped.
create function flotilla.drop_scan_history(keep_resources interval, keep_metrics interval) returns integer
    language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '3s'
as $$
declare
    entry   scan_tables%rowtype;
    child   text;
    oldest  timestamptz;
    dropped integer := 0;
begin
    perform pg_advisory_xact_lock(hashtext('flotilla.scan_partitions'));
    for entry in select * from scan_tables order by name loop
        oldest := now() - greatest(
            case entry.holds when 'metrics' then keep_metrics else keep_resources end, interval '30 days');
        for child in
            select relname from pg_inherits join pg_class on pg_class.oid = inhrelid
            where inhparent = entry.name::regclass and relname ~ '_[0-9]{8}$'
                and ((to_date(right(relname, 8), 'YYYYMMDD') + ('1 ' || entry.span)::interval) at time zone 'utc') <= oldest
        loop
            execute format('drop table %I', child);
            dropped := dropped + 1;
        end loop;
        execute format('delete from %I where %I < %L', entry.name || '_default', entry.time_column, oldest);
    end loop;
    oldest := now() - greatest(keep_resources, interval '30 days');
    delete from resources where latest_seen_at < oldest;
    -- A run looks a while after its scan was asked for.
    delete from scans where id < flotilla.uuid_floor(oldest - interval '1 day');
    return dropped;
end
$$;

do $$
declare
    entry scan_tables%rowtype;
    moment timestamptz;
    name text;
begin
    foreach name in array array['ec2_instances', 's3_buckets', 'vpc_instances', 'rds_instances'] loop
        insert into scan_tables values (name, 'scan_timestamp', 'month', 'resources');
        execute format('create index %I on %I (account)', name || '_by_account', name);
        execute format('create index %I on %I (resource_id, scan_timestamp)', name || '_by_resource', name);
        execute format('create table %I partition of %I default', name || '_default', name);
    end loop;
    perform flotilla.ensure_scan_partitions();
    for moment in select distinct date_trunc('month', scan_timestamp) from ec2_instances_before loop
        perform flotilla.make_scan_partition('ec2_instances', moment);
    end loop;
    foreach name in array array[
        'resources', 'scan_coverage', 'ec2_instances', 's3_buckets', 'vpc_instances', 'rds_instances'
    ] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy tenant on %I to flotilla_tenant '
            'using (account = flotilla.current_tenant()) with check (account = flotilla.current_tenant())', name);
        execute format('grant select, insert, update, delete on %I to flotilla_tenant', name);
    end loop;
    foreach name in array array[
        'make_scan_partition(text, timestamptz)', 'ensure_scan_partitions(integer)',
        'drop_scan_history(interval, interval)'
    ] loop
        execute format('revoke execute on function flotilla.%s from public', name);
        execute format('grant execute on function flotilla.%s to flotilla_dispatcher', name);
    end loop;
end
$$;

-- The owner, as whom the history is dropped, sees of these what is old, and no more.
create policy retention on scans to current_user
    using (id < flotilla.uuid_floor(now() - interval '30 days'));
create policy retention on resources to current_user
    using (latest_seen_at < now() - interval '30 days');

-- What earlier versions found becomes history: each instance is what its latest row says, and whether it is closed the
-- next complete scan will tell.
create policy moving on resources to current_user using (true) with check (true);
create policy moving on ec2_instances to current_user using (true) with check (true);
insert into resources (account, provider, cloud_account, type, region, identifier, first_run, first_seen_at,
    latest_run, latest_seen_at)
select account, 'aws', cloud_account, 'ec2_instance', region, instance_id,
    (array_agg(scan_run_id order by seen_at, scan_run_id))[1], min(seen_at),
    (array_agg(scan_run_id order by seen_at desc, scan_run_id desc))[1], max(seen_at)
from (
    select before.account, before.scan_run_id, before.scan_timestamp as seen_at, before.region, before.instance_id,
        coalesce(run.cloud_account, '') as cloud_account
    from ec2_instances_before before join scan_runs run on run.id = before.scan_run_id
) as seen
group by account, cloud_account, region, instance_id;
insert into ec2_instances (scan_run_id, account, scan_timestamp, resource_id, region, instance_id, instance_type, state,
    public_ip, private_ip, vpc_id, launch_time, tags)
select before.scan_run_id, before.account, before.scan_timestamp, resources.id, before.region, before.instance_id,
    before.instance_type, before.state, before.public_ip, before.private_ip, before.vpc_id, before.launch_time,
    before.tags
from ec2_instances_before before
    join scan_runs run on run.id = before.scan_run_id
    join resources on resources.account = before.account and resources.type = 'ec2_instance'
        and resources.region = before.region and resources.identifier = before.instance_id
        and resources.cloud_account = coalesce(run.cloud_account, '');
drop policy moving on resources;
drop policy moving on ec2_instances;
drop policy moving on scan_runs;
drop policy moving on scans;
drop table ec2_instances_before;
