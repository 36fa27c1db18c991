-- Counts the jobs that were enqueued since the last call, by the times in their ids: all of them, whichever program inserted
-- them, each once. A stretch begins where the last one ended and lies within one minute. The last five seconds wait for the
-- next call, since their transactions may not have committed. After an hour without a call, what is older is left out.
-- Answers whether there is more to count now.
create or replace function flotilla.count_enqueued() returns boolean
    language plpgsql volatile set search_path = flotilla, pg_temp
as $$
declare
    low   timestamptz;
    high  timestamptz;
    limit_at timestamptz := date_trunc('milliseconds', now() - interval '5 seconds');
begin
    select greatest(counted_to, limit_at - interval '1 hour') into low from activity_cursor for update skip locked;
    if not found or low >= limit_at then return false; end if;
    high := least(limit_at, date_trunc('minute', low) + interval '1 minute');
    insert into activity as known (minute, queue, kind, enqueued)
    select date_trunc('minute', low), queue, kind, count(*) from jobs
    where id >= flotilla.uuid_floor(low) and id < flotilla.uuid_floor(high)
    group by queue, kind order by queue, kind
    on conflict (minute, queue, kind) do update set enqueued = known.enqueued + excluded.enqueued;
    update activity_cursor set counted_to = high;
    return high < limit_at;
end
$$;
select flotilla.restrict_function('flotilla.count_enqueued()', 'flotilla_dispatcher');

-- Makes the partitions of the week ahead, merges minutes into hours, and drops the minutes of a day once it is two days old
-- and its hours after thirty. Any process may call it at any time; one does the work.
create or replace function flotilla.tidy_activity(moment timestamptz default now()) returns void
    language plpgsql security definer set search_path = flotilla, pg_temp
as $$
declare
    today  date := (moment at time zone 'utc')::date;
    edge   timestamptz := date_trunc('hour', moment, 'UTC');
    item   record;
    name   text;
    sums   text;
begin
    if not pg_try_advisory_xact_lock(hashtext('flotilla.tidy_activity')) then return; end if;
    for item in select today + ahead as day from generate_series(-1, 7) ahead
        where not exists (select from activity_days where activity_days.day = today + ahead)
    loop
        foreach name in array array['activity', 'activity_hours'] loop
            -- The rows of a minute are updated every few seconds.
            execute format(
                'create table %I partition of %I for values from (%L) to (%L) with (fillfactor = 50)',
                name || to_char(item.day, '_YYYYMMDD'), name, item.day::timestamp at time zone 'utc',
                (item.day + 1)::timestamp at time zone 'utc');
        end loop;
        insert into activity_days (day) values (item.day);
    end loop;

    -- Hours of which something may have been written late are merged again.
    select string_agg(format('array[%s]', list), ', ' order by field desc) into strict sums from (
        select field, string_agg(format('sum(%I[%s])::integer', field, place), ', ' order by place) as list
        from unnest(array['wait_histogram', 'run_histogram']) field, generate_series(1, 48) place group by field
    ) lists;
    execute format(
        'insert into activity_hours (hour, queue, kind, enqueued, started, succeeded, retried, failed, cancelled, '
        '    wait_histogram, run_histogram) '
        'select date_trunc(''hour'', minute, ''UTC'') as moment, queue, kind, sum(enqueued), sum(started), sum(succeeded), '
        '    sum(retried), sum(failed), sum(cancelled), %s '
        'from activity where minute >= (select least(merged_to, $1 - interval ''3 hours'') from activity_cursor) '
        '    and minute < $1 group by moment, queue, kind '
        'on conflict (hour, queue, kind) do update set enqueued = excluded.enqueued, started = excluded.started, '
        '    succeeded = excluded.succeeded, retried = excluded.retried, failed = excluded.failed, '
        '    cancelled = excluded.cancelled, wait_histogram = excluded.wait_histogram, '
        '    run_histogram = excluded.run_histogram', sums
    ) using edge;
    update activity_cursor set merged_to = edge where merged_to < edge;

    for item in select day from activity_days where has_minutes and day < today - 2 order by day loop
        execute format('drop table %I', to_char(item.day, '"activity"_YYYYMMDD'));
        update activity_days set has_minutes = false where day = item.day;
    end loop;
    for item in select day from activity_days where day < today - 30 order by day loop
        execute format('drop table %I', to_char(item.day, '"activity_hours"_YYYYMMDD'));
        delete from activity_days where day = item.day;
    end loop;
    delete from error_groups where last_seen_at < moment - interval '30 days';
end
$$;
select flotilla.restrict_function('flotilla.tidy_activity(timestamptz)', 'flotilla_dispatcher');
select flotilla.tidy_activity();
