-- Counts what the tenant of the transaction used of the fleet itself, each id once however often a result is made. The domains
-- call it among the effects of a result: it commits with that or not at all.
create or replace function flotilla.count_use(source text, metric text, ids uuid[]) returns void
    language sql volatile set search_path = pg_catalog, pg_temp
as $$
    insert into flotilla.usage_events (source, id, tenant, metric, quantity, at)
    select count_use.source, used.id::text, flotilla.current_tenant(), count_use.metric, 1, now()
    from unnest(ids) as used(id)
    on conflict do nothing
$$;

select flotilla.restrict_function('flotilla.count_use(text, text, uuid[])', 'flotilla_tenant');
