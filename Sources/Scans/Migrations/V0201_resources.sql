-- What scans find: an identity per resource, with the first and the latest sighting, and a row per run that saw it.
-- Rows per run are partitioned by time, so that old ones go by dropping partitions.

create table flotilla.resources (
    id             uuid        primary key default flotilla.mint_id(),
    account        uuid        not null references flotilla.accounts (id) on delete cascade,
    provider       text        not null,
    cloud_account  text        not null,
    type           text        not null,
    region         text        not null,
    identifier     text        not null,
    -- Null when that run is not kept any more.
    first_run      uuid        references flotilla.scan_runs (id) on delete set null,
    first_seen_at  timestamptz not null,
    -- Null only inside the transaction that deletes the run and looks for another one.
    latest_run     uuid        references flotilla.scan_runs (id) on delete set null,
    latest_seen_at timestamptz not null,
    -- A run that was complete where the resource had been did not see it any more.
    closed_run     uuid        references flotilla.scan_runs (id) on delete set null,
    closed_at      timestamptz,
    unique (account, type, region, identifier, cloud_account, provider)
);
create index resources_by_identifier on flotilla.resources (account, type, identifier);
create index resources_by_first_run on flotilla.resources (first_run);
create index resources_by_latest_run on flotilla.resources (latest_run);
create index resources_by_closed_run on flotilla.resources (closed_run);
create index resources_by_latest_sighting on flotilla.resources (latest_seen_at);
select flotilla.protect_tenant_table('resources', 'account');
-- The owner, as whom the history is dropped, sees what is old, and no more.
create policy retention on flotilla.resources to current_user using (latest_seen_at < now() - interval '30 days');

-- The tables that are partitioned by time, in calendar months or weeks (UTC).
create table flotilla.scan_tables (
    name        text primary key,
    time_column text not null,
    span        text not null check (span in ('month', 'week')),
    holds       text not null check (holds in ('resources', 'metrics'))
);
grant select on flotilla.scan_tables to flotilla_dispatcher;

create table flotilla.ec2_instances (
    scan_run_id    uuid        not null references flotilla.scan_runs (id) on delete cascade,
    account        uuid        not null,
    scan_timestamp timestamptz not null,
    resource_id    uuid        not null references flotilla.resources (id) on delete cascade,
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

create table flotilla.s3_buckets (
    scan_run_id               uuid        not null references flotilla.scan_runs (id) on delete cascade,
    account                   uuid        not null,
    scan_timestamp            timestamptz not null,
    resource_id               uuid        not null references flotilla.resources (id) on delete cascade,
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

create table flotilla.vpc_instances (
    scan_run_id         uuid        not null references flotilla.scan_runs (id) on delete cascade,
    account             uuid        not null,
    scan_timestamp      timestamptz not null,
    resource_id         uuid        not null references flotilla.resources (id) on delete cascade,
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

create table flotilla.rds_instances (
    scan_run_id                  uuid        not null references flotilla.scan_runs (id) on delete cascade,
    account                      uuid        not null,
    scan_timestamp               timestamptz not null,
    resource_id                  uuid        not null references flotilla.resources (id) on delete cascade,
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

insert into flotilla.scan_tables
select name, 'scan_timestamp', 'month', 'resources'
from unnest(array['ec2_instances', 's3_buckets', 'vpc_instances', 'rds_instances']) as name;

do $$
declare
    name text;
begin
    foreach name in array array['ec2_instances', 's3_buckets', 'vpc_instances', 'rds_instances'] loop
        execute format('create index %I on flotilla.%I (account)', name || '_by_account', name);
        execute format('create index %I on flotilla.%I (resource_id, scan_timestamp)', name || '_by_resource', name);
        execute format('create table flotilla.%I partition of flotilla.%I default', name || '_default', name);
        perform flotilla.protect_tenant_table(name, 'account');
    end loop;
end
$$;
