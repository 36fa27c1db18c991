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

-- Counts mails of a notification to addresses that are no users of the account, before the notification is there: repeated, it
-- counts nothing. Raises FL032 when they are more than this hour has room for.
create or replace function flotilla.count_outside_mails(notification uuid, count integer, most integer) returns void
    language plpgsql volatile set search_path = flotilla, pg_temp
as $$
#variable_conflict use_column
declare
    total integer;
begin
    if exists (select from notifications where id = notification) then return; end if;
    insert into outside_mails as counted (tenant, hour, mails)
    values (flotilla.current_tenant(), date_trunc('hour', now()), count_outside_mails.count)
    on conflict (tenant) do update set hour = excluded.hour,
        mails = excluded.mails + case when counted.hour = excluded.hour then counted.mails else 0 end
    returning mails into total;
    if total > most then
        raise exception 'the hour has no room for so many mails to addresses that are no users' using errcode = 'FL032';
    end if;
end
$$;

select flotilla.restrict_function('flotilla.count_outside_mails(uuid, integer, integer)', 'flotilla_tenant');

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

-- Ends deliveries that were sent, with their attempts; each counts as use of its tenant.
create or replace function flotilla.end_sent_deliveries(
    ids uuid[], numbers integer[], codes text[], texts text[], message_ids text[]
) returns void
    language plpgsql volatile set search_path = flotilla, pg_temp
as $$
begin
    update delivery_attempts attempt
    set outcome = 'sent', code = given.code, text = given.text, finished_at = clock_timestamp()
    from unnest(ids, numbers, codes, texts) as given(id, number, code, text)
    where attempt.delivery_id = given.id and attempt.number = given.number and attempt.outcome is null;
    perform count_use('notifications', 'notifications', ids);
    update deliveries delivery
    set status = 'sent', reason = null, sent_at = now(), message_id = coalesce(given.message_id, delivery.message_id)
    from unnest(ids, message_ids) as given(id, message_id)
    where delivery.id = given.id;
end
$$;

select flotilla.restrict_function(
    'flotilla.end_sent_deliveries(uuid[], integer[], text[], text[], text[])', 'flotilla_tenant');
