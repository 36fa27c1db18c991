-- Addresses of the operators who can sign in, of every account: whom alerts are mailed to. At most so many.
create or replace function flotilla.operator_addresses(most integer)
    returns table (email text, name text, locale text)
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select users.email, users.name, users.locale from flotilla.users
    where users.role = 'admin' and users.accepted_at is not null order by users.id limit most
$$;

select flotilla.restrict_function('flotilla.operator_addresses(integer)', 'flotilla_api'),
    flotilla.assign_function('flotilla.operator_addresses(integer)', 'flotilla_accounts');
