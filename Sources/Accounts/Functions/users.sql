-- Users as the school that runs an account manages them. Called by the API for the tenant that its transaction names
-- (`flotilla.current_tenant()`), so that no argument reaches another account; like the functions of sign-in they run as
-- flotilla_accounts, and names are qualified.

-- Makes a user without a password, and the invitation that lets the user choose one. To run it again with the same id
-- changes nothing. A taken address violates users_by_email.
create or replace function flotilla.invite_user(
    new_id uuid, address text, user_role text, user_name text, user_locale text, token_digest bytea,
    token_lifetime interval, most_waiting integer
) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    if user_role not in ('school', 'professor', 'student') then
        raise exception 'an account invites no %', user_role using errcode = 'check_violation';
    end if;
    -- An invitation that was not accepted in its time holds no address any more.
    delete from flotilla.users u using flotilla.user_tokens t
    where lower(u.email collate "C") = lower(address collate "C") and u.accepted_at is null
        and t.user_id = u.id and t.expires_at <= now();
    if (select count(*) from flotilla.users where account = flotilla.current_tenant() and accepted_at is null)
        >= most_waiting
    then
        raise exception 'too many invitations wait' using errcode = 'configuration_limit_exceeded';
    end if;
    insert into flotilla.users (id, account, email, role, name, locale, accepted_at)
    values (new_id, flotilla.current_tenant(), address, user_role, user_name, user_locale, null)
    on conflict (id) do nothing;
    if found then
        insert into flotilla.user_tokens (user_id, purpose, digest, expires_at)
        values (new_id, 'invitation', token_digest, now() + token_lifetime);
    end if;
end
$$;

-- Whether a user is the last one of role 'school' in the account who can sign in. The rows stay locked, so that two who
-- leave at once do so one after the other, and the second is found to be the last.
create or replace function flotilla.is_last_school(target uuid) returns boolean
    language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    perform from flotilla.users where account = flotilla.current_tenant() and role = 'school'
        order by id for no key update;
    return exists (
            select from flotilla.users
            where id = target and account = flotilla.current_tenant() and role = 'school' and accepted_at is not null)
        and not exists (
            select from flotilla.users
            where id <> target and account = flotilla.current_tenant() and role = 'school'
                and accepted_at is not null);
end
$$;

-- Changes a user of the account. Null leaves the role; name and locale are changed when they are named in `members`.
--   returns  'changed', 'unknown', 'operator' (its role is not the account's to give or take) or 'last'
create or replace function flotilla.change_user(
    target uuid, by_admin boolean, new_role text, members text[], new_name text, new_locale text
) returns text
    language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
    old record;
begin
    if new_role not in ('school', 'professor', 'student') then
        raise exception 'an account has no %', new_role using errcode = 'check_violation';
    end if;
    if new_role <> 'school' and not by_admin and flotilla.is_last_school(target) then return 'last'; end if;
    select role into old from flotilla.users
    where id = target and account = flotilla.current_tenant() for no key update;
    if not found then return 'unknown'; end if;
    if old.role not in ('school', 'professor', 'student') and (new_role is not null or not by_admin) then
        return 'operator';
    end if;
    update flotilla.users set role = coalesce(new_role, role),
        name = case when 'name' = any (members) then new_name else name end,
        locale = case when 'locale' = any (members) then new_locale else locale end
    where id = target;
    -- The role stands in the tokens.
    if new_role <> old.role then perform flotilla.revoke_tokens(target); end if;
    return 'changed';
end
$$;

-- Removes a user of the account; a trigger ends every token.
--   returns  'changed', 'unknown', 'operator' or 'last', as above
create or replace function flotilla.remove_user(target uuid, by_admin boolean) returns text
    language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
    old record;
begin
    if not by_admin and flotilla.is_last_school(target) then return 'last'; end if;
    select role into old from flotilla.users
    where id = target and account = flotilla.current_tenant() for update;
    if not found then return 'unknown'; end if;
    if old.role not in ('school', 'professor', 'student') then return 'operator'; end if;
    delete from flotilla.users where id = target;
    return 'changed';
end
$$;

-- The hash to compare before a user of the account changes the password.
create or replace function flotilla.user_with_hash(target uuid)
    returns table (id uuid, account uuid, email text, role text, created_at timestamptz, password_hash text)
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select u.id, u.account, u.email, u.role, u.created_at, u.password_hash
    from flotilla.users u where u.id = target and u.account = flotilla.current_tenant() and u.accepted_at is not null
$$;

-- Changes the password of a user who proved to know the old one, ends every older token, and makes what could have reset it void.
--   returns  the time from which on a token is good; null when the password was changed meanwhile
create or replace function flotilla.change_password(target uuid, old_hash text, new_hash text) returns timestamptz
    language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    update flotilla.users set password_hash = new_hash
    where id = target and account = flotilla.current_tenant() and password_hash = old_hash;
    if not found then return null; end if;
    delete from flotilla.user_tokens where user_id = target;
    return flotilla.revoke_tokens(target);
end
$$;

-- Makes the token by which a user of the account chooses another password; it takes the place of an earlier one.
--   returns  false for one who has not accepted the invitation, or is gone
create or replace function flotilla.begin_reset(target uuid, token_digest bytea, token_lifetime interval)
    returns boolean
    language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    insert into flotilla.user_tokens (user_id, purpose, digest, expires_at)
    select id, 'reset', token_digest, now() + token_lifetime
    from flotilla.users
    where id = target and account = flotilla.current_tenant() and accepted_at is not null
    on conflict (user_id) do update set purpose = excluded.purpose, digest = excluded.digest,
        expires_at = excluded.expires_at;
    return found;
end
$$;

do $$
declare
    signature regprocedure;
begin
    foreach signature in array array[
        'flotilla.begin_reset(uuid, bytea, interval)',
        'flotilla.invite_user(uuid, text, text, text, text, bytea, interval, integer)',
        'flotilla.change_user(uuid, boolean, text, text[], text, text)', 'flotilla.remove_user(uuid, boolean)',
        'flotilla.user_with_hash(uuid)', 'flotilla.change_password(uuid, text, text)'
    ]::regprocedure[] loop
        perform flotilla.restrict_function(signature, 'flotilla_api');
        perform flotilla.assign_function(signature, 'flotilla_accounts');
    end loop;
    -- Called by those alone.
    perform flotilla.restrict_function('flotilla.is_last_school(uuid)');
    perform flotilla.assign_function('flotilla.is_last_school(uuid)', 'flotilla_accounts');
end
$$;
