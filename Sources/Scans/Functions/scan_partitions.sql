-- Makes the partition of a table that holds a moment, where it is missing. Waits for no lock longer than the road bears:
-- what fails is done at the next turn, and the default partition holds the rows meanwhile.
create or replace function flotilla.make_scan_partition(parent text, moment timestamptz) returns boolean
    language plpgsql security definer set search_path = flotilla, pg_temp set lock_timeout = '3s'
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
create or replace function flotilla.ensure_scan_partitions(ahead integer default 2) returns integer
    language plpgsql security definer set search_path = flotilla, pg_temp
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

select flotilla.restrict_function('flotilla.make_scan_partition(text, timestamptz)', 'flotilla_dispatcher'),
    flotilla.restrict_function('flotilla.ensure_scan_partitions(integer)', 'flotilla_dispatcher');
select flotilla.ensure_scan_partitions();
