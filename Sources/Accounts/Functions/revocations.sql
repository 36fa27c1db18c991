-- Ends every token of a user that was issued until now.
--   returns  the time from which on a token is good
create or replace function flotilla.revoke_tokens(target uuid) returns timestamptz
    language sql security definer set search_path = pg_catalog, pg_temp
as $$
    insert into flotilla.token_revocations as known (subject, not_before) values (target, clock_timestamp())
    on conflict (subject) do update set not_before = greatest(known.not_before, excluded.not_before),
        changed_at = excluded.changed_at
    returning not_before
$$;

create or replace function flotilla.revoke_tokens_of_deleted() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    insert into flotilla.token_revocations (subject, not_before) values (old.id, 'infinity')
    on conflict (subject) do update set not_before = excluded.not_before, changed_at = excluded.changed_at;
    return null;
end
$$;

select flotilla.restrict_function('flotilla.revoke_tokens_of_deleted()'),
    flotilla.assign_function('flotilla.revoke_tokens_of_deleted()', 'flotilla_accounts'),
    flotilla.restrict_function('flotilla.revoke_tokens(uuid)', 'flotilla_dispatcher'),
    flotilla.assign_function('flotilla.revoke_tokens(uuid)', 'flotilla_accounts');

create or replace trigger revoke_tokens after delete on flotilla.users
    for each row execute function flotilla.revoke_tokens_of_deleted();
create or replace trigger revoke_tokens after delete on flotilla.accounts
    for each row execute function flotilla.revoke_tokens_of_deleted();
