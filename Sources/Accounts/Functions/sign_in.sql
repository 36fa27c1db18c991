-- The functions cross tenants, so they are narrow: one address in, at most one row out; names are qualified and the search
-- path is fixed, so that no object of the caller's comes before ours.

-- Makes an account and its first user, who may use everything of that account and nothing beyond ('school' is not
-- the caller's to choose). A taken address violates users_by_email.
create or replace function flotilla.sign_up(
    account_id uuid, user_id uuid, company_name text, role_arn text, external_id text, email text, password_hash text
) returns timestamptz
    language sql security definer set search_path = pg_catalog, pg_temp
as $$
    insert into flotilla.accounts (id, company_name, role_arn, external_id)
    values (account_id, sign_up.company_name, sign_up.role_arn, sign_up.external_id);
    insert into flotilla.users (id, account, email, password_hash, role)
    values (user_id, account_id, sign_up.email, sign_up.password_hash, 'school')
    returning created_at
$$;

-- Whoever has this address, in whatever tenant, with the hash to compare. No list, no pattern.
create or replace function flotilla.user_for_signin(address text)
    returns table (id uuid, account uuid, email text, role text, created_at timestamptz, password_hash text)
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select u.id, u.account, u.email, u.role, u.created_at, u.password_hash
    from flotilla.users u
    where lower(u.email collate "C") = lower(address collate "C")
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
        'flotilla.replace_password_hash(uuid, text, text)'
    ]::regprocedure[] loop
        perform flotilla.restrict_function(signature, 'flotilla_api');
        perform flotilla.assign_function(signature, 'flotilla_accounts');
    end loop;
end
$$;
