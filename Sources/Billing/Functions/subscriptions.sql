-- What a month of a subscription costs: the plan, the modules, and the users beyond those included.
create or replace function flotilla.monthly_price(plan jsonb, modules text[], users bigint) returns numeric
    language sql immutable set search_path = pg_catalog, pg_temp
as $$
    select (plan ->> 'price_cents')::numeric
        + coalesce((
            select sum((module ->> 'price_cents')::numeric) from jsonb_array_elements(plan -> 'modules') module
            where module ->> 'code' = any(modules)), 0)
        + greatest(users - (plan ->> 'included_users')::numeric, 0) * (plan ->> 'user_price_cents')::numeric
$$;

-- Raises FL045 for more than 200 changes of a school within a day.
create or replace function flotilla.price_subscription() returns trigger
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
    terms jsonb;
begin
    -- Rows are kept for ever, and an invoice looks at all of them.
    if (select count(*) from flotilla.subscription_changes
        where tenant = new.tenant and changed_at > now() - interval '1 day') >= 200
    then
        raise exception 'the subscription was changed too often today' using errcode = 'FL045';
    end if;
    select plan into terms from flotilla.plans where code = new.plan and version = new.version;
    -- What no invoice could hold is refused where subscriptions are set; a row is written all the same.
    new.monthly_cents := least(flotilla.monthly_price(terms, new.modules, new.users), 1000000000000000);
    new.currency := terms ->> 'currency';
    return new;
end
$$;

select flotilla.restrict_function('flotilla.monthly_price(jsonb, text[], bigint)', 'flotilla_tenant', 'flotilla_dispatcher'),
    flotilla.restrict_function('flotilla.price_subscription()');

create or replace trigger price_subscription before insert on flotilla.subscription_changes
    for each row execute function flotilla.price_subscription();
