-- What operators see of other accounts: names, and who speaks for support. They run as flotilla_accounts, which no process enters.

create or replace function flotilla.account_names(ids uuid[]) returns table (id uuid, name text)
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select accounts.id, accounts.company_name from flotilla.accounts where accounts.id = any(ids)
$$;

-- A user's name; the part of the address before its @ where there is none.
create or replace function flotilla.user_names(ids uuid[]) returns table (id uuid, name text)
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select users.id, coalesce(users.name, split_part(users.email, '@', 1)) from flotilla.users where users.id = any(ids)
$$;

-- At most so many.
create or replace function flotilla.support_staff(most integer) returns table (id uuid, account uuid)
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select users.id, users.account from flotilla.users where users.role = 'support' order by users.id limit most
$$;

select flotilla.restrict_function(signature::regprocedure, 'flotilla_dispatcher'),
    flotilla.assign_function(signature::regprocedure, 'flotilla_accounts')
from unnest(array['flotilla.account_names(uuid[])', 'flotilla.user_names(uuid[])', 'flotilla.support_staff(integer)'])
    as named(signature);
