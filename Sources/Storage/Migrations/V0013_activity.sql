-- What happened in each minute, by queue and kind, for charts that need no Prometheus. Written by each process every few
-- seconds, beside the road of the jobs; older than two days it is known by the hour alone (flotilla.tidy_activity).
-- The histograms count by bucket: the first takes what took up to 0.25 ms, each further one up to √2 times as long, the
-- last one everything above.
create table flotilla.activity (
    minute         timestamptz not null,
    queue          text        not null,
    kind           text        not null,
    enqueued       bigint      not null default 0,
    started        bigint      not null default 0,
    succeeded      bigint      not null default 0,
    retried        bigint      not null default 0,
    failed         bigint      not null default 0,
    cancelled      bigint      not null default 0,
    wait_histogram integer[]   not null default array_fill(0, array[48]) check (cardinality(wait_histogram) = 48),
    run_histogram  integer[]   not null default array_fill(0, array[48]) check (cardinality(run_histogram) = 48),
    primary key (minute, queue, kind)
) partition by range (minute);
grant select, insert, update on flotilla.activity to flotilla_dispatcher;

-- The same by the hour.
create table flotilla.activity_hours (
    hour           timestamptz not null,
    queue          text        not null,
    kind           text        not null,
    enqueued       bigint      not null,
    started        bigint      not null,
    succeeded      bigint      not null,
    retried        bigint      not null,
    failed         bigint      not null,
    cancelled      bigint      not null,
    wait_histogram integer[]   not null,
    run_histogram  integer[]   not null,
    primary key (hour, queue, kind)
) partition by range (hour);
grant select on flotilla.activity_hours to flotilla_dispatcher;

-- The partitions of both.
create table flotilla.activity_days (
    day         date    primary key,
    has_minutes boolean not null default true
);

-- One row: up to where ids of jobs were counted as enqueued, whichever program inserted them, and up to where minutes were
-- merged into hours.
create table flotilla.activity_cursor (
    only_row   boolean     primary key default true check (only_row),
    counted_to timestamptz not null,
    merged_to  timestamptz not null
);
insert into flotilla.activity_cursor (counted_to, merged_to) values (now(), date_trunc('hour', now(), 'UTC'));
grant select, update on flotilla.activity_cursor to flotilla_dispatcher;

-- Why attempts fail. The message is the first line of the error without what differs from job to job.
create table flotilla.error_groups (
    kind          text        not null,
    code          text        not null,
    message       text        not null,
    attempts      bigint      not null,
    failed        bigint      not null,
    first_seen_at timestamptz not null,
    last_seen_at  timestamptz not null,
    sample_job    uuid        not null,
    primary key (kind, code, message)
);
create index error_groups_by_time on flotilla.error_groups (last_seen_at);
grant select, insert, update, delete on flotilla.error_groups to flotilla_dispatcher;

select flotilla.demand_bounded_times(format('flotilla.%I', name)::regclass) from unnest(array[
    'activity', 'activity_hours', 'activity_cursor', 'error_groups'
]) as name;
