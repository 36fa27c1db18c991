-- What resources did over time. A point belongs to the resource, whichever run read it: runs overlap, and a point that is
-- read again is the same point.

create table flotilla.ec2_performance (
    resource_id     uuid             not null references flotilla.resources (id) on delete cascade,
    account         uuid             not null,
    "timestamp"     timestamptz      not null,
    -- Percent.
    cpu_utilization double precision,
    -- Bytes.
    network_in      double precision,
    network_out     double precision,
    primary key (resource_id, "timestamp")
) partition by range ("timestamp");

create table flotilla.s3_performance (
    resource_id uuid             not null references flotilla.resources (id) on delete cascade,
    account     uuid             not null,
    "timestamp" timestamptz      not null,
    -- Null where the tenant has not asked its cloud to count them.
    requests    double precision,
    -- Bytes.
    size        double precision,
    objects     double precision,
    primary key (resource_id, "timestamp")
) partition by range ("timestamp");

create table flotilla.vpc_performance (
    resource_id uuid             not null references flotilla.resources (id) on delete cascade,
    account     uuid             not null,
    "timestamp" timestamptz      not null,
    -- Bytes of all instances in it.
    traffic_in  double precision,
    traffic_out double precision,
    primary key (resource_id, "timestamp")
) partition by range ("timestamp");

create table flotilla.rds_performance (
    resource_id     uuid             not null references flotilla.resources (id) on delete cascade,
    account         uuid             not null,
    "timestamp"     timestamptz      not null,
    connections     double precision,
    -- Percent.
    cpu_utilization double precision,
    -- Bytes.
    free_storage    double precision,
    primary key (resource_id, "timestamp")
) partition by range ("timestamp");

insert into flotilla.scan_tables
select name, 'timestamp', 'week', 'metrics'
from unnest(array['ec2_performance', 's3_performance', 'vpc_performance', 'rds_performance']) as name;

do $$
declare
    name text;
begin
    foreach name in array array['ec2_performance', 's3_performance', 'vpc_performance', 'rds_performance'] loop
        execute format('create table flotilla.%I partition of flotilla.%I default', name || '_default', name);
        perform flotilla.protect_tenant_table(name, 'account');
    end loop;
end
$$;

-- How the latest reading of a resource's metric ended: what a chart must say beside its points.
create table flotilla.metric_readings (
    resource_id uuid        not null references flotilla.resources (id) on delete cascade,
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
select flotilla.protect_tenant_table('metric_readings', 'account');
