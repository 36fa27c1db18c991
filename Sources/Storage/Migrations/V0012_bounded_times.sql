-- Times that arithmetic is done with are within the years that RFC 3339 can write: one infinite time in one row would fail
-- the statement that reads all of them (22008). Jobs have none of it: what a hand writes there may be read and run all the
-- same, and every claim would pay for the check.
create function flotilla.demand_bounded_times(target regclass) returns void language plpgsql as $$
declare
    condition text;
begin
    select string_agg(format('%I between ''0001-01-01 00:00:00+00'' and ''9999-12-31 23:59:59.999999+00''', attname),
        ' and ' order by attnum)
    into strict condition
    from pg_attribute where attrelid = target and atttypid = 'timestamptz'::regtype and attnum > 0 and not attisdropped;
    execute format('alter table %s add constraint times_are_bounded check (%s) not valid', target, condition);
end
$$;
revoke execute on function flotilla.demand_bounded_times(regclass) from public;

select flotilla.demand_bounded_times(format('flotilla.%I', name)::regclass) from unnest(array[
    'job_kinds', 'worker_sessions', 'schedules', 'schedule_occurrences', 'limits', 'job_batches', 'job_collections',
    'bulk_operations', 'failing_duties'
]) as name;
