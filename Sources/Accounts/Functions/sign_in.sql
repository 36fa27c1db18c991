-- The functions cross tenants, so they are narrow: one address in, at most one row out; names are qualified and the search
-- path is fixed, so that no object of the caller's comes before ours.

-- Makes an account and its first user, who may use everything of that account and nothing beyond ('school' is not
-- the caller's to choose). A taken address violates users_by_email.
create or replace function flotilla.sign_up(
    account_id uuid, user_id uuid, company_name text, role_arn text, external_id text, email text, password_hash text
) returns timestamptz
    language sql security definer set search_path = pg_catalog, pg_temp
as $$
    -- An invitation that was not accepted in its time holds no address any more.
    delete from flotilla.users u using flotilla.user_tokens t
    where lower(u.email collate "C") = lower(sign_up.email collate "C") and u.accepted_at is null
        and t.user_id = u.id and t.expires_at <= now();
    insert into flotilla.accounts (id, company_name, role_arn, external_id)
    values (account_id, sign_up.company_name, sign_up.role_arn, sign_up.external_id);
    insert into flotilla.users (id, account, email, password_hash, role)
    values (user_id, account_id, sign_up.email, sign_up.password_hash, 'school')
    returning created_at
$$;

-- The user who has this address, in whatever tenant, with the hash to compare. No list, no pattern.
create or replace function flotilla.user_for_signin(address text)
    returns table (id uuid, account uuid, email text, role text, created_at timestamptz, password_hash text)
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select u.id, u.account, u.email, u.role, u.created_at, u.password_hash
    from flotilla.users u
    where lower(u.email collate "C") = lower(address collate "C") and u.password_hash is not null
$$;

-- What a sign-in's token is dated by, once the password was found to be right; null when it was changed meanwhile. The lock
-- makes a change that is under way come first or later as a whole, so that no token for the old password is dated after it.
create or replace function flotilla.confirm_sign_in(user_id uuid, hash text) returns timestamptz
    language sql security definer set search_path = pg_catalog, pg_temp
as $$
    select clock_timestamp() from flotilla.users where id = user_id and password_hash = hash for share
$$;

-- Whose token this is: an invitation, or what resets a password. Nothing when it is used, expired or none of ours.
create or replace function flotilla.user_for_token(token_digest bytea, token_purpose text)
    returns table (id uuid, account uuid, email text, role text, created_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select u.id, u.account, u.email, u.role, u.created_at
    from flotilla.user_tokens t join flotilla.users u on u.id = t.user_id
    where t.digest = token_digest and t.purpose = token_purpose and t.expires_at > now()
$$;

-- Chooses a password by such a token, which counts no more then; every older access token of the user ends.
--   returns  the time from which on an access token is good; null when the token counts no more
create or replace function flotilla.redeem_token(token_digest bytea, token_purpose text, new_hash text)
    returns timestamptz
    language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
    owner uuid;
begin
    -- The user's row before the token's, in the order in which a deletion locks them.
    perform from flotilla.users
    where id = (select user_id from flotilla.user_tokens where digest = token_digest) for no key update;
    delete from flotilla.user_tokens
    where digest = token_digest and purpose = token_purpose and expires_at > now() returning user_id into owner;
    if owner is null then return null; end if;
    update flotilla.users set password_hash = new_hash, accepted_at = coalesce(accepted_at, now()) where id = owner;
    return flotilla.revoke_tokens(owner);
end
$$;

-- Replaces a hash by a stronger one of the same password; who calls must have read the old one.
create or replace function flotilla.replace_password_hash(user_id uuid, old_hash text, new_hash text) returns void
    language sql security definer set search_path = pg_catalog, pg_temp
as $$
    update flotilla.users set password_hash = new_hash where id = user_id and password_hash = old_hash
$$;

do $$
declare
    signature regprocedure;
begin
    foreach signature in array array[
        'flotilla.sign_up(uuid, uuid, text, text, text, text, text)', 'flotilla.user_for_signin(text)',
        'flotilla.replace_password_hash(uuid, text, text)', 'flotilla.confirm_sign_in(uuid, text)',
        'flotilla.user_for_token(bytea, text)', 'flotilla.redeem_token(bytea, text, text)'
    ]::regprocedure[] loop
        perform flotilla.restrict_function(signature, 'flotilla_api');
        perform flotilla.assign_function(signature, 'flotilla_accounts');
    end loop;
end
$$;
