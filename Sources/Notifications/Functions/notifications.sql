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

-- Gives a settled delivery a job again, unless it has another than was looked at: of two replays at once one counts.
-- Raises FL031 then.
create or replace function flotilla.replay_delivery(delivery uuid, former uuid, job uuid) returns void
    language plpgsql volatile set search_path = flotilla, pg_temp
as $$
begin
    update deliveries
    set job_id = job, status = 'queued', reason = null, scheduled_at = clock_timestamp(), digest_id = null
    where id = delivery and (job_id is not distinct from former or job_id = job);
    if not found then
        raise exception 'the delivery has another job' using errcode = 'FL031';
    end if;
    -- What was cut off is no reason to stop now: the caller knows that it may have arrived.
    update delivery_attempts set outcome = 'unknown', code = 'cut_off', finished_at = clock_timestamp(),
        text = 'The worker ended before it knew the answer.'
    where delivery_id = delivery and outcome is null;
end
$$;

select flotilla.restrict_function('flotilla.replay_delivery(uuid, uuid, uuid)', 'flotilla_tenant');
