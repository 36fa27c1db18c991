-- Makes the partitions of yesterday to `ahead` days from now, where they are missing. Any process may call it at
-- any time. Returns how many it made.
create or replace function flotilla.ensure_partitions(ahead integer default 7) returns integer
    language plpgsql security definer set search_path = flotilla, pg_temp
as $$
declare
    today date := (now() at time zone 'utc')::date;
    day   date;
    tag   text;
    low   uuid;
    high  uuid;
    made  integer := 0;
begin
    if (select count(*) from job_partitions
        where lower >= flotilla.uuid_floor((today - 1)::timestamp at time zone 'utc')) >= ahead + 2 then
        return 0;
    end if;
    perform pg_advisory_xact_lock(hashtext('flotilla.ensure_partitions'));
    for offset_days in -1 .. ahead loop
        day := today + offset_days;
        tag := to_char(day, 'YYYYMMDD');
        low := flotilla.uuid_floor(day::timestamp at time zone 'utc');
        high := flotilla.uuid_floor((day + 1)::timestamp at time zone 'utc');
        continue when exists (select from job_partitions where lower = low);
        -- Each row is updated at least once in its life, and all rows of a page often in one transaction: room for a
        -- second version of each keeps it on its page, where no index has to hear of it.
        execute format('create table %I (like jobs including all) with (fillfactor = 45)', 'jobs_' || tag);
        execute format('create table %I (like job_attempts including all)', 'job_attempts_' || tag);
        -- A day whose partition was not made in time has rows in the default partition; they move.
        if exists (select from jobs_default where id >= low and id < high) then
            lock table jobs, job_attempts in access exclusive mode;
            execute format(
                'with moved as (delete from jobs_default where id >= %L and id < %L returning *) '
                'insert into %I select * from moved', low, high, 'jobs_' || tag);
            execute format(
                'with moved as (delete from job_attempts_default where job_id >= %L and job_id < %L returning *) '
                'insert into %I select * from moved', low, high, 'job_attempts_' || tag);
        end if;
        execute format(
            'alter table jobs attach partition %I for values from (%L) to (%L)', 'jobs_' || tag, low, high);
        execute format(
            'alter table job_attempts attach partition %I for values from (%L) to (%L)',
            'job_attempts_' || tag, low, high);
        insert into job_partitions values ('jobs_' || tag, low, high, low);
        made := made + 1;
    end loop;
    return made;
end
$$;

select flotilla.restrict_function('flotilla.ensure_partitions(integer)', 'flotilla_dispatcher');
select flotilla.ensure_partitions();
