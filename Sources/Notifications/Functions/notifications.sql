-- Takes the key of an event for its notification, for 30 days. One whose time is over is free again.
-- Raises FL030 when another notification holds it; the detail is that one's id.
create or replace function flotilla.hold_notification_key(key text, notification uuid) returns void
    language plpgsql volatile set search_path = flotilla, pg_temp
as $$
#variable_conflict use_column
declare
    holder uuid;
begin
    insert into notification_keys as held (tenant, key, notification_id, held_until)
    values (flotilla.current_tenant(), hold_notification_key.key, notification, now() + interval '30 days')
    on conflict (tenant, key) do update
        set notification_id = excluded.notification_id, held_until = excluded.held_until
        where held.notification_id = excluded.notification_id or held.held_until < now();
    if not found then
        select notification_id into holder from notification_keys
        where tenant = flotilla.current_tenant() and key = hold_notification_key.key;
        raise exception 'another notification holds the key' using errcode = 'FL030', detail = holder::text;
    end if;
end
$$;

select flotilla.restrict_function('flotilla.hold_notification_key(text, uuid)', 'flotilla_tenant');
