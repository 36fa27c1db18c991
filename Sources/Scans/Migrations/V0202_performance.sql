-- What resources did over time. A point belongs to the resource, whichever run read it: runs overlap, and a point that is
-- read again is the same point.

create table ec2_performance (
    resource_id     uuid             not null references resources (id) on delete cascade,
    account         uuid             not null,
    "timestamp"     timestamptz      not null,
    -- Percent.
    cpu_utilization double precision,
    -- Bytes.
    network_in      double precision,
    network_out     double precision,
    primary key (resource_id, "timestamp")
) partition by range ("timestamp");

create table s3_performance (
    resource_id uuid             not null references resources (id) on delete cascade,
    account     uuid             not null,
    "timestamp" timestamptz      not null,
    -- Null where the tenant has not asked its cloud to count them.
    requests    double precision,
    -- Bytes.
    size        double precision,
    objects     double precision,
    primary key (resource_id, "timestamp")
) partition by range ("timestamp");

create table vpc_performance (
    resource_id uuid             not null references resources (id) on delete cascade,
    account     uuid             not null,
    "timestamp" timestamptz      not null,
    -- Bytes of all instances in it.
    traffic_in  double precision,
    traffic_out double precision,
    primary key (resource_id, "timestamp")
) partition by range ("timestamp");

create table rds_performance (
    resource_id     uuid             not null references resources (id) on delete cascade,
    account         uuid             not null,
    "timestamp"     timestamptz      not null,
    connections     double precision,
    -- Percent.
    cpu_utilization double precision,
    -- Bytes.
    free_storage    double precision,
    primary key (resource_id, "timestamp")
) partition by range ("timestamp");

do $$
declare
    name text;
begin
    foreach name in array array['ec2_performance', 's3_performance', 'vpc_performance', 'rds_performance'] loop
        insert into scan_tables values (name, 'timestamp', 'week', 'metrics');
        execute format('create table %I partition of %I default', name || '_default', name);
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy tenant on %I to flotilla_tenant '
            'using (account = flotilla.current_tenant()) with check (account = flotilla.current_tenant())', name);
        execute format('grant select, insert, update, delete on %I to flotilla_tenant', name);
    end loop;
    perform flotilla.ensure_scan_partitions();
end
$$;
