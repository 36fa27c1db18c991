-- Whether a user may write to another of the account: the school and its people, professors among themselves, a professor and
-- pupils of a common class or of an own path, pupils of a common class.
create or replace function flotilla.may_write(sender uuid, sender_role text, reader uuid) returns boolean
    language sql stable set search_path = pg_catalog, pg_temp
as $$
    select sender <> reader and exists (
        select from flotilla.users other
        where other.id = reader and other.account = flotilla.current_tenant()
            and other.role in ('school', 'professor', 'student') and sender_role in ('school', 'professor', 'student')
            and (
                'school' in (sender_role, other.role)
                or (sender_role = 'professor' and other.role = 'professor')
                or exists (
                    select from flotilla.class_members own
                        join flotilla.class_members theirs on theirs.class_id = own.class_id
                    where own.user_id = sender and theirs.user_id = reader)
                or exists (
                    select from flotilla.learning_paths path
                        join flotilla.learning_path_students pupil on pupil.path_id = path.id
                    where path.archived_at is null
                        and ((path.professor_id = sender and pupil.student_id = reader)
                            or (path.professor_id = reader and pupil.student_id = sender)))))
$$;

-- The number of the next message to a party. Its row is locked until the commit, so numbers are seen in their order.
create or replace function flotilla.next_message_number(party uuid) returns bigint
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    insert into flotilla.conversation_parties as known (party_id, number) values (party, 1)
    on conflict (party_id) do update set number = known.number + 1
    returning number
$$;

-- Writes a message; repeated with the same id it changes nothing. Raises FL068 when the sender may not write to the other one
-- (any more), who may be gone.
create or replace function flotilla.send_message(
    message uuid, conversation uuid, sender uuid, sender_role text, words text, moment timestamptz
) returns void
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
    support constant uuid := '00000000-0000-0000-0000-000000000000';
    reader  uuid;
begin
    if exists (select from flotilla.conversation_messages where id = message) then return; end if;
    select other.party_id into reader
    from flotilla.conversation_members own
        join flotilla.conversation_members other
            on other.conversation_id = own.conversation_id and other.party_id <> own.party_id
    where own.conversation_id = conversation and own.party_id = sender and own.tenant = flotilla.current_tenant();
    if reader is null
        or not (support in (sender, reader) or flotilla.may_write(sender, sender_role, reader))
    then
        raise exception 'the sender may not write to the other one' using errcode = 'FL068';
    end if;
    insert into flotilla.conversation_messages
        (id, conversation_id, tenant, sender_id, reader_id, number, text, created_at)
    values (message, conversation, flotilla.current_tenant(), nullif(sender, support), reader,
        flotilla.next_message_number(reader), words, moment);
    update flotilla.conversation_members set latest_id = greatest(latest_id, message)
    where conversation_id = conversation;
end
$$;

-- A user who is gone is sent no messages: its number goes, and its id with it.
create or replace function flotilla.forget_conversation_party() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    delete from flotilla.conversation_parties where party_id = old.id;
    return null;
end
$$;

select flotilla.restrict_function('flotilla.forget_conversation_party()'),
    flotilla.assign_function('flotilla.forget_conversation_party()', 'flotilla_dispatcher'),
    flotilla.restrict_function('flotilla.may_write(uuid, text, uuid)', 'flotilla_tenant'),
    flotilla.restrict_function('flotilla.next_message_number(uuid)', 'flotilla_tenant'),
    flotilla.restrict_function(
        'flotilla.send_message(uuid, uuid, uuid, text, text, timestamptz)', 'flotilla_tenant'),
    flotilla.assign_function('flotilla.next_message_number(uuid)', 'flotilla_dispatcher');

create or replace trigger forget_conversation_party after delete on flotilla.users
    for each row execute function flotilla.forget_conversation_party();
