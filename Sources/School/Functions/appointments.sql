-- Gives an appointment that has one of these statuses another one; repeated with the same moment it changes nothing. Raises FL069
-- for another status; the detail is that.
create or replace function flotilla.change_appointment(
    appointment uuid, expected text[], next text, moment timestamptz, room uuid, reminders uuid[]
) returns void
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
    held flotilla.appointments%rowtype;
begin
    select * into held from flotilla.appointments
    where id = appointment and tenant = flotilla.current_tenant() for no key update;
    if found and held.status = next and held.changed_at = moment then return; end if;
    if not found or held.status <> all (expected) then
        raise exception 'the appointment has another status'
            using errcode = 'FL069', detail = coalesce(held.status, 'cancelled');
    end if;
    update flotilla.appointments
    set status = next, changed_at = moment, room_id = room, reminder_jobs = reminders
    where id = appointment;
end
$$;

-- An appointment goes with either of its two: its reminders are not sent.
create or replace function flotilla.expire_appointment_reminders() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    update flotilla.jobs set expires_at = least(expires_at, now())
    where id = any (old.reminder_jobs) and tenant = old.tenant and status = 'scheduled';
    return null;
end
$$;

select flotilla.restrict_function(
        'flotilla.change_appointment(uuid, text[], text, timestamptz, uuid, uuid[])', 'flotilla_tenant'),
    flotilla.restrict_function('flotilla.expire_appointment_reminders()'),
    flotilla.assign_function('flotilla.expire_appointment_reminders()', 'flotilla_dispatcher');

create or replace trigger expire_reminders after delete on flotilla.appointments
    for each row execute function flotilla.expire_appointment_reminders();
