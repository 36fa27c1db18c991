-- Counts a change of a queue's rules.
create or replace function flotilla.note_limits() returns trigger
    language plpgsql set search_path = flotilla, pg_temp
as $$
begin
    insert into limit_versions as known (queue, version)
    select distinct queue, 1 from changed order by queue
    on conflict (queue) do update set version = known.version + 1;
    return null;
end
$$;

-- The rules that hold for a job, one row for each counter. Each value is that of the first rule that sets it: operators'
-- rules before those that programs declared, narrower ones before wider ones.
create or replace function flotilla.limits_of(its_queue text, its_tenant text, its_kind text, its_key text)
    returns table (scope text, kind text, max_running integer, rate double precision, burst integer, paused boolean)
    language sql stable set search_path = flotilla, pg_temp
as $$
    with matching as (
        select rule.scope, rule.kind, rule.subject, rule.max_running, rule.rate, rule.burst, rule.paused, 0 as declared
        from limits rule
        where rule.queue = its_queue and rule.kind in ('', its_kind)
            and (rule.scope in ('queue', 'kind')
                or rule.scope = 'tenant' and rule.subject in ('', its_tenant)
                or rule.scope = 'key' and its_key is not null and rule.subject in ('', its_key))
        union all
        select declared.scope, declared.kind, '', declared.max_running, declared.rate, declared.burst, null, 1
        from kind_limits declared
        where declared.queue = its_queue and declared.kind = its_kind and (declared.scope <> 'key' or its_key is not null)
    ), counted as (
        select matching.scope, case when matching.scope in ('kind', 'key') then its_kind else matching.kind end as kind,
            (array_agg(matching.max_running order by declared, subject = '', matching.kind = '')
                filter (where matching.max_running is not null))[1] as max_running,
            (array_agg(matching.rate order by declared, subject = '', matching.kind = '')
                filter (where matching.rate is not null))[1] as rate,
            (array_agg(coalesce(matching.burst, 1) order by declared, subject = '', matching.kind = '')
                filter (where matching.rate is not null))[1] as burst,
            coalesce((array_agg(matching.paused order by declared, subject = '', matching.kind = '')
                filter (where matching.paused is not null))[1], false) as paused
        from matching
        group by 1, 2
    )
    select counted.scope, counted.kind, nullif(counted.max_running, -1), nullif(counted.rate, 0), counted.burst,
        counted.paused
    from counted
    where nullif(counted.max_running, -1) is not null or nullif(counted.rate, 0) is not null or counted.paused
$$;

-- The rules of a queue for the dispatcher's copy: each with the values that it inherits from wider ones.
create or replace function flotilla.effective_limits(its_queue text)
    returns table (scope text, kind text, subject text, max_running integer, rate double precision, burst integer,
        paused boolean)
    language sql stable set search_path = flotilla, pg_temp
as $$
    with rules as (
        select own.scope, own.kind, own.subject, own.max_running, own.rate, own.burst, own.paused, 0 as declared
        from limits own where own.queue = its_queue
        union all
        select declared.scope, declared.kind, '', declared.max_running, declared.rate, declared.burst, null, 1
        from kind_limits declared where declared.queue = its_queue
    )
    select named.scope, named.kind, named.subject, resolved.max_running, resolved.rate, resolved.burst,
        coalesce(resolved.paused, false)
    from (select distinct rules.scope, rules.kind, rules.subject from rules) named
    cross join lateral (
        select (array_agg(wide.max_running order by wide.declared, wide.subject = '', wide.kind = '')
                filter (where wide.max_running is not null))[1] as max_running,
            (array_agg(wide.rate order by wide.declared, wide.subject = '', wide.kind = '')
                filter (where wide.rate is not null))[1] as rate,
            (array_agg(coalesce(wide.burst, 1) order by wide.declared, wide.subject = '', wide.kind = '')
                filter (where wide.rate is not null))[1] as burst,
            (array_agg(wide.paused order by wide.declared, wide.subject = '', wide.kind = '')
                filter (where wide.paused is not null))[1] as paused
        from rules wide
        where wide.scope = named.scope and wide.subject in ('', named.subject)
            and (wide.kind = named.kind or named.scope = 'key' and wide.kind = '')
    ) resolved
$$;

