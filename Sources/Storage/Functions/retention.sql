create or replace function flotilla.attempts_of(part text) returns text
    language sql immutable
    return 'job_attempts_' || substr(part, 6);

-- The condition under which a row `job` of a partition stays: open jobs in any case. The limits of its kind stand beside
-- it as `declared`.
create or replace function flotilla.job_stays(
    moment timestamptz, succeeded_ms bigint, failed_ms bigint, cancelled_ms bigint
) returns text
    language sql stable set search_path = flotilla, pg_temp
as $$
    select format(
        '(job.status not in (''succeeded'', ''failed'', ''cancelled'') '
        'or coalesce(job.finished_at, job.created_at) > %L::timestamptz - interval ''1 millisecond'' * case job.status '
        'when ''succeeded'' then coalesce(declared.keep_succeeded_ms, %s) '
        'when ''failed'' then coalesce(declared.keep_failed_ms, %s) else coalesce(declared.keep_cancelled_ms, %s) end%s)',
        moment, succeeded_ms, failed_ms, cancelled_ms,
        (select string_agg(format(
            ' or exists (select from %I named where named.%I = job.id)', table_name, column_name), '' order by table_name)
        from job_references where keeps))
$$;

-- About how many rows a partition has, and how many of them are past their limits: by a sample of its pages.
create or replace function flotilla.sample_partition(
    part text, succeeded_ms bigint, failed_ms bigint, cancelled_ms bigint, out total bigint, out past bigint
)
    language plpgsql stable set search_path = flotilla, pg_temp
as $$
declare
    pages bigint := pg_relation_size(part::regclass) / current_setting('block_size')::bigint;
    share double precision := least(1, 200.0 / greatest(pages, 1));
begin
    execute format(
        'select count(*), count(*) filter (where not %s) from %I job tablesample system (%s) repeatable (0) '
        'left join job_kinds declared on declared.kind = job.kind',
        flotilla.job_stays(now(), succeeded_ms, failed_ms, cancelled_ms), part, 100 * share)
        into total, past;
    total := round(total / share);
    past := round(past / share);
end
$$;

-- What retention finds in the days that are over.
create or replace function flotilla.job_retention(succeeded_ms bigint, failed_ms bigint, cancelled_ms bigint)
    returns table (name text, lower uuid, upper uuid, total bigint, past bigint)
    language sql stable security definer set search_path = flotilla, pg_temp
as $$
    select part.name, part.lower, part.upper, sample.total, sample.past
    from job_partitions part, flotilla.sample_partition(part.name, $1, $2, $3) sample
    where part.upper <= flotilla.uuid_floor(now() - interval '1 day')
    order by part.lower
$$;

-- Begins with the oldest partition worth collecting: a day older than the fleet keeps jobs that succeeded, or one of which
-- half or more is past its limits. A small table of kept jobs beside it is merged in, so that these tables stay few. Returns
-- whether there is something to do.
create or replace function flotilla.begin_job_collection(succeeded_ms bigint, failed_ms bigint, cancelled_ms bigint)
    returns boolean
    language plpgsql security definer set search_path = flotilla, pg_temp
as $$
declare
    part   job_partitions%rowtype;
    before job_partitions%rowtype;
    few    boolean := false;
    found_ record;
    names  text[];
begin
    perform pg_advisory_xact_lock(hashtext('flotilla.job_collections'));
    if exists (select from job_collections) then return true; end if;
    for part in
        select * from job_partitions where upper <= flotilla.uuid_floor(now() - interval '1 day') order by lower
    loop
        found_ := flotilla.sample_partition(part.name, succeeded_ms, failed_ms, cancelled_ms);
        if found_.total = 0 or 2 * found_.past >= found_.total
            or found_.past > 0 and part.name not like 'jobs\_kept\_%' and part.upper
                <= flotilla.uuid_floor(now() - interval '1 millisecond' * greatest(succeeded_ms, cancelled_ms))
        then
            names := case when few and before.upper = part.lower then array[before.name] end || part.name;
            insert into job_collections
                (target, sources, lower, upper, position, succeeded_ms, failed_ms, cancelled_ms)
            values ('jobs_kept_' || to_char(nextval('job_collection_numbers'), 'FM000000'), names,
                (select lower from job_partitions where name = names[1]), part.upper,
                '00000000-0000-0000-0000-000000000000', succeeded_ms, failed_ms, cancelled_ms);
            return true;
        end if;
        before := part;
        few := part.name like 'jobs\_kept\_%' and found_.total < 200000;
    end loop;
    return false;
end
$$;

select flotilla.restrict_function('flotilla.job_stays(timestamptz, bigint, bigint, bigint)'),
    flotilla.restrict_function('flotilla.sample_partition(text, bigint, bigint, bigint)'),
    flotilla.restrict_function('flotilla.job_retention(bigint, bigint, bigint)', 'flotilla_dispatcher'),
    flotilla.restrict_function('flotilla.begin_job_collection(bigint, bigint, bigint)', 'flotilla_dispatcher');
