-- Of the `page` tenants' schedules after `beyond` that have been due for longer than `tolerance`: enqueues for each a job of
-- this kind, by which the tenant's schools learn of it, once a day (UTC). Returns the last schedule of a full page, null at
-- the end.
create or replace function flotilla.announce_overdue_schedules(
    kind text, tolerance interval, beyond uuid, page integer, out next uuid
)
    language plpgsql volatile set search_path = flotilla, pg_temp
as $$
declare
    late record;
    seen integer := 0;
    key  text;
begin
    for late in
        select id, tenant, name, next_at, error from schedules
        where not paused and next_at < now() - tolerance and tenant is not null
            and id > coalesce(beyond, '00000000-0000-0000-0000-000000000000')
        order by id limit page
    loop
        seen := seen + 1;
        if seen = page then next := late.id; end if;
        key := format('schedule_overdue.%s.%s', late.id, to_char(now() at time zone 'utc', 'YYYY-MM-DD'));
        perform flotilla.enqueue(
            kind,
            jsonb_build_object(
                'to', '[{"role": "school"}]'::jsonb, 'template', 'schedule_overdue', 'severity', 'P2',
                'link', '/#/schedules/' || late.id, 'dedup_key', key,
                'data', jsonb_strip_nulls(jsonb_build_object(
                    'schedule', late.name,
                    'due_at', to_char(late.next_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                    'reason', left(nullif(btrim(late.error), ''), 500)))),
            tenant => late.tenant, unique_key => key, unique_for => interval '1 day');
    end loop;
end
$$;

select flotilla.restrict_function(
    'flotilla.announce_overdue_schedules(text, interval, uuid, integer)', 'flotilla_dispatcher');