-- Gives permits to claims that are about to be made: returns the ids that get one, or need none. Must be called in the
-- transaction that claims them, with the rows of the jobs locked. Callers that need a permit of the same limit wait until
-- that transaction ends, so that no two get the same one.
-- slack: how far ahead of its time a start may be; for those that another clock let through already.
create or replace function flotilla.acquire_permits(
    its_session uuid, ids uuid[], tokens bigint[], queues text[], tenants uuid[], kinds text[], keys text[],
    slack interval
) returns uuid[]
    language plpgsql volatile set search_path = flotilla, pg_temp
as $$
declare
    line    record;
    rule    record;
    label   text;
    room    integer;
    used    integer;
    next_at timestamptz;
    moment  timestamptz;
    allowed uuid[] := '{}';
begin
    if not exists (select from limit_versions where limit_versions.queue = any(queues)) then return ids; end if;
    -- All locks before the first count, in one order.
    for label in
        select distinct item.queue || ' ' || lim.scope || ' ' || lim.kind
            || case lim.scope when 'tenant' then ' ' || item.tenant when 'key' then ' ' || item.key else '' end as name
        from (
            select distinct queue, tenant, kind, key
            from unnest(queues, tenants, kinds, keys) as each(queue, tenant, kind, key)
        ) item
        cross join lateral flotilla.limits_of(item.queue, item.tenant::text, item.kind, item.key) lim
        order by name
    loop
        perform pg_advisory_xact_lock(hashtext('flotilla.limits'), hashtext(label));
    end loop;
    moment := clock_timestamp();
    for line in
        select item.queue, item.tenant, item.kind, item.key, array_agg(item.id order by item.place) as its_ids,
            array_agg(item.token order by item.place) as its_tokens
        from unnest(ids, tokens, queues, tenants, kinds, keys)
            with ordinality as item(id, token, queue, tenant, kind, key, place)
        group by item.queue, item.tenant, item.kind, item.key
        order by min(item.place)
    loop
        room := null;
        for rule in
            select lim.*, lim.scope || ' ' || lim.kind
                || case lim.scope when 'tenant' then ' ' || line.tenant when 'key' then ' ' || line.key else '' end
                as name
            from flotilla.limits_of(line.queue, line.tenant::text, line.kind, line.key) lim
        loop
            room := least(coalesce(room, cardinality(line.its_ids)), case when rule.paused then 0 end);
            if rule.max_running is not null then
                if rule.scope = 'key' then
                    select count(*) into used from limit_permits slot
                    where slot.queue = line.queue and slot.kind = line.kind and slot.limit_key = line.key;
                elsif rule.scope = 'tenant' then
                    select count(*) into used from limit_permits slot
                    where slot.queue = line.queue and slot.tenant = line.tenant
                        and (rule.kind = '' or slot.kind = line.kind);
                else
                    select count(*) into used from limit_permits slot
                    where slot.queue = line.queue and (rule.kind = '' or slot.kind = line.kind);
                end if;
                room := least(room, rule.max_running - used);
            end if;
            if rule.rate is not null then
                select known.due into next_at from limit_rates known
                where known.queue = line.queue and known.bucket = rule.name;
                -- A rate that was raised does not wait for what the lower one had put off.
                next_at := least(greatest(moment, coalesce(next_at, moment)),
                    moment + rule.burst / rule.rate * interval '1 second');
                room := least(room, floor(
                    rule.burst + extract(epoch from moment + slack - next_at) * rule.rate)::integer);
            end if;
        end loop;
        if room is null then
            allowed := allowed || line.its_ids;
            continue;
        end if;
        continue when room <= 0;
        line.its_ids := line.its_ids[1:room];
        insert into limit_permits (job_id, token, session, queue, tenant, kind, limit_key)
        select item.id, item.token, its_session, line.queue, line.tenant, line.kind, line.key
        from unnest(line.its_ids, line.its_tokens[1:room]) as item(id, token)
        on conflict (job_id, token) do nothing;
        insert into limit_rates as known (queue, bucket, due)
        select line.queue, lim.scope || ' ' || lim.kind
                || case lim.scope when 'tenant' then ' ' || line.tenant when 'key' then ' ' || line.key else '' end,
            moment + cardinality(line.its_ids) / lim.rate * interval '1 second'
        from flotilla.limits_of(line.queue, line.tenant::text, line.kind, line.key) lim
        where lim.rate is not null
        on conflict (queue, bucket) do update set
            due = least(greatest(known.due, moment), moment + interval '1 hour') + (excluded.due - moment);
        allowed := allowed || line.its_ids;
    end loop;
    return allowed;
end
$$;
