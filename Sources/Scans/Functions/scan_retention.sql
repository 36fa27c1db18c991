-- Results of scans are deleted in small transactions: one partition each, skipped unless its lock is free within 100 ms, or
-- a page of rows.

-- Drops the oldest partition whose rows are all past the retention of their kind (scan_tables.holds). Data younger than
-- 30 days stays, whatever the arguments. Returns whether one was dropped, or null when a lock was not available.
create or replace function flotilla.drop_scan_partition(keep_resources interval, keep_metrics interval) returns boolean
    language plpgsql security definer set search_path = flotilla, pg_temp set lock_timeout = '100ms'
as $$
declare
    child text;
begin
    if not pg_try_advisory_xact_lock(hashtext('flotilla.scan_partitions')) then return null; end if;
    select relname into child
    from scan_tables
        join pg_inherits on inhparent = scan_tables.name::regclass
        join pg_class on pg_class.oid = inhrelid and relname ~ '_[0-9]{8}$'
    where (to_date(right(relname, 8), 'YYYYMMDD') + ('1 ' || span)::interval) at time zone 'utc'
        <= now() - greatest(case holds when 'metrics' then keep_metrics else keep_resources end, interval '30 days')
    order by right(relname, 8), relname limit 1;
    if child is null then return false; end if;
    execute format('drop table %I', child);
    return true;
exception when lock_not_available then
    return null;
end
$$;

-- Removes at most so many scans and so many identities that were last seen before, with what refers to them, and as many
-- rows that have no partition of their own. Returns whether there may be more.
create or replace function flotilla.forget_scans(keep_resources interval, keep_metrics interval, page integer) returns boolean
    language plpgsql security definer set search_path = flotilla, pg_temp set lock_timeout = '1s'
as $$
declare
    entry  scan_tables%rowtype;
    oldest timestamptz := now() - greatest(keep_resources, interval '30 days');
    gone   bigint;
    more   boolean := false;
begin
    if not pg_try_advisory_xact_lock(hashtext('flotilla.forget_scans')) then return false; end if;
    for entry in select * from scan_tables order by name loop
        execute format(
            'delete from %1$I where ctid = any(array(select ctid from %1$I where %2$I < $1 limit $2))',
            entry.name || '_default', entry.time_column)
            using now() - greatest(
                case entry.holds when 'metrics' then keep_metrics else keep_resources end, interval '30 days'), page;
        get diagnostics gone = row_count;
        more := more or gone = page;
    end loop;
    delete from resources where id in (
        select id from resources where latest_seen_at < oldest order by latest_seen_at limit page for update skip locked);
    get diagnostics gone = row_count;
    more := more or gone = page;
    -- A run looks a while after its scan was asked for.
    delete from scans where id in (
        select id from scans where id < flotilla.uuid_floor(oldest - interval '1 day') order by id limit page
        for update skip locked);
    get diagnostics gone = row_count;
    return more or gone = page;
end
$$;

select flotilla.restrict_function('flotilla.drop_scan_partition(interval, interval)', 'flotilla_dispatcher'),
    flotilla.restrict_function('flotilla.forget_scans(interval, interval, integer)', 'flotilla_dispatcher');
