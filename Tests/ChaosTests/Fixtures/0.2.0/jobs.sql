SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE SCHEMA flotilla;
CREATE TYPE flotilla.job_status AS ENUM (
    'scheduled',
    'queued',
    'running',
    'retrying',
    'succeeded',
    'failed',
    'cancelled'
);
CREATE FUNCTION flotilla.acquire_permits(its_session uuid, ids uuid[], tokens bigint[], queues text[], tenants uuid[], kinds text[], keys text[], slack interval) RETURNS uuid[]
    LANGUAGE plpgsql
    SET search_path TO 'flotilla', 'pg_temp'
    AS $$
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
CREATE FUNCTION flotilla.add_dependencies(children uuid[], parents uuid[], waiting uuid[], run_ats timestamp with time zone[], after_failed boolean[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'flotilla', 'pg_temp'
    AS $$
declare
    edge    record;
    item    record;
    current uuid;
    owner   uuid;
    is_new  boolean;
    state   job_status;
    ended   boolean;
    unended bigint;
    fails   boolean;
begin
    for edge in
        select distinct named.child, named.parent from unnest(children, parents) as named(child, parent) order by 1, 2
    loop
        if edge.child is distinct from current then
            current := edge.child;
            -- Not there when another job holds its unique key.
            select tenant into owner from jobs where id = current and status = 'scheduled' and run_at is null;
            is_new := found and not exists (select from job_dependencies known where known.child = current);
        end if;
        continue when not is_new;
        select status into state from jobs where id = edge.parent and tenant = owner;
        if not found then
            raise exception using errcode = 'FL003', message = 'a job to follow is not there';
        end if;
        ended := state in ('succeeded', 'failed', 'cancelled');
        insert into job_dependencies (child, parent, tenant, outcome)
        values (current, edge.parent, owner, case when ended then state end);
        if not ended then
            update jobs set followed = true where id = edge.parent and not followed;
        end if;
    end loop;
    for item in select * from unnest(waiting, run_ats, after_failed) as named(id, run_at, after_failed) loop
        continue when not exists (
            select from jobs where jobs.id = item.id and jobs.status = 'scheduled' and jobs.run_at is null);
        select count(*) filter (where outcome is null), coalesce(bool_or(outcome <> 'succeeded'), false)
        into unended, fails from job_dependencies where child = item.id;
        if fails and not item.after_failed then
            perform flotilla.fail_waiting(item.id);
        elsif unended = 0 then
            perform flotilla.make_ready(item.id, item.run_at);
        else
            insert into job_waiting (id, open, run_at, after_failed)
            values (item.id, unended, item.run_at, item.after_failed) on conflict do nothing;
        end if;
    end loop;
end
$$;
CREATE FUNCTION flotilla.announce_findings(kind text, run uuid, findings jsonb) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    if flotilla.current_tenant() is null then return null; end if;
    return flotilla.enqueue(
        kind,
        jsonb_build_object(
            'template', 'findings.opened', 'severity', 'critical', 'scan_run_id', run, 'findings', findings),
        tenant => flotilla.current_tenant(), unique_key => 'findings.' || run);
end
$$;
CREATE FUNCTION flotilla.assert_claims(met bigint, expected bigint) RETURNS bigint
    LANGUAGE plpgsql IMMUTABLE
    AS $$
begin
    if met <> expected then
        raise exception using errcode = 'FL001', message = 'a claim was replaced';
    end if;
    return met;
end
$$;
CREATE FUNCTION flotilla.assign_function(signature regprocedure, role_name text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    execute format('grant create on schema flotilla to %I', role_name);
    execute format('alter function %s owner to %I', signature, role_name);
    execute format('revoke create on schema flotilla from %I', role_name);
end
$$;
CREATE FUNCTION flotilla.attempts_of(part text) RETURNS text
    LANGUAGE sql IMMUTABLE
    RETURN ('job_attempts_'::text || substr(part, 6));
CREATE FUNCTION flotilla.batch_step(most integer, OUT released uuid[], OUT batch uuid) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO 'flotilla', 'pg_temp'
    AS $$
declare
    one   job_batches%rowtype;
    named uuid := '00000000-0000-0000-0000-000000000000';
    sums  record;
begin
    released := '{}';
    loop
        select changes.batch into named from batch_changes changes
        where changes.batch > named order by changes.batch limit 1;
        if not found then return; end if;
        select * into one from job_batches where id = named for update skip locked;
        exit when found;
        -- Its row is gone.
        if not exists (select from job_batches where id = named) then
            delete from batch_changes changes where changes.batch = named;
        end if;
    end loop;
    batch := named;
    with page as (
        delete from batch_changes where number in (
            select changes.number from batch_changes changes
            where changes.batch = named order by changes.number limit most)
        returning total, succeeded, failed, cancelled
    )
    select coalesce(sum(total), 0) as total, coalesce(sum(succeeded), 0) as succeeded,
        coalesce(sum(failed), 0) as failed, coalesce(sum(cancelled), 0) as cancelled
    into sums from page;
    update job_batches set total = total + sums.total, succeeded = succeeded + sums.succeeded,
        failed = failed + sums.failed, cancelled = cancelled + sums.cancelled, finished_at = null,
        -- Who came after the batch was cancelled is told as well.
        cancel_after = case when cancelled_at is not null and sums.total > 0
            then '00000000-0000-0000-0000-000000000000' else cancel_after end
    where id = named
    returning * into one;
    -- Changes are counted by whole transactions when none that is to be seen is left: then no member is open that could
    -- bring others.
    if one.total = one.succeeded + one.failed + one.cancelled
        and not exists (select from batch_changes changes where changes.batch = named)
    then
        update job_batches set finished_at = clock_timestamp(), cancel_after = null where id = named;
        update jobs set payload = payload || jsonb_build_object('batch', jsonb_build_object(
            'id', one.id, 'name', one.name, 'total', one.total, 'succeeded', one.succeeded, 'failed', one.failed,
            'cancelled', one.cancelled))
        where id = one.callback and status = 'scheduled' and run_at is null;
        if found and flotilla.make_ready(one.callback, null) then
            released := array[one.callback];
        end if;
    end if;
end
$$;
CREATE FUNCTION flotilla.begin_job_collection(succeeded_ms bigint, failed_ms bigint, cancelled_ms bigint) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'flotilla', 'pg_temp'
    AS $$
declare
    part   job_partitions%rowtype;
    before job_partitions%rowtype;
    few    boolean := false;
    found_ record;
    names  text[];
begin
    perform pg_advisory_xact_lock(hashtext('flotilla.job_collections'));
    if exists (select from job_collections) then return true; end if;
    for part in
        select * from job_partitions where upper <= flotilla.uuid_floor(now() - interval '1 day') order by lower
    loop
        found_ := flotilla.sample_partition(part.name, succeeded_ms, failed_ms, cancelled_ms);
        if found_.total = 0 or 2 * found_.past >= found_.total
            or found_.past > 0 and part.name not like 'jobs\_kept\_%' and part.upper
                <= flotilla.uuid_floor(now() - interval '1 millisecond' * greatest(succeeded_ms, cancelled_ms))
        then
            names := case when few and before.upper = part.lower then array[before.name] end || part.name;
            insert into job_collections
                (target, sources, lower, upper, position, succeeded_ms, failed_ms, cancelled_ms)
            values ('jobs_kept_' || to_char(nextval('job_collection_numbers'), 'FM000000'), names,
                (select lower from job_partitions where name = names[1]), part.upper,
                '00000000-0000-0000-0000-000000000000', succeeded_ms, failed_ms, cancelled_ms);
            return true;
        end if;
        before := part;
        few := part.name like 'jobs\_kept\_%' and found_.total < 200000;
    end loop;
    return false;
end
$$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE flotilla.job_collections (
    target text NOT NULL,
    sources text[] NOT NULL,
    lower uuid NOT NULL,
    upper uuid NOT NULL,
    phase text DEFAULT 'watch'::text NOT NULL,
    "position" uuid NOT NULL,
    examined bigint DEFAULT 0 NOT NULL,
    kept bigint DEFAULT 0 NOT NULL,
    succeeded_ms bigint NOT NULL,
    failed_ms bigint NOT NULL,
    cancelled_ms bigint NOT NULL,
    moment timestamp with time zone DEFAULT now() NOT NULL,
    blocked integer DEFAULT 0 NOT NULL,
    next_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT job_collections_phase_check CHECK ((phase = ANY (ARRAY['watch'::text, 'copy'::text, 'swap'::text, 'drop'::text, 'clean'::text])))
);
CREATE FUNCTION flotilla.copy_jobs(work flotilla.job_collections, page integer, ids uuid[], OUT examined bigint, OUT stayed bigint, OUT last uuid) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'flotilla', 'pg_temp'
    AS $_$
declare
    source text;
    stays  text := flotilla.job_stays(work.moment, work.succeeded_ms, work.failed_ms, work.cancelled_ms);
    looked bigint;
    copied bigint;
    final  uuid;
begin
    examined := 0;
    stayed := 0;
    foreach source in array work.sources loop
        continue when examined >= page;
        execute format(
            'with looked_at as materialized ('
                'select job.id, %1$s as stays from %2$I job left join job_kinds told on told.kind = job.kind '
                'where %6$s order by job.id limit $2'
            '), copied as ('
                'insert into %3$I select job.* from looked_at join %2$I job using (id) where looked_at.stays returning 1'
            '), attempts as ('
                'insert into %4$I select attempt.* from looked_at '
                'join %5$I attempt on attempt.job_id = looked_at.id where looked_at.stays'
            ') '
            'select (select count(*) from looked_at), (select count(*) from copied), '
                '(select id from looked_at order by id desc limit 1)',
            stays, source, work.target, flotilla.attempts_of(work.target), flotilla.attempts_of(source),
            case when ids is null then 'job.id > $1' else 'job.id = any($3)' end)
            into looked, copied, final using work.position, page - examined, ids;
        examined := examined + looked;
        stayed := stayed + copied;
        last := coalesce(final, last);
    end loop;
end
$_$;
CREATE FUNCTION flotilla.copy_touched(work flotilla.job_collections, page integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'flotilla', 'pg_temp'
    AS $_$
declare
    ids   uuid[];
    noted bigint;
begin
    with taken as (
        delete from jobs_touched where ctid = any(array(
            select ctid from jobs_touched where target = work.target limit page))
        returning id
    )
    select array_agg(distinct id), count(*) into ids, noted from taken;
    if noted = 0 then return 0; end if;
    execute format('delete from %I where id = any($1)', work.target) using ids;
    execute format('delete from %I where job_id = any($1)', flotilla.attempts_of(work.target)) using ids;
    perform flotilla.copy_jobs(work, cardinality(ids), ids);
    return noted;
end
$_$;
CREATE FUNCTION flotilla.current_tenant() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('flotilla.tenant'::text, true), ''::text))::uuid;
CREATE FUNCTION flotilla.dependency_step(most integer, OUT released uuid[], OUT changed integer) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO 'flotilla', 'pg_temp'
    AS $$
declare
    ending   record;
    follower uuid;
    waits    job_waiting%rowtype;
    last     bigint := 0;
    fails    boolean;
    is_left  boolean;
    left_all integer := 0;
begin
    released := '{}';
    changed := 0;
    -- What is left to others counts too: a step is bounded, whatever it meets.
    while changed < most and left_all < most loop
        select number, parent, outcome into ending from dependencies_ended
        where number > last order by number limit 1 for update skip locked;
        exit when not found;
        last := ending.number;
        is_left := false;
        for follower in
            select child from job_dependencies where parent = ending.parent and outcome is null
            order by child limit most - changed
        loop
            select * into waits from job_waiting where id = follower for update skip locked;
            if found then
                fails := ending.outcome <> 'succeeded' and not waits.after_failed;
                if waits.open > 1 and not fails then
                    update job_waiting set open = open - 1 where id = follower;
                else
                    perform from jobs where id = follower for update skip locked;
                    if not found and exists (select from jobs where id = follower) then
                        is_left := true;
                        continue;
                    end if;
                    if fails then
                        perform flotilla.fail_waiting(follower);
                    elsif flotilla.make_ready(follower, waits.run_at) then
                        released := released || follower;
                    end if;
                    delete from job_waiting where id = follower;
                end if;
            elsif exists (select from job_waiting where id = follower) then
                is_left := true;
                continue;
            end if;
            update job_dependencies set outcome = ending.outcome where child = follower and parent = ending.parent;
            changed := changed + 1;
        end loop;
        if is_left then
            left_all := left_all + 1;
        elsif not exists (select from job_dependencies where parent = ending.parent and outcome is null) then
            delete from dependencies_ended where number = ending.number;
            changed := changed + 1;
        end if;
    end loop;
end
$$;
CREATE FUNCTION flotilla.drop_scan_partition(keep_resources interval, keep_metrics interval) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'flotilla', 'pg_temp'
    SET lock_timeout TO '100ms'
    AS $_$
declare
    child text;
begin
    if not pg_try_advisory_xact_lock(hashtext('flotilla.scan_partitions')) then return null; end if;
    select relname into child
    from scan_tables
        join pg_inherits on inhparent = scan_tables.name::regclass
        join pg_class on pg_class.oid = inhrelid and relname ~ '_[0-9]{8}$'
    where (to_date(right(relname, 8), 'YYYYMMDD') + ('1 ' || span)::interval) at time zone 'utc'
        <= now() - greatest(case holds when 'metrics' then keep_metrics else keep_resources end, interval '30 days')
    order by right(relname, 8), relname limit 1;
    if child is null then return false; end if;
    execute format('drop table %I', child);
    return true;
exception when lock_not_available then
    return null;
end
$_$;
CREATE FUNCTION flotilla.effective_limits(its_queue text) RETURNS TABLE(scope text, kind text, subject text, max_running integer, rate double precision, burst integer, paused boolean)
    LANGUAGE sql STABLE
    SET search_path TO 'flotilla', 'pg_temp'
    AS $$
    with rules as (
        select own.scope, own.kind, own.subject, own.max_running, own.rate, own.burst, own.paused, 0 as told
        from limits own where own.queue = its_queue
        union all
        select told.scope, told.kind, '', told.max_running, told.rate, told.burst, null, 1
        from kind_limits told where told.queue = its_queue
    )
    select named.scope, named.kind, named.subject, resolved.max_running, resolved.rate, resolved.burst,
        coalesce(resolved.paused, false)
    from (select distinct rules.scope, rules.kind, rules.subject from rules) named
    cross join lateral (
        select (array_agg(wide.max_running order by wide.told, wide.subject = '', wide.kind = '')
                filter (where wide.max_running is not null))[1] as max_running,
            (array_agg(wide.rate order by wide.told, wide.subject = '', wide.kind = '')
                filter (where wide.rate is not null))[1] as rate,
            (array_agg(coalesce(wide.burst, 1) order by wide.told, wide.subject = '', wide.kind = '')
                filter (where wide.rate is not null))[1] as burst,
            (array_agg(wide.paused order by wide.told, wide.subject = '', wide.kind = '')
                filter (where wide.paused is not null))[1] as paused
        from rules wide
        where wide.scope = named.scope and wide.subject in ('', named.subject)
            and (wide.kind = named.kind or named.scope = 'key' and wide.kind = '')
    ) resolved
$$;
CREATE FUNCTION flotilla.enqueue(kind text, payload jsonb DEFAULT '{}'::jsonb, tenant uuid DEFAULT NULL::uuid, priority integer DEFAULT 4, run_at timestamp with time zone DEFAULT NULL::timestamp with time zone, expires_at timestamp with time zone DEFAULT NULL::timestamp with time zone, timeout interval DEFAULT NULL::interval, max_attempts integer DEFAULT NULL::integer, unique_key text DEFAULT NULL::text, unique_for interval DEFAULT NULL::interval, limit_key text DEFAULT NULL::text, queue text DEFAULT NULL::text) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'flotilla', 'pg_temp'
    AS $_$
#variable_conflict use_column
declare
    known     job_kinds%rowtype;
    moment    timestamptz := clock_timestamp();
    waits     boolean := enqueue.run_at > moment;
    owner     uuid := coalesce(
        enqueue.tenant, flotilla.current_tenant(), '00000000-0000-0000-0000-000000000000'::uuid);
    id        uuid;
    holder_id uuid;
    mistake   text;
    advice    text;
begin
    select * into known from job_kinds where job_kinds.kind = enqueue.kind;
    if not found then
        mistake := format('jobs of the kind %s are not known', coalesce(quote_literal(enqueue.kind), 'null'));
        select 'known are ' || string_agg(job_kinds.kind, ', ' order by job_kinds.kind) into advice from job_kinds;
        advice := coalesce(advice, 'no program has told of its kinds yet: start a worker');
    elsif enqueue.payload is null or jsonb_typeof(enqueue.payload) <> 'object' then
        mistake := 'payload should be an object';
    elsif octet_length(enqueue.payload::text) > 262144 then
        mistake := format('payload has %s bytes; 262144 are allowed', octet_length(enqueue.payload::text));
        advice := 'store it and pass where it is';
    elsif octet_length(enqueue.payload::text) > 400 and exists (
        select from jsonb_path_query(enqueue.payload, 'strict $.**') item
        where jsonb_typeof(item) = 'number' and length(item::text) > 400
    ) then
        mistake := 'payload holds a number of more than 400 digits when it is written out';
        advice := 'send it as a string';
    elsif enqueue.priority is null or enqueue.priority not between 0 and 9 then
        mistake := 'priority should be a whole number from 0 (first) to 9';
    elsif enqueue.run_at not between '0001-01-01 00:00:00+00' and '9999-12-31 23:59:59.999999+00'
        or enqueue.expires_at not between '0001-01-01 00:00:00+00' and '9999-12-31 23:59:59.999999+00'
    then
        mistake := 'run_at and expires_at should be within the years 0001 to 9999 in UTC';
    elsif enqueue.expires_at <= greatest(moment, enqueue.run_at) then
        mistake := 'expires_at should be later than now and than run_at: the job would never run';
    elsif enqueue.timeout not between interval '1 millisecond' and interval '24 hours' then
        mistake := 'timeout should be from 1 millisecond to 24 hours';
    elsif enqueue.max_attempts not between 1 and 100 then
        mistake := 'max_attempts should be a whole number from 1 to 100';
    elsif octet_length(enqueue.unique_key) not between 1 and 200 or enqueue.unique_key ~ '[[:cntrl:]]' then
        mistake := 'unique_key should be a string of 1 to 200 bytes without control characters';
    elsif octet_length(enqueue.limit_key) not between 1 and 200 or enqueue.limit_key ~ '[[:cntrl:]]' then
        mistake := 'limit_key should be a string of 1 to 200 bytes without control characters';
    elsif enqueue.unique_for is not null and enqueue.unique_key is null then
        mistake := 'unique_for needs a unique_key';
    elsif enqueue.unique_for not between interval '1 millisecond' and interval '30 days' then
        mistake := 'unique_for should be from 1 millisecond to 30 days';
    elsif enqueue.queue is not null and not exists (select from job_kinds where job_kinds.queue = enqueue.queue) then
        mistake := format('there is no queue %L', enqueue.queue);
        select 'known are ' || string_agg(distinct job_kinds.queue, ', ') into advice from job_kinds;
    end if;
    if mistake is not null then
        raise exception using errcode = 'invalid_parameter_value', message = mistake,
            hint = coalesce(advice, 'docs/enqueueing.md says what each argument may be');
    end if;
    -- A transaction that has an xid is seen by whoever asks which ids may still be under way, so it comes first.
    perform pg_current_xact_id();
    id := flotilla.mint_id();
    if enqueue.unique_key is not null then
        loop
            insert into job_unique as holder (tenant, kind, key, job_id, held_until)
            values (owner, enqueue.kind, enqueue.unique_key, id, now() + enqueue.unique_for)
            on conflict (tenant, kind, key) do update set job_id = excluded.job_id, held_until = excluded.held_until
                where holder.held_until <= now() and (
                    select true from jobs
                    where jobs.id = holder.job_id and jobs.status in ('succeeded', 'failed', 'cancelled')
                    for share skip locked);
            exit when found;
            select job_id into holder_id from job_unique
            where job_unique.tenant = owner and job_unique.kind = enqueue.kind and key = enqueue.unique_key;
            if found then return holder_id; end if;
        end loop;
    end if;
    insert into jobs (id, tenant, kind, queue, status, priority, max_attempts, timeout_ms, run_at, expires_at,
        unique_key, limit_key, payload)
    values (id, owner, enqueue.kind, coalesce(enqueue.queue, known.queue),
        case when waits then 'scheduled' else 'queued' end::job_status, enqueue.priority,
        coalesce(enqueue.max_attempts, known.max_attempts),
        coalesce(round(extract(epoch from enqueue.timeout) * 1000)::integer, known.timeout_ms),
        case when waits then enqueue.run_at end, enqueue.expires_at, enqueue.unique_key, enqueue.limit_key,
        enqueue.payload);
    if waits then
        insert into due (run_at, id) values (enqueue.run_at, id);
    end if;
    -- What comes due later is found by its time.
    if not coalesce(waits, false) or enqueue.run_at <= moment + interval '15 minutes' then
        insert into enqueued (id) values (id);
    end if;
    return id;
end
$_$;
CREATE FUNCTION flotilla.ensure_partitions(ahead integer DEFAULT 7) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'flotilla', 'pg_temp'
    AS $$
declare
    today date := (now() at time zone 'utc')::date;
    day   date;
    tag   text;
    low   uuid;
    high  uuid;
    made  integer := 0;
begin
    if (select count(*) from job_partitions
        where lower >= flotilla.uuid_floor((today - 1)::timestamp at time zone 'utc')) >= ahead + 2 then
        return 0;
    end if;
    perform pg_advisory_xact_lock(hashtext('flotilla.ensure_partitions'));
    for offset_days in -1 .. ahead loop
        day := today + offset_days;
        tag := to_char(day, 'YYYYMMDD');
        low := flotilla.uuid_floor(day::timestamp at time zone 'utc');
        high := flotilla.uuid_floor((day + 1)::timestamp at time zone 'utc');
        continue when exists (select from job_partitions where lower = low);
        -- Each row is updated at least twice in its life (claimed, settled): room for that keeps it on its page.
        execute format('create table %I (like jobs including all) with (fillfactor = 60)', 'jobs_' || tag);
        execute format('create table %I (like job_attempts including all)', 'job_attempts_' || tag);
        -- A day that nobody prepared in time has rows in the default partition; they move.
        if exists (select from jobs_default where id >= low and id < high) then
            lock table jobs, job_attempts in access exclusive mode;
            execute format(
                'with moved as (delete from jobs_default where id >= %L and id < %L returning *) '
                'insert into %I select * from moved', low, high, 'jobs_' || tag);
            execute format(
                'with moved as (delete from job_attempts_default where job_id >= %L and job_id < %L returning *) '
                'insert into %I select * from moved', low, high, 'job_attempts_' || tag);
        end if;
        execute format(
            'alter table jobs attach partition %I for values from (%L) to (%L)', 'jobs_' || tag, low, high);
        execute format(
            'alter table job_attempts attach partition %I for values from (%L) to (%L)',
            'job_attempts_' || tag, low, high);
        insert into job_partitions values ('jobs_' || tag, low, high, low);
        made := made + 1;
    end loop;
    return made;
end
$$;
CREATE FUNCTION flotilla.ensure_role(role_name text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    -- Roles belong to the whole server, where another database may be migrating at this moment.
    begin
        if not exists (select from pg_roles where rolname = role_name) then
            execute format('create role %I nologin', role_name);
        end if;
    exception when duplicate_object or unique_violation then null;
    end;
    begin
        if not pg_has_role(current_user, role_name, 'usage') then
            execute format('grant %I to %I', role_name, current_user);
        end if;
    exception when unique_violation then null;
    end;
    execute format('grant usage on schema flotilla to %I', role_name);
end
$$;
CREATE FUNCTION flotilla.ensure_scan_partitions(ahead integer DEFAULT 2) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'flotilla', 'pg_temp'
    AS $$
declare
    entry scan_tables%rowtype;
    made  integer := 0;
begin
    for entry in select * from scan_tables order by name loop
        for step in -1 .. ahead loop
            if flotilla.make_scan_partition(entry.name, now() + step * ('1 ' || entry.span)::interval) then
                made := made + 1;
            end if;
        end loop;
    end loop;
    return made;
end
$$;
CREATE FUNCTION flotilla.fail_waiting(job uuid) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'flotilla', 'pg_temp'
    AS $$
declare
    is_unique boolean;
begin
    update jobs set status = 'cancelled', finished_at = now(), attempt_end = 'cancelled',
        error = jsonb_build_object('code', 'parent_failed',
            'message', 'A job that this one was to follow failed or was cancelled.')
    where id = job and status = 'scheduled' and run_at is null
    returning unique_key is not null into is_unique;
    if is_unique then
        delete from job_unique where job_id = job and (held_until is null or held_until <= now());
    end if;
end
$$;
CREATE TABLE flotilla.job_batches (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    name text,
    total bigint DEFAULT 0 NOT NULL,
    succeeded bigint DEFAULT 0 NOT NULL,
    failed bigint DEFAULT 0 NOT NULL,
    cancelled bigint DEFAULT 0 NOT NULL,
    callback uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    cancel_after uuid
)
WITH (fillfactor='50');
ALTER TABLE ONLY flotilla.job_batches FORCE ROW LEVEL SECURITY;
CREATE TABLE flotilla.jobs (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    status flotilla.job_status NOT NULL,
    priority smallint NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    errors integer DEFAULT 0 NOT NULL,
    crashes integer DEFAULT 0 NOT NULL,
    max_attempts integer NOT NULL,
    timeout_ms integer NOT NULL,
    token bigint,
    session uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    run_at timestamp with time zone,
    expires_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    cancel_requested_at timestamp with time zone,
    attempt_end text,
    unique_key text,
    limit_key text,
    trace_parent text,
    request_id text,
    payload jsonb NOT NULL,
    result jsonb,
    error jsonb,
    checkpoint jsonb,
    alone boolean DEFAULT false NOT NULL,
    followed boolean DEFAULT false NOT NULL,
    batch_id uuid,
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
)
PARTITION BY RANGE (id);
ALTER TABLE ONLY flotilla.jobs FORCE ROW LEVEL SECURITY;
CREATE FUNCTION flotilla.forget_batches(lower uuid, upper uuid) RETURNS void
    LANGUAGE sql
    SET search_path TO 'flotilla', 'pg_temp'
    BEGIN ATOMIC
 DELETE FROM flotilla.job_batches batch
   WHERE ((batch.id >= forget_batches.lower) AND (batch.id < forget_batches.upper) AND (batch.finished_at IS NOT NULL) AND (NOT (EXISTS ( SELECT
            FROM flotilla.jobs
           WHERE (jobs.batch_id = batch.id)))));
END;
CREATE FUNCTION flotilla.forget_scans(keep_resources interval, keep_metrics interval, page integer) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'flotilla', 'pg_temp'
    SET lock_timeout TO '1s'
    AS $_$
declare
    entry  scan_tables%rowtype;
    oldest timestamptz := now() - greatest(keep_resources, interval '30 days');
    gone   bigint;
    more   boolean := false;
begin
    if not pg_try_advisory_xact_lock(hashtext('flotilla.forget_scans')) then return false; end if;
    for entry in select * from scan_tables order by name loop
        execute format(
            'delete from %1$I where ctid = any(array(select ctid from %1$I where %2$I < $1 limit $2))',
            entry.name || '_default', entry.time_column)
            using now() - greatest(
                case entry.holds when 'metrics' then keep_metrics else keep_resources end, interval '30 days'), page;
        get diagnostics gone = row_count;
        more := more or gone = page;
    end loop;
    delete from resources where id in (
        select id from resources where latest_seen_at < oldest order by latest_seen_at limit page for update skip locked);
    get diagnostics gone = row_count;
    more := more or gone = page;
    -- A run looks a while after its scan was asked for.
    delete from scans where id in (
        select id from scans where id < flotilla.uuid_floor(oldest - interval '1 day') order by id limit page
        for update skip locked);
    get diagnostics gone = row_count;
    return more or gone = page;
end
$_$;
CREATE FUNCTION flotilla.job_collection_step(page integer) RETURNS TABLE(step text, target text, lower uuid, upper uuid, examined bigint, kept bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'flotilla', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    work   job_collections%rowtype;
    copied record;
    source text;
begin
    select * into work from job_collections where next_at <= now() limit 1 for update skip locked;
    if not found then
        return query select 'idle', null::text, null::uuid, null::uuid, 0::bigint, 0::bigint;
        return;
    end if;
    step := work.phase;
    begin
        case work.phase
        when 'watch' then
            perform flotilla.watch_job_sources(work);
            work.phase := 'copy';
        when 'copy' then
            copied := flotilla.copy_jobs(work, page, null);
            work.examined := work.examined + copied.examined;
            work.kept := work.kept + copied.stayed;
            work.position := coalesce(copied.last, work.position);
            if copied.examined < page then work.phase := 'swap'; end if;
        when 'swap' then
            if flotilla.copy_touched(work, page) < page then
                perform flotilla.swap_jobs(work);
                work.phase := 'drop';
            end if;
        when 'drop' then
            foreach source in array work.sources loop
                execute format('drop table if exists %I, %I', source, flotilla.attempts_of(source));
            end loop;
            if to_regclass(work.target) is not null then
                execute format('alter table %I reset (autovacuum_enabled)', work.target);
                execute format('alter table %I reset (autovacuum_enabled)', flotilla.attempts_of(work.target));
            end if;
            delete from jobs_touched where target = work.target;
            work.phase := 'clean';
        when 'clean' then null;
        end case;
        work.blocked := 0;
    exception when lock_not_available then
        step := 'blocked';
        work.blocked := work.blocked + 1;
        -- From a tenth of a second to a minute: each try holds up those who come after it for as long as it waits.
        work.next_at := clock_timestamp() + least(60, 0.1 * 2 ^ least(work.blocked, 10)) * interval '1 second';
    end;
    update job_collections set phase = work.phase, position = work.position, examined = work.examined,
        kept = work.kept, blocked = work.blocked, next_at = work.next_at
    where job_collections.target = work.target;
    return query select step, work.target, work.lower, work.upper, work.examined, work.kept;
end
$$;
CREATE FUNCTION flotilla.job_retention(succeeded_ms bigint, failed_ms bigint, cancelled_ms bigint) RETURNS TABLE(name text, lower uuid, upper uuid, total bigint, past bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'flotilla', 'pg_temp'
    AS $_$
    select part.name, part.lower, part.upper, sample.total, sample.past
    from job_partitions part, flotilla.sample_partition(part.name, $1, $2, $3) sample
    where part.upper <= flotilla.uuid_floor(now() - interval '1 day')
    order by part.lower
$_$;
CREATE FUNCTION flotilla.job_stays(moment timestamp with time zone, succeeded_ms bigint, failed_ms bigint, cancelled_ms bigint) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'flotilla', 'pg_temp'
    AS $$
    select format(
        '(job.status not in (''succeeded'', ''failed'', ''cancelled'') '
        'or coalesce(job.finished_at, job.created_at) > %L::timestamptz - interval ''1 millisecond'' * case job.status '
        'when ''succeeded'' then coalesce(told.keep_succeeded_ms, %s) '
        'when ''failed'' then coalesce(told.keep_failed_ms, %s) else coalesce(told.keep_cancelled_ms, %s) end%s)',
        moment, succeeded_ms, failed_ms, cancelled_ms,
        (select string_agg(format(
            ' or exists (select from %I named where named.%I = job.id)', table_name, column_name), '' order by table_name)
        from job_references where keeps))
$$;
CREATE FUNCTION flotilla.join_batches(ids uuid[], tenants uuid[], strict boolean) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'flotilla', 'pg_temp'
    AS $$
declare
    one record;
begin
    for one in select distinct named.id, named.tenant from unnest(ids, tenants) as named(id, tenant) order by 1, 2 loop
        if strict then
            perform from job_batches
            where job_batches.id = one.id and job_batches.tenant = one.tenant
                and finished_at is null and cancelled_at is null
            for share;
        else
            perform from job_batches where job_batches.id = one.id and job_batches.tenant = one.tenant;
        end if;
        if not found then
            raise exception using errcode = 'FL004', message = 'the batch takes no jobs';
        end if;
    end loop;
end
$$;
CREATE FUNCTION flotilla.limits_of(its_queue text, its_tenant text, its_kind text, its_key text) RETURNS TABLE(scope text, kind text, max_running integer, rate double precision, burst integer, paused boolean)
    LANGUAGE sql STABLE
    SET search_path TO 'flotilla', 'pg_temp'
    AS $$
    with matching as (
        select rule.scope, rule.kind, rule.subject, rule.max_running, rule.rate, rule.burst, rule.paused, 0 as told
        from limits rule
        where rule.queue = its_queue and rule.kind in ('', its_kind)
            and (rule.scope in ('queue', 'kind')
                or rule.scope = 'tenant' and rule.subject in ('', its_tenant)
                or rule.scope = 'key' and its_key is not null and rule.subject in ('', its_key))
        union all
        select told.scope, told.kind, '', told.max_running, told.rate, told.burst, null, 1
        from kind_limits told
        where told.queue = its_queue and told.kind = its_kind and (told.scope <> 'key' or its_key is not null)
    ), counted as (
        select matching.scope, case when matching.scope in ('kind', 'key') then its_kind else matching.kind end as kind,
            (array_agg(matching.max_running order by told, subject = '', matching.kind = '')
                filter (where matching.max_running is not null))[1] as max_running,
            (array_agg(matching.rate order by told, subject = '', matching.kind = '')
                filter (where matching.rate is not null))[1] as rate,
            (array_agg(coalesce(matching.burst, 1) order by told, subject = '', matching.kind = '')
                filter (where matching.rate is not null))[1] as burst,
            coalesce((array_agg(matching.paused order by told, subject = '', matching.kind = '')
                filter (where matching.paused is not null))[1], false) as paused
        from matching
        group by 1, 2
    )
    select counted.scope, counted.kind, nullif(counted.max_running, -1), nullif(counted.rate, 0), counted.burst,
        counted.paused
    from counted
    where nullif(counted.max_running, -1) is not null or nullif(counted.rate, 0) is not null or counted.paused
$$;
CREATE FUNCTION flotilla.lock_jobs(ids uuid[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'flotilla', 'pg_temp'
    AS $$
declare
    one uuid;
begin
    for one in select distinct named.id from unnest(ids) as named(id) order by named.id loop
        perform from jobs where jobs.id = one for no key update;
    end loop;
end
$$;
CREATE FUNCTION flotilla.make_ready(job uuid, wished timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'flotilla', 'pg_temp'
    AS $$
declare
    moment timestamptz := greatest(wished, clock_timestamp());
    is_due boolean := wished is null or wished <= clock_timestamp();
begin
    update jobs set status = (case when is_due then 'queued' else 'scheduled' end)::job_status, run_at = moment
    where id = job and status = 'scheduled' and run_at is null;
    if not found then return false; end if;
    insert into due (run_at, id) values (moment, job) on conflict do nothing;
    -- Its id may be old. What comes due later is found by its time.
    if moment > clock_timestamp() + interval '15 minutes' then return false; end if;
    insert into enqueued (id) values (job) on conflict do nothing;
    return true;
end
$$;
CREATE FUNCTION flotilla.make_scan_partition(parent text, moment timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'flotilla', 'pg_temp'
    SET lock_timeout TO '3s'
    AS $_$
declare
    entry scan_tables%rowtype;
    low   timestamptz;
    high  timestamptz;
    tag   text;
begin
    select * into strict entry from scan_tables where name = parent;
    low := date_trunc(entry.span, moment at time zone 'utc') at time zone 'utc';
    high := (date_trunc(entry.span, moment at time zone 'utc') + ('1 ' || entry.span)::interval) at time zone 'utc';
    tag := parent || '_' || to_char(low at time zone 'utc', 'YYYYMMDD');
    if to_regclass(tag) is not null then return false; end if;
    perform pg_advisory_xact_lock(hashtext('flotilla.scan_partitions'));
    if to_regclass(tag) is not null then return false; end if;
    execute format('create table %I (like %I including all)', tag, parent);
    execute format('lock table %I in share row exclusive mode', parent);
    execute format(
        'with moved as (delete from %1$I where %2$I >= %3$L and %2$I < %4$L returning *) '
        'insert into %5$I select * from moved',
        parent || '_default', entry.time_column, low, high, tag);
    execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, tag, low, high);
    return true;
end
$_$;
CREATE FUNCTION flotilla.mint_id(moment timestamp with time zone DEFAULT clock_timestamp()) RETURNS uuid
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    micros bigint := floor(extract(epoch from moment) * 1000000)::bigint;
begin
    return (lpad(to_hex(micros / 1000), 12, '0') || '7' || lpad(to_hex(micros % 1000 * 4096 / 1000), 3, '0')
        || substr(replace(gen_random_uuid()::text, '-', ''), 17))::uuid;
end
$$;
CREATE FUNCTION flotilla.note_end() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'flotilla', 'pg_temp'
    AS $$
begin
    if new.followed and new.status in ('succeeded', 'failed', 'cancelled') then
        insert into dependencies_ended (parent, outcome) values (new.id, new.status);
    end if;
    if new.batch_id is not null then
        insert into batch_changes (batch, succeeded, failed, cancelled) values (new.batch_id,
            (new.status = 'succeeded')::integer - (old.status = 'succeeded')::integer,
            (new.status = 'failed')::integer - (old.status = 'failed')::integer,
            (new.status = 'cancelled')::integer - (old.status = 'cancelled')::integer);
    end if;
    return null;
end
$$;
CREATE FUNCTION flotilla.note_failure() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'flotilla', 'pg_temp'
    AS $$
begin
    insert into job_failures values (new.id, new.tenant, new.status)
    on conflict (id) do update set status = excluded.status where job_failures.status <> excluded.status;
    return null;
end
$$;
CREATE FUNCTION flotilla.note_limits() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'flotilla', 'pg_temp'
    AS $$
begin
    insert into limit_versions as known (queue, version)
    select distinct queue, 1 from changed order by queue
    on conflict (queue) do update set version = known.version + 1;
    return null;
end
$$;
CREATE FUNCTION flotilla.note_touched() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'flotilla', 'pg_temp'
    AS $$
begin
    if tg_argv[1] = 'id' then
        insert into jobs_touched values (tg_argv[0], coalesce(new.id, old.id));
    else
        insert into jobs_touched values (tg_argv[0], coalesce(new.job_id, old.job_id));
    end if;
    return null;
end
$$;
CREATE FUNCTION flotilla.protect_tenant_table(table_name text, tenant_column text, tenant_rights text DEFAULT 'select, insert, update, delete'::text, dispatcher_rights text DEFAULT NULL::text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'flotilla', 'pg_temp'
    AS $_$
begin
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format(
        'create policy tenant on %1$I to flotilla_tenant '
        'using (%2$I = flotilla.current_tenant()) with check (%2$I = flotilla.current_tenant())',
        table_name, tenant_column);
    if tenant_rights is not null then
        execute format('grant %s on %I to flotilla_tenant', tenant_rights, table_name);
    end if;
    if dispatcher_rights is not null then
        execute format(
            'create policy dispatcher on %I to flotilla_dispatcher using (true) with check (true)', table_name);
        execute format('grant %s on %I to flotilla_dispatcher', dispatcher_rights, table_name);
    end if;
end
$_$;
CREATE FUNCTION flotilla.replace_password_hash(user_id uuid, old_hash text, new_hash text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    update flotilla.users set password_hash = new_hash where id = user_id and password_hash = old_hash
$$;
CREATE FUNCTION flotilla.restrict_function(signature regprocedure, VARIADIC roles text[] DEFAULT '{}'::text[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    role_name text;
begin
    execute format('revoke execute on function %s from public', signature);
    foreach role_name in array roles loop
        execute format('grant execute on function %s to %I', signature, role_name);
    end loop;
end
$$;
CREATE FUNCTION flotilla.revoke_tokens_of_deleted() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    insert into flotilla.token_revocations (subject, not_before) values (old.id, 'infinity')
    on conflict (subject) do update set not_before = excluded.not_before, changed_at = excluded.changed_at;
    return null;
end
$$;
CREATE FUNCTION flotilla.sample_partition(part text, succeeded_ms bigint, failed_ms bigint, cancelled_ms bigint, OUT total bigint, OUT past bigint) RETURNS record
    LANGUAGE plpgsql STABLE
    SET search_path TO 'flotilla', 'pg_temp'
    AS $$
declare
    pages bigint := pg_relation_size(part::regclass) / current_setting('block_size')::bigint;
    share double precision := least(1, 200.0 / greatest(pages, 1));
begin
    execute format(
        'select count(*), count(*) filter (where not %s) from %I job tablesample system (%s) repeatable (0) '
        'left join job_kinds told on told.kind = job.kind',
        flotilla.job_stays(now(), succeeded_ms, failed_ms, cancelled_ms), part, 100 * share)
        into total, past;
    total := round(total / share);
    past := round(past / share);
end
$$;
CREATE FUNCTION flotilla.sign_up(account_id uuid, user_id uuid, company_name text, role_arn text, external_id text, email text, password_hash text) RETURNS timestamp with time zone
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    insert into flotilla.accounts (id, company_name, role_arn, external_id)
    values (account_id, sign_up.company_name, sign_up.role_arn, sign_up.external_id);
    insert into flotilla.users (id, account, email, password_hash, role)
    values (user_id, account_id, sign_up.email, sign_up.password_hash, 'school')
    returning created_at
$$;
CREATE FUNCTION flotilla.swap_jobs(work flotilla.job_collections) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'flotilla', 'pg_temp'
    SET lock_timeout TO '100ms'
    AS $$
declare
    source text;
    low    uuid;
    filled boolean;
begin
    -- In the order of those who move the marks: they lock a row first, then jobs.
    perform from job_partitions where name = any(work.sources) order by name for update;
    lock table only jobs, only job_attempts in access exclusive mode;
    while flotilla.copy_touched(work, 1000) > 0 loop end loop;
    foreach source in array work.sources loop
        execute format('alter table jobs detach partition %I', source);
        execute format('alter table job_attempts detach partition %I', flotilla.attempts_of(source));
    end loop;
    low := coalesce(
        (select low_water from job_partitions where name = any(work.sources) and low_water < upper
            order by low_water limit 1), work.upper);
    delete from job_partitions where name = any(work.sources);
    execute format('select exists (select from %I)', work.target) into filled;
    if filled then
        execute format('alter table jobs attach partition %I for values from (%L) to (%L)',
            work.target, work.lower, work.upper);
        execute format('alter table job_attempts attach partition %I for values from (%L) to (%L)',
            flotilla.attempts_of(work.target), work.lower, work.upper);
        insert into job_partitions (name, lower, upper, low_water) values (work.target, work.lower, work.upper, low);
    else
        execute format('drop table %I, %I', work.target, flotilla.attempts_of(work.target));
    end if;
end
$$;
CREATE FUNCTION flotilla.user_for_signin(address text) RETURNS TABLE(id uuid, account uuid, email text, role text, created_at timestamp with time zone, password_hash text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select u.id, u.account, u.email, u.role, u.created_at, u.password_hash
    from flotilla.users u
    where lower(u.email collate "C") = lower(address collate "C")
$$;
CREATE FUNCTION flotilla.uuid_floor(moment timestamp with time zone) RETURNS uuid
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((lpad(to_hex((floor((EXTRACT(epoch FROM moment) * (1000)::numeric)))::bigint), 12, '0'::text) || repeat('0'::text, 20)))::uuid;
CREATE FUNCTION flotilla.watch_job_sources(work flotilla.job_collections) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'flotilla', 'pg_temp'
    SET lock_timeout TO '100ms'
    AS $_$
declare
    source text;
    pair   record;
begin
    for pair in
        select * from (values (work.target, 'jobs', 'id'), (flotilla.attempts_of(work.target), 'job_attempts', 'job_id'))
            as made (target, parent, id)
    loop
        -- With the bounds beforehand, so that nobody has to look whether each row is within them.
        execute format('create table %1$I (like %2$I including all, check (%3$I >= %4$L and %3$I < %5$L)) '
            'with (autovacuum_enabled = false)', pair.target, pair.parent, pair.id, work.lower, work.upper);
    end loop;
    foreach source in array work.sources loop
        execute format('alter table %I set (autovacuum_enabled = false)', source);
        execute format('alter table %I set (autovacuum_enabled = false)', flotilla.attempts_of(source));
    end loop;
    foreach source in array work.sources loop
        execute format('create trigger touched after insert or update or delete on %I '
            'for each row execute function flotilla.note_touched(%L, ''id'')', source, work.target);
        execute format('create trigger touched after insert or update or delete on %I '
            'for each row execute function flotilla.note_touched(%L, ''job_id'')',
            flotilla.attempts_of(source), work.target);
    end loop;
end
$_$;
CREATE TABLE flotilla.accounts (
    id uuid NOT NULL,
    company_name text NOT NULL,
    role_arn text,
    external_id text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT accounts_company_name_check CHECK (((length(company_name) >= 1) AND (length(company_name) <= 200))),
    CONSTRAINT accounts_external_id_check CHECK ((external_id ~ '^[A-Za-z0-9_+=,.@:/-]{32,255}$'::text)),
    CONSTRAINT accounts_role_arn_check CHECK (((length(role_arn) >= 20) AND (length(role_arn) <= 2048)))
);
ALTER TABLE ONLY flotilla.accounts FORCE ROW LEVEL SECURITY;
CREATE TABLE flotilla.batch_changes (
    number bigint NOT NULL,
    batch uuid NOT NULL,
    total bigint DEFAULT 0 NOT NULL,
    succeeded bigint DEFAULT 0 NOT NULL,
    failed bigint DEFAULT 0 NOT NULL,
    cancelled bigint DEFAULT 0 NOT NULL
);
ALTER TABLE flotilla.batch_changes ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME flotilla.batch_changes_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE flotilla.bench_effects (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    committed_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE flotilla.bulk_operations (
    id uuid NOT NULL,
    action text NOT NULL,
    tenant uuid,
    filter jsonb NOT NULL,
    rate integer,
    max_jobs bigint,
    status text DEFAULT 'running'::text NOT NULL,
    "position" uuid NOT NULL,
    upper_bound uuid NOT NULL,
    examined bigint DEFAULT 0 NOT NULL,
    changed bigint DEFAULT 0 NOT NULL,
    skipped bigint DEFAULT 0 NOT NULL,
    error text,
    created_by uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    next_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT bulk_operations_action_check CHECK ((action = ANY (ARRAY['retry'::text, 'cancel'::text]))),
    CONSTRAINT bulk_operations_max_jobs_check CHECK ((max_jobs > 0)),
    CONSTRAINT bulk_operations_rate_check CHECK ((rate > 0)),
    CONSTRAINT bulk_operations_status_check CHECK ((status = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text])))
);
CREATE TABLE flotilla.dependencies_ended (
    number bigint NOT NULL,
    parent uuid NOT NULL,
    outcome flotilla.job_status NOT NULL
);
ALTER TABLE flotilla.dependencies_ended ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME flotilla.dependencies_ended_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE flotilla.due (
    run_at timestamp with time zone NOT NULL,
    id uuid NOT NULL
);
CREATE TABLE flotilla.ec2_instances (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    instance_id text NOT NULL,
    instance_type text NOT NULL,
    state text NOT NULL,
    stopped_at timestamp with time zone,
    public_ip text,
    private_ip text,
    vpc_id text,
    launch_time timestamp with time zone,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL
)
PARTITION BY RANGE (scan_timestamp);
ALTER TABLE ONLY flotilla.ec2_instances FORCE ROW LEVEL SECURITY;
CREATE TABLE flotilla.ec2_instances_20261001 (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    instance_id text NOT NULL,
    instance_type text NOT NULL,
    state text NOT NULL,
    stopped_at timestamp with time zone,
    public_ip text,
    private_ip text,
    vpc_id text,
    launch_time timestamp with time zone,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL
);
CREATE TABLE flotilla.ec2_instances_20261101 (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    instance_id text NOT NULL,
    instance_type text NOT NULL,
    state text NOT NULL,
    stopped_at timestamp with time zone,
    public_ip text,
    private_ip text,
    vpc_id text,
    launch_time timestamp with time zone,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL
);
CREATE TABLE flotilla.ec2_instances_20261201 (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    instance_id text NOT NULL,
    instance_type text NOT NULL,
    state text NOT NULL,
    stopped_at timestamp with time zone,
    public_ip text,
    private_ip text,
    vpc_id text,
    launch_time timestamp with time zone,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL
);
CREATE TABLE flotilla.ec2_instances_20270101 (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    instance_id text NOT NULL,
    instance_type text NOT NULL,
    state text NOT NULL,
    stopped_at timestamp with time zone,
    public_ip text,
    private_ip text,
    vpc_id text,
    launch_time timestamp with time zone,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL
);
CREATE TABLE flotilla.ec2_instances_default (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    instance_id text NOT NULL,
    instance_type text NOT NULL,
    state text NOT NULL,
    stopped_at timestamp with time zone,
    public_ip text,
    private_ip text,
    vpc_id text,
    launch_time timestamp with time zone,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL
);
CREATE TABLE flotilla.ec2_performance (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    cpu_utilization double precision,
    network_in double precision,
    network_out double precision
)
PARTITION BY RANGE ("timestamp");
ALTER TABLE ONLY flotilla.ec2_performance FORCE ROW LEVEL SECURITY;
CREATE TABLE flotilla.ec2_performance_20261123 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    cpu_utilization double precision,
    network_in double precision,
    network_out double precision
);
CREATE TABLE flotilla.ec2_performance_20261130 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    cpu_utilization double precision,
    network_in double precision,
    network_out double precision
);
CREATE TABLE flotilla.ec2_performance_20261207 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    cpu_utilization double precision,
    network_in double precision,
    network_out double precision
);
CREATE TABLE flotilla.ec2_performance_20261214 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    cpu_utilization double precision,
    network_in double precision,
    network_out double precision
);
CREATE TABLE flotilla.ec2_performance_default (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    cpu_utilization double precision,
    network_in double precision,
    network_out double precision
);
CREATE TABLE flotilla.enqueued (
    id uuid NOT NULL
);
CREATE TABLE flotilla.findings (
    id uuid DEFAULT flotilla.mint_id() NOT NULL,
    account uuid NOT NULL,
    resource_id uuid NOT NULL,
    rule text NOT NULL,
    severity text NOT NULL,
    evidence jsonb NOT NULL,
    opened_run uuid,
    opened_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    close_reason text,
    muted_at timestamp with time zone,
    muted_by uuid,
    mute_reason text,
    CONSTRAINT findings_check CHECK (((closed_at IS NULL) = (close_reason IS NULL))),
    CONSTRAINT findings_check1 CHECK (((muted_at IS NULL) = (mute_reason IS NULL))),
    CONSTRAINT findings_close_reason_check CHECK ((close_reason = ANY (ARRAY['mended'::text, 'gone'::text]))),
    CONSTRAINT findings_severity_check CHECK ((severity = ANY (ARRAY['critical'::text, 'high'::text, 'medium'::text, 'low'::text])))
);
ALTER TABLE ONLY flotilla.findings FORCE ROW LEVEL SECURITY;
CREATE TABLE flotilla.functions (
    name text NOT NULL,
    hash text NOT NULL,
    applied_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE flotilla.idempotency_keys (
    caller uuid NOT NULL,
    tenant uuid NOT NULL,
    method text NOT NULL,
    path text NOT NULL,
    key text NOT NULL,
    body_sha256 bytea NOT NULL,
    status smallint NOT NULL,
    location text,
    body bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT idempotency_keys_body_sha256_check CHECK ((length(body_sha256) = 32))
);
CREATE TABLE flotilla.job_attempts (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    tenant uuid NOT NULL,
    session uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    ended text,
    error jsonb
)
PARTITION BY RANGE (job_id);
ALTER TABLE ONLY flotilla.job_attempts FORCE ROW LEVEL SECURITY;
CREATE TABLE flotilla.job_attempts_20261129 (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    tenant uuid NOT NULL,
    session uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    ended text,
    error jsonb
);
CREATE TABLE flotilla.job_attempts_20261130 (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    tenant uuid NOT NULL,
    session uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    ended text,
    error jsonb
);
CREATE TABLE flotilla.job_attempts_20261201 (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    tenant uuid NOT NULL,
    session uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    ended text,
    error jsonb
);
CREATE TABLE flotilla.job_attempts_20261202 (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    tenant uuid NOT NULL,
    session uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    ended text,
    error jsonb
);
CREATE TABLE flotilla.job_attempts_20261203 (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    tenant uuid NOT NULL,
    session uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    ended text,
    error jsonb
);
CREATE TABLE flotilla.job_attempts_20261204 (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    tenant uuid NOT NULL,
    session uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    ended text,
    error jsonb
);
CREATE TABLE flotilla.job_attempts_20261205 (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    tenant uuid NOT NULL,
    session uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    ended text,
    error jsonb
);
CREATE TABLE flotilla.job_attempts_20261206 (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    tenant uuid NOT NULL,
    session uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    ended text,
    error jsonb
);
CREATE TABLE flotilla.job_attempts_20261207 (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    tenant uuid NOT NULL,
    session uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    ended text,
    error jsonb
);
CREATE TABLE flotilla.job_attempts_default (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    tenant uuid NOT NULL,
    session uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    ended text,
    error jsonb
);
CREATE SEQUENCE flotilla.job_collection_numbers
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE TABLE flotilla.job_dependencies (
    child uuid NOT NULL,
    parent uuid NOT NULL,
    tenant uuid NOT NULL,
    outcome flotilla.job_status
);
ALTER TABLE ONLY flotilla.job_dependencies FORCE ROW LEVEL SECURITY;
CREATE TABLE flotilla.job_failures (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    status flotilla.job_status NOT NULL
);
ALTER TABLE ONLY flotilla.job_failures FORCE ROW LEVEL SECURITY;
CREATE TABLE flotilla.job_kinds (
    kind text NOT NULL,
    queue text NOT NULL,
    timeout_ms integer NOT NULL,
    max_attempts integer NOT NULL,
    backoff_base_ms bigint NOT NULL,
    backoff_cap_ms bigint NOT NULL,
    grace_ms integer NOT NULL,
    told_at timestamp with time zone DEFAULT now() NOT NULL,
    keep_succeeded_ms bigint,
    keep_failed_ms bigint,
    keep_cancelled_ms bigint,
    CONSTRAINT job_kinds_backoff_base_ms_check CHECK ((backoff_base_ms >= 0)),
    CONSTRAINT job_kinds_backoff_cap_ms_check CHECK ((backoff_cap_ms >= 0)),
    CONSTRAINT job_kinds_grace_ms_check CHECK ((grace_ms >= 0)),
    CONSTRAINT job_kinds_keep_cancelled_ms_check CHECK ((keep_cancelled_ms > 0)),
    CONSTRAINT job_kinds_keep_failed_ms_check CHECK ((keep_failed_ms > 0)),
    CONSTRAINT job_kinds_keep_succeeded_ms_check CHECK ((keep_succeeded_ms > 0)),
    CONSTRAINT job_kinds_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT job_kinds_timeout_ms_check CHECK ((timeout_ms > 0))
);
CREATE TABLE flotilla.job_partitions (
    name text NOT NULL,
    lower uuid NOT NULL,
    upper uuid NOT NULL,
    low_water uuid NOT NULL
);
CREATE TABLE flotilla.job_references (
    table_name text NOT NULL,
    column_name text NOT NULL,
    keeps boolean NOT NULL
);
CREATE TABLE flotilla.job_unique (
    tenant uuid NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    job_id uuid NOT NULL,
    held_until timestamp with time zone
);
CREATE TABLE flotilla.job_waiting (
    id uuid NOT NULL,
    open integer NOT NULL,
    run_at timestamp with time zone,
    after_failed boolean NOT NULL
)
WITH (fillfactor='50');
CREATE TABLE flotilla.jobs_20261129 (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    status flotilla.job_status NOT NULL,
    priority smallint NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    errors integer DEFAULT 0 NOT NULL,
    crashes integer DEFAULT 0 NOT NULL,
    max_attempts integer NOT NULL,
    timeout_ms integer NOT NULL,
    token bigint,
    session uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    run_at timestamp with time zone,
    expires_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    cancel_requested_at timestamp with time zone,
    attempt_end text,
    unique_key text,
    limit_key text,
    trace_parent text,
    request_id text,
    payload jsonb NOT NULL,
    result jsonb,
    error jsonb,
    checkpoint jsonb,
    alone boolean DEFAULT false NOT NULL,
    followed boolean DEFAULT false NOT NULL,
    batch_id uuid,
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
)
WITH (fillfactor='60');
CREATE TABLE flotilla.jobs_20261130 (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    status flotilla.job_status NOT NULL,
    priority smallint NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    errors integer DEFAULT 0 NOT NULL,
    crashes integer DEFAULT 0 NOT NULL,
    max_attempts integer NOT NULL,
    timeout_ms integer NOT NULL,
    token bigint,
    session uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    run_at timestamp with time zone,
    expires_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    cancel_requested_at timestamp with time zone,
    attempt_end text,
    unique_key text,
    limit_key text,
    trace_parent text,
    request_id text,
    payload jsonb NOT NULL,
    result jsonb,
    error jsonb,
    checkpoint jsonb,
    alone boolean DEFAULT false NOT NULL,
    followed boolean DEFAULT false NOT NULL,
    batch_id uuid,
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
)
WITH (fillfactor='60');
CREATE TABLE flotilla.jobs_20261201 (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    status flotilla.job_status NOT NULL,
    priority smallint NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    errors integer DEFAULT 0 NOT NULL,
    crashes integer DEFAULT 0 NOT NULL,
    max_attempts integer NOT NULL,
    timeout_ms integer NOT NULL,
    token bigint,
    session uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    run_at timestamp with time zone,
    expires_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    cancel_requested_at timestamp with time zone,
    attempt_end text,
    unique_key text,
    limit_key text,
    trace_parent text,
    request_id text,
    payload jsonb NOT NULL,
    result jsonb,
    error jsonb,
    checkpoint jsonb,
    alone boolean DEFAULT false NOT NULL,
    followed boolean DEFAULT false NOT NULL,
    batch_id uuid,
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
)
WITH (fillfactor='60');
CREATE TABLE flotilla.jobs_20261202 (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    status flotilla.job_status NOT NULL,
    priority smallint NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    errors integer DEFAULT 0 NOT NULL,
    crashes integer DEFAULT 0 NOT NULL,
    max_attempts integer NOT NULL,
    timeout_ms integer NOT NULL,
    token bigint,
    session uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    run_at timestamp with time zone,
    expires_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    cancel_requested_at timestamp with time zone,
    attempt_end text,
    unique_key text,
    limit_key text,
    trace_parent text,
    request_id text,
    payload jsonb NOT NULL,
    result jsonb,
    error jsonb,
    checkpoint jsonb,
    alone boolean DEFAULT false NOT NULL,
    followed boolean DEFAULT false NOT NULL,
    batch_id uuid,
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
)
WITH (fillfactor='60');
CREATE TABLE flotilla.jobs_20261203 (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    status flotilla.job_status NOT NULL,
    priority smallint NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    errors integer DEFAULT 0 NOT NULL,
    crashes integer DEFAULT 0 NOT NULL,
    max_attempts integer NOT NULL,
    timeout_ms integer NOT NULL,
    token bigint,
    session uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    run_at timestamp with time zone,
    expires_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    cancel_requested_at timestamp with time zone,
    attempt_end text,
    unique_key text,
    limit_key text,
    trace_parent text,
    request_id text,
    payload jsonb NOT NULL,
    result jsonb,
    error jsonb,
    checkpoint jsonb,
    alone boolean DEFAULT false NOT NULL,
    followed boolean DEFAULT false NOT NULL,
    batch_id uuid,
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
)
WITH (fillfactor='60');
CREATE TABLE flotilla.jobs_20261204 (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    status flotilla.job_status NOT NULL,
    priority smallint NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    errors integer DEFAULT 0 NOT NULL,
    crashes integer DEFAULT 0 NOT NULL,
    max_attempts integer NOT NULL,
    timeout_ms integer NOT NULL,
    token bigint,
    session uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    run_at timestamp with time zone,
    expires_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    cancel_requested_at timestamp with time zone,
    attempt_end text,
    unique_key text,
    limit_key text,
    trace_parent text,
    request_id text,
    payload jsonb NOT NULL,
    result jsonb,
    error jsonb,
    checkpoint jsonb,
    alone boolean DEFAULT false NOT NULL,
    followed boolean DEFAULT false NOT NULL,
    batch_id uuid,
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
)
WITH (fillfactor='60');
CREATE TABLE flotilla.jobs_20261205 (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    status flotilla.job_status NOT NULL,
    priority smallint NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    errors integer DEFAULT 0 NOT NULL,
    crashes integer DEFAULT 0 NOT NULL,
    max_attempts integer NOT NULL,
    timeout_ms integer NOT NULL,
    token bigint,
    session uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    run_at timestamp with time zone,
    expires_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    cancel_requested_at timestamp with time zone,
    attempt_end text,
    unique_key text,
    limit_key text,
    trace_parent text,
    request_id text,
    payload jsonb NOT NULL,
    result jsonb,
    error jsonb,
    checkpoint jsonb,
    alone boolean DEFAULT false NOT NULL,
    followed boolean DEFAULT false NOT NULL,
    batch_id uuid,
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
)
WITH (fillfactor='60');
CREATE TABLE flotilla.jobs_20261206 (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    status flotilla.job_status NOT NULL,
    priority smallint NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    errors integer DEFAULT 0 NOT NULL,
    crashes integer DEFAULT 0 NOT NULL,
    max_attempts integer NOT NULL,
    timeout_ms integer NOT NULL,
    token bigint,
    session uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    run_at timestamp with time zone,
    expires_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    cancel_requested_at timestamp with time zone,
    attempt_end text,
    unique_key text,
    limit_key text,
    trace_parent text,
    request_id text,
    payload jsonb NOT NULL,
    result jsonb,
    error jsonb,
    checkpoint jsonb,
    alone boolean DEFAULT false NOT NULL,
    followed boolean DEFAULT false NOT NULL,
    batch_id uuid,
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
)
WITH (fillfactor='60');
CREATE TABLE flotilla.jobs_20261207 (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    status flotilla.job_status NOT NULL,
    priority smallint NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    errors integer DEFAULT 0 NOT NULL,
    crashes integer DEFAULT 0 NOT NULL,
    max_attempts integer NOT NULL,
    timeout_ms integer NOT NULL,
    token bigint,
    session uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    run_at timestamp with time zone,
    expires_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    cancel_requested_at timestamp with time zone,
    attempt_end text,
    unique_key text,
    limit_key text,
    trace_parent text,
    request_id text,
    payload jsonb NOT NULL,
    result jsonb,
    error jsonb,
    checkpoint jsonb,
    alone boolean DEFAULT false NOT NULL,
    followed boolean DEFAULT false NOT NULL,
    batch_id uuid,
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
)
WITH (fillfactor='60');
CREATE TABLE flotilla.jobs_default (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    status flotilla.job_status NOT NULL,
    priority smallint NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    errors integer DEFAULT 0 NOT NULL,
    crashes integer DEFAULT 0 NOT NULL,
    max_attempts integer NOT NULL,
    timeout_ms integer NOT NULL,
    token bigint,
    session uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    run_at timestamp with time zone,
    expires_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    cancel_requested_at timestamp with time zone,
    attempt_end text,
    unique_key text,
    limit_key text,
    trace_parent text,
    request_id text,
    payload jsonb NOT NULL,
    result jsonb,
    error jsonb,
    checkpoint jsonb,
    alone boolean DEFAULT false NOT NULL,
    followed boolean DEFAULT false NOT NULL,
    batch_id uuid,
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
);
CREATE TABLE flotilla.jobs_touched (
    target text NOT NULL,
    id uuid NOT NULL
);
CREATE TABLE flotilla.kind_limits (
    queue text NOT NULL,
    scope text NOT NULL,
    kind text NOT NULL,
    max_running integer,
    rate double precision,
    burst integer,
    CONSTRAINT kind_limits_burst_check CHECK ((burst > 0)),
    CONSTRAINT kind_limits_max_running_check CHECK ((max_running > 0)),
    CONSTRAINT kind_limits_rate_check CHECK ((rate > (0)::double precision)),
    CONSTRAINT kind_limits_scope_check CHECK ((scope = ANY (ARRAY['kind'::text, 'tenant'::text, 'key'::text])))
);
CREATE TABLE flotilla.limit_permits (
    job_id uuid NOT NULL,
    token bigint NOT NULL,
    session uuid NOT NULL,
    queue text NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    limit_key text,
    lingers boolean DEFAULT false NOT NULL,
    since timestamp with time zone DEFAULT now() NOT NULL
)
WITH (autovacuum_vacuum_threshold='1000', autovacuum_vacuum_scale_factor='0');
CREATE TABLE flotilla.limit_rates (
    queue text NOT NULL,
    bucket text NOT NULL,
    due timestamp with time zone NOT NULL
)
WITH (fillfactor='50');
CREATE TABLE flotilla.limit_versions (
    queue text NOT NULL,
    version bigint NOT NULL
);
CREATE TABLE flotilla.limits (
    queue text NOT NULL,
    scope text NOT NULL,
    kind text DEFAULT ''::text NOT NULL,
    subject text DEFAULT ''::text NOT NULL,
    max_running integer,
    rate double precision,
    burst integer,
    weight double precision,
    paused boolean,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT limits_burst_check CHECK ((burst > 0)),
    CONSTRAINT limits_check CHECK (((scope <> ALL (ARRAY['queue'::text, 'kind'::text])) OR (subject = ''::text))),
    CONSTRAINT limits_check1 CHECK (((scope <> 'queue'::text) OR (kind = ''::text))),
    CONSTRAINT limits_check2 CHECK (((scope <> 'kind'::text) OR (kind <> ''::text))),
    CONSTRAINT limits_check3 CHECK (((scope <> 'key'::text) OR (subject = ''::text) OR (kind <> ''::text))),
    CONSTRAINT limits_check4 CHECK (((weight IS NULL) OR ((scope = 'tenant'::text) AND (kind = ''::text) AND (subject <> ''::text)))),
    CONSTRAINT limits_check5 CHECK (((burst IS NULL) OR (rate IS NOT NULL))),
    CONSTRAINT limits_max_running_check CHECK ((max_running >= '-1'::integer)),
    CONSTRAINT limits_rate_check CHECK ((rate >= (0)::double precision)),
    CONSTRAINT limits_scope_check CHECK ((scope = ANY (ARRAY['queue'::text, 'kind'::text, 'tenant'::text, 'key'::text]))),
    CONSTRAINT limits_weight_check CHECK ((weight > (0)::double precision))
);
CREATE TABLE flotilla.metric_readings (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    name text NOT NULL,
    read_at timestamp with time zone NOT NULL,
    began timestamp with time zone NOT NULL,
    ended timestamp with time zone NOT NULL,
    period integer NOT NULL,
    status text NOT NULL,
    source text NOT NULL,
    reason text
);
ALTER TABLE ONLY flotilla.metric_readings FORCE ROW LEVEL SECURITY;
CREATE TABLE flotilla.migrations (
    version bigint NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE flotilla.rds_instances (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    db_identifier text NOT NULL,
    engine text NOT NULL,
    engine_version text NOT NULL,
    instance_class text NOT NULL,
    status text NOT NULL,
    storage_gb integer,
    storage_gb_reason text,
    vpc_id text,
    is_public boolean,
    is_public_reason text,
    is_reachable boolean,
    is_reachable_reason text,
    is_encrypted boolean,
    is_encrypted_reason text,
    backup_retention_days integer,
    backup_retention_days_reason text,
    multi_az boolean,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT rds_instances_check CHECK (((storage_gb IS NOT NULL) OR (storage_gb_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check1 CHECK (((is_public IS NOT NULL) OR (is_public_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check2 CHECK (((is_reachable IS NOT NULL) OR (is_reachable_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check3 CHECK (((is_encrypted IS NOT NULL) OR (is_encrypted_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check4 CHECK (((backup_retention_days IS NOT NULL) OR (backup_retention_days_reason IS NOT NULL)))
)
PARTITION BY RANGE (scan_timestamp);
ALTER TABLE ONLY flotilla.rds_instances FORCE ROW LEVEL SECURITY;
CREATE TABLE flotilla.rds_instances_20261001 (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    db_identifier text NOT NULL,
    engine text NOT NULL,
    engine_version text NOT NULL,
    instance_class text NOT NULL,
    status text NOT NULL,
    storage_gb integer,
    storage_gb_reason text,
    vpc_id text,
    is_public boolean,
    is_public_reason text,
    is_reachable boolean,
    is_reachable_reason text,
    is_encrypted boolean,
    is_encrypted_reason text,
    backup_retention_days integer,
    backup_retention_days_reason text,
    multi_az boolean,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT rds_instances_check CHECK (((storage_gb IS NOT NULL) OR (storage_gb_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check1 CHECK (((is_public IS NOT NULL) OR (is_public_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check2 CHECK (((is_reachable IS NOT NULL) OR (is_reachable_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check3 CHECK (((is_encrypted IS NOT NULL) OR (is_encrypted_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check4 CHECK (((backup_retention_days IS NOT NULL) OR (backup_retention_days_reason IS NOT NULL)))
);
CREATE TABLE flotilla.rds_instances_20261101 (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    db_identifier text NOT NULL,
    engine text NOT NULL,
    engine_version text NOT NULL,
    instance_class text NOT NULL,
    status text NOT NULL,
    storage_gb integer,
    storage_gb_reason text,
    vpc_id text,
    is_public boolean,
    is_public_reason text,
    is_reachable boolean,
    is_reachable_reason text,
    is_encrypted boolean,
    is_encrypted_reason text,
    backup_retention_days integer,
    backup_retention_days_reason text,
    multi_az boolean,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT rds_instances_check CHECK (((storage_gb IS NOT NULL) OR (storage_gb_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check1 CHECK (((is_public IS NOT NULL) OR (is_public_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check2 CHECK (((is_reachable IS NOT NULL) OR (is_reachable_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check3 CHECK (((is_encrypted IS NOT NULL) OR (is_encrypted_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check4 CHECK (((backup_retention_days IS NOT NULL) OR (backup_retention_days_reason IS NOT NULL)))
);
CREATE TABLE flotilla.rds_instances_20261201 (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    db_identifier text NOT NULL,
    engine text NOT NULL,
    engine_version text NOT NULL,
    instance_class text NOT NULL,
    status text NOT NULL,
    storage_gb integer,
    storage_gb_reason text,
    vpc_id text,
    is_public boolean,
    is_public_reason text,
    is_reachable boolean,
    is_reachable_reason text,
    is_encrypted boolean,
    is_encrypted_reason text,
    backup_retention_days integer,
    backup_retention_days_reason text,
    multi_az boolean,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT rds_instances_check CHECK (((storage_gb IS NOT NULL) OR (storage_gb_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check1 CHECK (((is_public IS NOT NULL) OR (is_public_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check2 CHECK (((is_reachable IS NOT NULL) OR (is_reachable_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check3 CHECK (((is_encrypted IS NOT NULL) OR (is_encrypted_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check4 CHECK (((backup_retention_days IS NOT NULL) OR (backup_retention_days_reason IS NOT NULL)))
);
CREATE TABLE flotilla.rds_instances_20270101 (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    db_identifier text NOT NULL,
    engine text NOT NULL,
    engine_version text NOT NULL,
    instance_class text NOT NULL,
    status text NOT NULL,
    storage_gb integer,
    storage_gb_reason text,
    vpc_id text,
    is_public boolean,
    is_public_reason text,
    is_reachable boolean,
    is_reachable_reason text,
    is_encrypted boolean,
    is_encrypted_reason text,
    backup_retention_days integer,
    backup_retention_days_reason text,
    multi_az boolean,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT rds_instances_check CHECK (((storage_gb IS NOT NULL) OR (storage_gb_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check1 CHECK (((is_public IS NOT NULL) OR (is_public_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check2 CHECK (((is_reachable IS NOT NULL) OR (is_reachable_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check3 CHECK (((is_encrypted IS NOT NULL) OR (is_encrypted_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check4 CHECK (((backup_retention_days IS NOT NULL) OR (backup_retention_days_reason IS NOT NULL)))
);
CREATE TABLE flotilla.rds_instances_default (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    db_identifier text NOT NULL,
    engine text NOT NULL,
    engine_version text NOT NULL,
    instance_class text NOT NULL,
    status text NOT NULL,
    storage_gb integer,
    storage_gb_reason text,
    vpc_id text,
    is_public boolean,
    is_public_reason text,
    is_reachable boolean,
    is_reachable_reason text,
    is_encrypted boolean,
    is_encrypted_reason text,
    backup_retention_days integer,
    backup_retention_days_reason text,
    multi_az boolean,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT rds_instances_check CHECK (((storage_gb IS NOT NULL) OR (storage_gb_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check1 CHECK (((is_public IS NOT NULL) OR (is_public_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check2 CHECK (((is_reachable IS NOT NULL) OR (is_reachable_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check3 CHECK (((is_encrypted IS NOT NULL) OR (is_encrypted_reason IS NOT NULL))),
    CONSTRAINT rds_instances_check4 CHECK (((backup_retention_days IS NOT NULL) OR (backup_retention_days_reason IS NOT NULL)))
);
CREATE TABLE flotilla.rds_performance (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    connections double precision,
    cpu_utilization double precision,
    free_storage double precision
)
PARTITION BY RANGE ("timestamp");
ALTER TABLE ONLY flotilla.rds_performance FORCE ROW LEVEL SECURITY;
CREATE TABLE flotilla.rds_performance_20261123 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    connections double precision,
    cpu_utilization double precision,
    free_storage double precision
);
CREATE TABLE flotilla.rds_performance_20261130 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    connections double precision,
    cpu_utilization double precision,
    free_storage double precision
);
CREATE TABLE flotilla.rds_performance_20261207 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    connections double precision,
    cpu_utilization double precision,
    free_storage double precision
);
CREATE TABLE flotilla.rds_performance_20261214 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    connections double precision,
    cpu_utilization double precision,
    free_storage double precision
);
CREATE TABLE flotilla.rds_performance_default (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    connections double precision,
    cpu_utilization double precision,
    free_storage double precision
);
CREATE TABLE flotilla.resources (
    id uuid DEFAULT flotilla.mint_id() NOT NULL,
    account uuid NOT NULL,
    provider text NOT NULL,
    cloud_account text NOT NULL,
    type text NOT NULL,
    region text NOT NULL,
    identifier text NOT NULL,
    first_run uuid,
    first_seen_at timestamp with time zone NOT NULL,
    latest_run uuid,
    latest_seen_at timestamp with time zone NOT NULL,
    closed_run uuid,
    closed_at timestamp with time zone
);
ALTER TABLE ONLY flotilla.resources FORCE ROW LEVEL SECURITY;
CREATE TABLE flotilla.s3_buckets (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    bucket_name text NOT NULL,
    is_public boolean,
    is_public_reason text,
    is_encrypted boolean,
    is_encrypted_reason text,
    encryption_algorithm text,
    versioning_enabled boolean,
    versioning_enabled_reason text,
    total_size_gb double precision,
    total_size_gb_reason text,
    creation_time timestamp with time zone,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT s3_buckets_check CHECK (((is_public IS NOT NULL) OR (is_public_reason IS NOT NULL))),
    CONSTRAINT s3_buckets_check1 CHECK (((is_encrypted IS NOT NULL) OR (is_encrypted_reason IS NOT NULL))),
    CONSTRAINT s3_buckets_check2 CHECK (((versioning_enabled IS NOT NULL) OR (versioning_enabled_reason IS NOT NULL))),
    CONSTRAINT s3_buckets_check3 CHECK (((total_size_gb IS NOT NULL) OR (total_size_gb_reason IS NOT NULL)))
)
PARTITION BY RANGE (scan_timestamp);
ALTER TABLE ONLY flotilla.s3_buckets FORCE ROW LEVEL SECURITY;
CREATE TABLE flotilla.s3_buckets_20261001 (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    bucket_name text NOT NULL,
    is_public boolean,
    is_public_reason text,
    is_encrypted boolean,
    is_encrypted_reason text,
    encryption_algorithm text,
    versioning_enabled boolean,
    versioning_enabled_reason text,
    total_size_gb double precision,
    total_size_gb_reason text,
    creation_time timestamp with time zone,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT s3_buckets_check CHECK (((is_public IS NOT NULL) OR (is_public_reason IS NOT NULL))),
    CONSTRAINT s3_buckets_check1 CHECK (((is_encrypted IS NOT NULL) OR (is_encrypted_reason IS NOT NULL))),
    CONSTRAINT s3_buckets_check2 CHECK (((versioning_enabled IS NOT NULL) OR (versioning_enabled_reason IS NOT NULL))),
    CONSTRAINT s3_buckets_check3 CHECK (((total_size_gb IS NOT NULL) OR (total_size_gb_reason IS NOT NULL)))
);
CREATE TABLE flotilla.s3_buckets_20261101 (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    bucket_name text NOT NULL,
    is_public boolean,
    is_public_reason text,
    is_encrypted boolean,
    is_encrypted_reason text,
    encryption_algorithm text,
    versioning_enabled boolean,
    versioning_enabled_reason text,
    total_size_gb double precision,
    total_size_gb_reason text,
    creation_time timestamp with time zone,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT s3_buckets_check CHECK (((is_public IS NOT NULL) OR (is_public_reason IS NOT NULL))),
    CONSTRAINT s3_buckets_check1 CHECK (((is_encrypted IS NOT NULL) OR (is_encrypted_reason IS NOT NULL))),
    CONSTRAINT s3_buckets_check2 CHECK (((versioning_enabled IS NOT NULL) OR (versioning_enabled_reason IS NOT NULL))),
    CONSTRAINT s3_buckets_check3 CHECK (((total_size_gb IS NOT NULL) OR (total_size_gb_reason IS NOT NULL)))
);
CREATE TABLE flotilla.s3_buckets_20261201 (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    bucket_name text NOT NULL,
    is_public boolean,
    is_public_reason text,
    is_encrypted boolean,
    is_encrypted_reason text,
    encryption_algorithm text,
    versioning_enabled boolean,
    versioning_enabled_reason text,
    total_size_gb double precision,
    total_size_gb_reason text,
    creation_time timestamp with time zone,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT s3_buckets_check CHECK (((is_public IS NOT NULL) OR (is_public_reason IS NOT NULL))),
    CONSTRAINT s3_buckets_check1 CHECK (((is_encrypted IS NOT NULL) OR (is_encrypted_reason IS NOT NULL))),
    CONSTRAINT s3_buckets_check2 CHECK (((versioning_enabled IS NOT NULL) OR (versioning_enabled_reason IS NOT NULL))),
    CONSTRAINT s3_buckets_check3 CHECK (((total_size_gb IS NOT NULL) OR (total_size_gb_reason IS NOT NULL)))
);
CREATE TABLE flotilla.s3_buckets_20270101 (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    bucket_name text NOT NULL,
    is_public boolean,
    is_public_reason text,
    is_encrypted boolean,
    is_encrypted_reason text,
    encryption_algorithm text,
    versioning_enabled boolean,
    versioning_enabled_reason text,
    total_size_gb double precision,
    total_size_gb_reason text,
    creation_time timestamp with time zone,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT s3_buckets_check CHECK (((is_public IS NOT NULL) OR (is_public_reason IS NOT NULL))),
    CONSTRAINT s3_buckets_check1 CHECK (((is_encrypted IS NOT NULL) OR (is_encrypted_reason IS NOT NULL))),
    CONSTRAINT s3_buckets_check2 CHECK (((versioning_enabled IS NOT NULL) OR (versioning_enabled_reason IS NOT NULL))),
    CONSTRAINT s3_buckets_check3 CHECK (((total_size_gb IS NOT NULL) OR (total_size_gb_reason IS NOT NULL)))
);
CREATE TABLE flotilla.s3_buckets_default (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    bucket_name text NOT NULL,
    is_public boolean,
    is_public_reason text,
    is_encrypted boolean,
    is_encrypted_reason text,
    encryption_algorithm text,
    versioning_enabled boolean,
    versioning_enabled_reason text,
    total_size_gb double precision,
    total_size_gb_reason text,
    creation_time timestamp with time zone,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT s3_buckets_check CHECK (((is_public IS NOT NULL) OR (is_public_reason IS NOT NULL))),
    CONSTRAINT s3_buckets_check1 CHECK (((is_encrypted IS NOT NULL) OR (is_encrypted_reason IS NOT NULL))),
    CONSTRAINT s3_buckets_check2 CHECK (((versioning_enabled IS NOT NULL) OR (versioning_enabled_reason IS NOT NULL))),
    CONSTRAINT s3_buckets_check3 CHECK (((total_size_gb IS NOT NULL) OR (total_size_gb_reason IS NOT NULL)))
);
CREATE TABLE flotilla.s3_performance (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    requests double precision,
    size double precision,
    objects double precision
)
PARTITION BY RANGE ("timestamp");
ALTER TABLE ONLY flotilla.s3_performance FORCE ROW LEVEL SECURITY;
CREATE TABLE flotilla.s3_performance_20261123 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    requests double precision,
    size double precision,
    objects double precision
);
CREATE TABLE flotilla.s3_performance_20261130 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    requests double precision,
    size double precision,
    objects double precision
);
CREATE TABLE flotilla.s3_performance_20261207 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    requests double precision,
    size double precision,
    objects double precision
);
CREATE TABLE flotilla.s3_performance_20261214 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    requests double precision,
    size double precision,
    objects double precision
);
CREATE TABLE flotilla.s3_performance_default (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    requests double precision,
    size double precision,
    objects double precision
);
CREATE TABLE flotilla.scan_coverage (
    account uuid NOT NULL,
    provider text NOT NULL,
    service_type text NOT NULL,
    cloud_account text NOT NULL,
    region text NOT NULL,
    scan_run_id uuid NOT NULL,
    scanned_at timestamp with time zone NOT NULL,
    status text NOT NULL,
    reason text,
    cause text,
    whole_list boolean
);
ALTER TABLE ONLY flotilla.scan_coverage FORCE ROW LEVEL SECURITY;
CREATE TABLE flotilla.scan_runs (
    id uuid NOT NULL,
    scan_id uuid NOT NULL,
    account uuid NOT NULL,
    user_id uuid NOT NULL,
    job_id uuid NOT NULL,
    service_type text NOT NULL,
    scan_timestamp timestamp with time zone DEFAULT now() NOT NULL,
    status text DEFAULT 'queued'::text NOT NULL,
    total_resources integer DEFAULT 0 NOT NULL,
    cloud_account text,
    error text,
    notice text,
    regions jsonb DEFAULT '[]'::jsonb NOT NULL,
    metrics jsonb,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    CONSTRAINT scan_runs_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'in_progress'::text, 'success'::text, 'error'::text, 'cancelled'::text])))
);
ALTER TABLE ONLY flotilla.scan_runs FORCE ROW LEVEL SECURITY;
CREATE TABLE flotilla.scan_tables (
    name text NOT NULL,
    time_column text NOT NULL,
    span text NOT NULL,
    holds text NOT NULL,
    CONSTRAINT scan_tables_holds_check CHECK ((holds = ANY (ARRAY['resources'::text, 'metrics'::text]))),
    CONSTRAINT scan_tables_span_check CHECK ((span = ANY (ARRAY['month'::text, 'week'::text])))
);
CREATE TABLE flotilla.scans (
    id uuid NOT NULL,
    account uuid NOT NULL,
    user_id uuid NOT NULL,
    provider text NOT NULL,
    services text[] NOT NULL,
    regions text[],
    role_arn text NOT NULL,
    metrics_hours integer,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT scans_services_check CHECK ((cardinality(services) > 0))
);
ALTER TABLE ONLY flotilla.scans FORCE ROW LEVEL SECURITY;
CREATE TABLE flotilla.schedule_occurrences (
    schedule uuid NOT NULL,
    generation integer NOT NULL,
    occurrence timestamp with time zone NOT NULL,
    tenant uuid,
    through timestamp with time zone,
    outcome text NOT NULL,
    reason text,
    jobs uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT schedule_occurrences_outcome_check CHECK ((outcome = ANY (ARRAY['run'::text, 'skipped'::text, 'fired'::text])))
);
ALTER TABLE ONLY flotilla.schedule_occurrences FORCE ROW LEVEL SECURITY;
CREATE TABLE flotilla.schedules (
    id uuid NOT NULL,
    tenant uuid,
    name text NOT NULL,
    cron text NOT NULL,
    time_zone text NOT NULL,
    template text NOT NULL,
    body jsonb NOT NULL,
    payload jsonb DEFAULT '{}'::jsonb NOT NULL,
    missed text NOT NULL,
    missed_limit integer NOT NULL,
    overlap text NOT NULL,
    paused boolean DEFAULT false NOT NULL,
    generation integer DEFAULT 1 NOT NULL,
    next_at timestamp with time zone,
    try_at timestamp with time zone,
    last_at timestamp with time zone,
    last_jobs uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    error text,
    failures integer DEFAULT 0 NOT NULL,
    declaration text,
    created_by uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT schedules_missed_check CHECK ((missed = ANY (ARRAY['skip'::text, 'once'::text, 'all'::text]))),
    CONSTRAINT schedules_missed_limit_check CHECK ((missed_limit > 0)),
    CONSTRAINT schedules_name_check CHECK (((octet_length(name) >= 1) AND (octet_length(name) <= 100))),
    CONSTRAINT schedules_overlap_check CHECK ((overlap = ANY (ARRAY['allow'::text, 'skip'::text])))
);
ALTER TABLE ONLY flotilla.schedules FORCE ROW LEVEL SECURITY;
CREATE TABLE flotilla.token_revocations (
    subject uuid NOT NULL,
    not_before timestamp with time zone NOT NULL,
    changed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE flotilla.users (
    id uuid NOT NULL,
    account uuid NOT NULL,
    email text NOT NULL,
    password_hash text NOT NULL,
    role text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT users_email_check CHECK ((((length(email) >= 3) AND (length(email) <= 254)) AND (POSITION(('@'::text) IN (email)) > 1))),
    CONSTRAINT users_password_hash_check CHECK ((password_hash ~ '^\$2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}$'::text)),
    CONSTRAINT users_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'school'::text, 'professor'::text, 'student'::text, 'support'::text, 'service'::text])))
);
ALTER TABLE ONLY flotilla.users FORCE ROW LEVEL SECURITY;
CREATE TABLE flotilla.vpc_instances (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    vpc_id text NOT NULL,
    cidr_block text NOT NULL,
    is_default boolean NOT NULL,
    state text NOT NULL,
    subnet_count integer,
    subnet_count_reason text,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT vpc_instances_check CHECK (((subnet_count IS NOT NULL) OR (subnet_count_reason IS NOT NULL)))
)
PARTITION BY RANGE (scan_timestamp);
ALTER TABLE ONLY flotilla.vpc_instances FORCE ROW LEVEL SECURITY;
CREATE TABLE flotilla.vpc_instances_20261001 (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    vpc_id text NOT NULL,
    cidr_block text NOT NULL,
    is_default boolean NOT NULL,
    state text NOT NULL,
    subnet_count integer,
    subnet_count_reason text,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT vpc_instances_check CHECK (((subnet_count IS NOT NULL) OR (subnet_count_reason IS NOT NULL)))
);
CREATE TABLE flotilla.vpc_instances_20261101 (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    vpc_id text NOT NULL,
    cidr_block text NOT NULL,
    is_default boolean NOT NULL,
    state text NOT NULL,
    subnet_count integer,
    subnet_count_reason text,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT vpc_instances_check CHECK (((subnet_count IS NOT NULL) OR (subnet_count_reason IS NOT NULL)))
);
CREATE TABLE flotilla.vpc_instances_20261201 (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    vpc_id text NOT NULL,
    cidr_block text NOT NULL,
    is_default boolean NOT NULL,
    state text NOT NULL,
    subnet_count integer,
    subnet_count_reason text,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT vpc_instances_check CHECK (((subnet_count IS NOT NULL) OR (subnet_count_reason IS NOT NULL)))
);
CREATE TABLE flotilla.vpc_instances_20270101 (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    vpc_id text NOT NULL,
    cidr_block text NOT NULL,
    is_default boolean NOT NULL,
    state text NOT NULL,
    subnet_count integer,
    subnet_count_reason text,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT vpc_instances_check CHECK (((subnet_count IS NOT NULL) OR (subnet_count_reason IS NOT NULL)))
);
CREATE TABLE flotilla.vpc_instances_default (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid NOT NULL,
    region text NOT NULL,
    vpc_id text NOT NULL,
    cidr_block text NOT NULL,
    is_default boolean NOT NULL,
    state text NOT NULL,
    subnet_count integer,
    subnet_count_reason text,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT vpc_instances_check CHECK (((subnet_count IS NOT NULL) OR (subnet_count_reason IS NOT NULL)))
);
CREATE TABLE flotilla.vpc_performance (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    traffic_in double precision,
    traffic_out double precision
)
PARTITION BY RANGE ("timestamp");
ALTER TABLE ONLY flotilla.vpc_performance FORCE ROW LEVEL SECURITY;
CREATE TABLE flotilla.vpc_performance_20261123 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    traffic_in double precision,
    traffic_out double precision
);
CREATE TABLE flotilla.vpc_performance_20261130 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    traffic_in double precision,
    traffic_out double precision
);
CREATE TABLE flotilla.vpc_performance_20261207 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    traffic_in double precision,
    traffic_out double precision
);
CREATE TABLE flotilla.vpc_performance_20261214 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    traffic_in double precision,
    traffic_out double precision
);
CREATE TABLE flotilla.vpc_performance_default (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    traffic_in double precision,
    traffic_out double precision
);
CREATE TABLE flotilla.worker_sessions (
    id uuid NOT NULL,
    worker text NOT NULL,
    queues text[] NOT NULL,
    host text NOT NULL,
    pid integer NOT NULL,
    concurrency integer NOT NULL,
    version text NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    beat_at timestamp with time zone DEFAULT now() NOT NULL,
    quiet boolean DEFAULT false NOT NULL
)
WITH (fillfactor='50');
ALTER TABLE ONLY flotilla.ec2_instances ATTACH PARTITION flotilla.ec2_instances_20261001 FOR VALUES FROM ('2026-10-01 00:00:00+00') TO ('2026-11-01 00:00:00+00');
ALTER TABLE ONLY flotilla.ec2_instances ATTACH PARTITION flotilla.ec2_instances_20261101 FOR VALUES FROM ('2026-11-01 00:00:00+00') TO ('2026-12-01 00:00:00+00');
ALTER TABLE ONLY flotilla.ec2_instances ATTACH PARTITION flotilla.ec2_instances_20261201 FOR VALUES FROM ('2026-12-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');
ALTER TABLE ONLY flotilla.ec2_instances ATTACH PARTITION flotilla.ec2_instances_20270101 FOR VALUES FROM ('2027-01-01 00:00:00+00') TO ('2027-02-01 00:00:00+00');
ALTER TABLE ONLY flotilla.ec2_instances ATTACH PARTITION flotilla.ec2_instances_default DEFAULT;
ALTER TABLE ONLY flotilla.ec2_performance ATTACH PARTITION flotilla.ec2_performance_20261123 FOR VALUES FROM ('2026-11-23 00:00:00+00') TO ('2026-11-30 00:00:00+00');
ALTER TABLE ONLY flotilla.ec2_performance ATTACH PARTITION flotilla.ec2_performance_20261130 FOR VALUES FROM ('2026-11-30 00:00:00+00') TO ('2026-12-07 00:00:00+00');
ALTER TABLE ONLY flotilla.ec2_performance ATTACH PARTITION flotilla.ec2_performance_20261207 FOR VALUES FROM ('2026-12-07 00:00:00+00') TO ('2026-12-14 00:00:00+00');
ALTER TABLE ONLY flotilla.ec2_performance ATTACH PARTITION flotilla.ec2_performance_20261214 FOR VALUES FROM ('2026-12-14 00:00:00+00') TO ('2026-12-21 00:00:00+00');
ALTER TABLE ONLY flotilla.ec2_performance ATTACH PARTITION flotilla.ec2_performance_default DEFAULT;
ALTER TABLE ONLY flotilla.job_attempts ATTACH PARTITION flotilla.job_attempts_20261129 FOR VALUES FROM ('01a22499-f800-0000-0000-000000000000') TO ('01a229c0-5400-0000-0000-000000000000');
ALTER TABLE ONLY flotilla.job_attempts ATTACH PARTITION flotilla.job_attempts_20261130 FOR VALUES FROM ('01a229c0-5400-0000-0000-000000000000') TO ('01a22ee6-b000-0000-0000-000000000000');
ALTER TABLE ONLY flotilla.job_attempts ATTACH PARTITION flotilla.job_attempts_20261201 FOR VALUES FROM ('01a22ee6-b000-0000-0000-000000000000') TO ('01a2340d-0c00-0000-0000-000000000000');
ALTER TABLE ONLY flotilla.job_attempts ATTACH PARTITION flotilla.job_attempts_20261202 FOR VALUES FROM ('01a2340d-0c00-0000-0000-000000000000') TO ('01a23933-6800-0000-0000-000000000000');
ALTER TABLE ONLY flotilla.job_attempts ATTACH PARTITION flotilla.job_attempts_20261203 FOR VALUES FROM ('01a23933-6800-0000-0000-000000000000') TO ('01a23e59-c400-0000-0000-000000000000');
ALTER TABLE ONLY flotilla.job_attempts ATTACH PARTITION flotilla.job_attempts_20261204 FOR VALUES FROM ('01a23e59-c400-0000-0000-000000000000') TO ('01a24380-2000-0000-0000-000000000000');
ALTER TABLE ONLY flotilla.job_attempts ATTACH PARTITION flotilla.job_attempts_20261205 FOR VALUES FROM ('01a24380-2000-0000-0000-000000000000') TO ('01a248a6-7c00-0000-0000-000000000000');
ALTER TABLE ONLY flotilla.job_attempts ATTACH PARTITION flotilla.job_attempts_20261206 FOR VALUES FROM ('01a248a6-7c00-0000-0000-000000000000') TO ('01a24dcc-d800-0000-0000-000000000000');
ALTER TABLE ONLY flotilla.job_attempts ATTACH PARTITION flotilla.job_attempts_20261207 FOR VALUES FROM ('01a24dcc-d800-0000-0000-000000000000') TO ('01a252f3-3400-0000-0000-000000000000');
ALTER TABLE ONLY flotilla.job_attempts ATTACH PARTITION flotilla.job_attempts_default DEFAULT;
ALTER TABLE ONLY flotilla.jobs ATTACH PARTITION flotilla.jobs_20261129 FOR VALUES FROM ('01a22499-f800-0000-0000-000000000000') TO ('01a229c0-5400-0000-0000-000000000000');
ALTER TABLE ONLY flotilla.jobs ATTACH PARTITION flotilla.jobs_20261130 FOR VALUES FROM ('01a229c0-5400-0000-0000-000000000000') TO ('01a22ee6-b000-0000-0000-000000000000');
ALTER TABLE ONLY flotilla.jobs ATTACH PARTITION flotilla.jobs_20261201 FOR VALUES FROM ('01a22ee6-b000-0000-0000-000000000000') TO ('01a2340d-0c00-0000-0000-000000000000');
ALTER TABLE ONLY flotilla.jobs ATTACH PARTITION flotilla.jobs_20261202 FOR VALUES FROM ('01a2340d-0c00-0000-0000-000000000000') TO ('01a23933-6800-0000-0000-000000000000');
ALTER TABLE ONLY flotilla.jobs ATTACH PARTITION flotilla.jobs_20261203 FOR VALUES FROM ('01a23933-6800-0000-0000-000000000000') TO ('01a23e59-c400-0000-0000-000000000000');
ALTER TABLE ONLY flotilla.jobs ATTACH PARTITION flotilla.jobs_20261204 FOR VALUES FROM ('01a23e59-c400-0000-0000-000000000000') TO ('01a24380-2000-0000-0000-000000000000');
ALTER TABLE ONLY flotilla.jobs ATTACH PARTITION flotilla.jobs_20261205 FOR VALUES FROM ('01a24380-2000-0000-0000-000000000000') TO ('01a248a6-7c00-0000-0000-000000000000');
ALTER TABLE ONLY flotilla.jobs ATTACH PARTITION flotilla.jobs_20261206 FOR VALUES FROM ('01a248a6-7c00-0000-0000-000000000000') TO ('01a24dcc-d800-0000-0000-000000000000');
ALTER TABLE ONLY flotilla.jobs ATTACH PARTITION flotilla.jobs_20261207 FOR VALUES FROM ('01a24dcc-d800-0000-0000-000000000000') TO ('01a252f3-3400-0000-0000-000000000000');
ALTER TABLE ONLY flotilla.jobs ATTACH PARTITION flotilla.jobs_default DEFAULT;
ALTER TABLE ONLY flotilla.rds_instances ATTACH PARTITION flotilla.rds_instances_20261001 FOR VALUES FROM ('2026-10-01 00:00:00+00') TO ('2026-11-01 00:00:00+00');
ALTER TABLE ONLY flotilla.rds_instances ATTACH PARTITION flotilla.rds_instances_20261101 FOR VALUES FROM ('2026-11-01 00:00:00+00') TO ('2026-12-01 00:00:00+00');
ALTER TABLE ONLY flotilla.rds_instances ATTACH PARTITION flotilla.rds_instances_20261201 FOR VALUES FROM ('2026-12-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');
ALTER TABLE ONLY flotilla.rds_instances ATTACH PARTITION flotilla.rds_instances_20270101 FOR VALUES FROM ('2027-01-01 00:00:00+00') TO ('2027-02-01 00:00:00+00');
ALTER TABLE ONLY flotilla.rds_instances ATTACH PARTITION flotilla.rds_instances_default DEFAULT;
ALTER TABLE ONLY flotilla.rds_performance ATTACH PARTITION flotilla.rds_performance_20261123 FOR VALUES FROM ('2026-11-23 00:00:00+00') TO ('2026-11-30 00:00:00+00');
ALTER TABLE ONLY flotilla.rds_performance ATTACH PARTITION flotilla.rds_performance_20261130 FOR VALUES FROM ('2026-11-30 00:00:00+00') TO ('2026-12-07 00:00:00+00');
ALTER TABLE ONLY flotilla.rds_performance ATTACH PARTITION flotilla.rds_performance_20261207 FOR VALUES FROM ('2026-12-07 00:00:00+00') TO ('2026-12-14 00:00:00+00');
ALTER TABLE ONLY flotilla.rds_performance ATTACH PARTITION flotilla.rds_performance_20261214 FOR VALUES FROM ('2026-12-14 00:00:00+00') TO ('2026-12-21 00:00:00+00');
ALTER TABLE ONLY flotilla.rds_performance ATTACH PARTITION flotilla.rds_performance_default DEFAULT;
ALTER TABLE ONLY flotilla.s3_buckets ATTACH PARTITION flotilla.s3_buckets_20261001 FOR VALUES FROM ('2026-10-01 00:00:00+00') TO ('2026-11-01 00:00:00+00');
ALTER TABLE ONLY flotilla.s3_buckets ATTACH PARTITION flotilla.s3_buckets_20261101 FOR VALUES FROM ('2026-11-01 00:00:00+00') TO ('2026-12-01 00:00:00+00');
ALTER TABLE ONLY flotilla.s3_buckets ATTACH PARTITION flotilla.s3_buckets_20261201 FOR VALUES FROM ('2026-12-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');
ALTER TABLE ONLY flotilla.s3_buckets ATTACH PARTITION flotilla.s3_buckets_20270101 FOR VALUES FROM ('2027-01-01 00:00:00+00') TO ('2027-02-01 00:00:00+00');
ALTER TABLE ONLY flotilla.s3_buckets ATTACH PARTITION flotilla.s3_buckets_default DEFAULT;
ALTER TABLE ONLY flotilla.s3_performance ATTACH PARTITION flotilla.s3_performance_20261123 FOR VALUES FROM ('2026-11-23 00:00:00+00') TO ('2026-11-30 00:00:00+00');
ALTER TABLE ONLY flotilla.s3_performance ATTACH PARTITION flotilla.s3_performance_20261130 FOR VALUES FROM ('2026-11-30 00:00:00+00') TO ('2026-12-07 00:00:00+00');
ALTER TABLE ONLY flotilla.s3_performance ATTACH PARTITION flotilla.s3_performance_20261207 FOR VALUES FROM ('2026-12-07 00:00:00+00') TO ('2026-12-14 00:00:00+00');
ALTER TABLE ONLY flotilla.s3_performance ATTACH PARTITION flotilla.s3_performance_20261214 FOR VALUES FROM ('2026-12-14 00:00:00+00') TO ('2026-12-21 00:00:00+00');
ALTER TABLE ONLY flotilla.s3_performance ATTACH PARTITION flotilla.s3_performance_default DEFAULT;
ALTER TABLE ONLY flotilla.vpc_instances ATTACH PARTITION flotilla.vpc_instances_20261001 FOR VALUES FROM ('2026-10-01 00:00:00+00') TO ('2026-11-01 00:00:00+00');
ALTER TABLE ONLY flotilla.vpc_instances ATTACH PARTITION flotilla.vpc_instances_20261101 FOR VALUES FROM ('2026-11-01 00:00:00+00') TO ('2026-12-01 00:00:00+00');
ALTER TABLE ONLY flotilla.vpc_instances ATTACH PARTITION flotilla.vpc_instances_20261201 FOR VALUES FROM ('2026-12-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');
ALTER TABLE ONLY flotilla.vpc_instances ATTACH PARTITION flotilla.vpc_instances_20270101 FOR VALUES FROM ('2027-01-01 00:00:00+00') TO ('2027-02-01 00:00:00+00');
ALTER TABLE ONLY flotilla.vpc_instances ATTACH PARTITION flotilla.vpc_instances_default DEFAULT;
ALTER TABLE ONLY flotilla.vpc_performance ATTACH PARTITION flotilla.vpc_performance_20261123 FOR VALUES FROM ('2026-11-23 00:00:00+00') TO ('2026-11-30 00:00:00+00');
ALTER TABLE ONLY flotilla.vpc_performance ATTACH PARTITION flotilla.vpc_performance_20261130 FOR VALUES FROM ('2026-11-30 00:00:00+00') TO ('2026-12-07 00:00:00+00');
ALTER TABLE ONLY flotilla.vpc_performance ATTACH PARTITION flotilla.vpc_performance_20261207 FOR VALUES FROM ('2026-12-07 00:00:00+00') TO ('2026-12-14 00:00:00+00');
ALTER TABLE ONLY flotilla.vpc_performance ATTACH PARTITION flotilla.vpc_performance_20261214 FOR VALUES FROM ('2026-12-14 00:00:00+00') TO ('2026-12-21 00:00:00+00');
ALTER TABLE ONLY flotilla.vpc_performance ATTACH PARTITION flotilla.vpc_performance_default DEFAULT;
INSERT INTO flotilla.bench_effects VALUES ('01a22a60-3231-7001-b970-bb09ca71e2f4', 1, '2026-11-30 02:54:37.210182+00');
INSERT INTO flotilla.bench_effects VALUES ('01a22a60-3231-7003-8c70-7c6098feb98e', 2, '2026-11-30 02:54:37.319739+00');
INSERT INTO flotilla.bench_effects VALUES ('01a22a60-3231-7002-81a2-5e9e1dec4e2e', 2, '2026-11-30 02:54:37.319739+00');
INSERT INTO flotilla.due VALUES ('2026-11-30 03:04:37+00', '01a22a60-3270-7000-8c44-679594ccc767');
INSERT INTO flotilla.due VALUES ('2026-11-30 02:54:37.249343+00', '01a22a60-3231-7002-81a2-5e9e1dec4e2e');
INSERT INTO flotilla.due VALUES ('2026-11-30 02:54:37.249343+00', '01a22a60-3231-7003-8c70-7c6098feb98e');
INSERT INTO flotilla.due VALUES ('2026-11-30 02:54:37.249343+00', '01a22a60-3269-7001-821f-f414f6d94e7d');
INSERT INTO flotilla.due VALUES ('2026-11-30 02:54:37.249343+00', '01a22a60-3269-7002-be1a-e6ab790ed60f');
INSERT INTO flotilla.due VALUES ('2026-11-30 02:54:37.249343+00', '01a22a60-3269-7003-b12d-0b8e53baef7b');
INSERT INTO flotilla.due VALUES ('2026-11-30 02:54:37.375739+00', '01a22a60-3269-7002-be1a-e6ab790ed60f');
INSERT INTO flotilla.due VALUES ('2026-11-30 02:54:44+00', '01a22a60-340f-7001-bfcc-9fb5872c334c');
INSERT INTO flotilla.due VALUES ('2026-11-30 02:54:44+00', '01a22a60-340f-7002-aeec-48f4d20be3cf');
INSERT INTO flotilla.due VALUES ('2026-11-30 02:54:37.598037+00', '01a22a60-340f-7003-9d62-89fef287d161');
INSERT INTO flotilla.due VALUES ('2026-11-30 02:54:37.91801+00', '01a22a60-340f-7003-9d62-89fef287d161');
INSERT INTO flotilla.due VALUES ('2026-11-30 02:54:38.140726+00', '01a22a60-340f-7003-9d62-89fef287d161');
INSERT INTO flotilla.due VALUES ('2026-11-30 02:54:38.814783+00', '01a22a60-340f-7003-9d62-89fef287d161');
INSERT INTO flotilla.due VALUES ('2026-11-30 02:54:40.026086+00', '01a22a60-340f-7003-9d62-89fef287d161');
INSERT INTO flotilla.functions VALUES ('partitions', 'e022250f40579429ca9699c980d1a82328e3eb3bdf8b7a457cb245c033b7941c', '2026-11-30 02:54:35.727764+00');
INSERT INTO flotilla.functions VALUES ('enqueue', 'f113d529602086a18a98353ecf8c163bb8e4ae5381f819a968b9e25c035cb180', '2026-11-30 02:54:35.734601+00');
INSERT INTO flotilla.functions VALUES ('settlement', 'c9e152ae50642fa97f3ff59515222a98183e4e4a2282671dd9abed26a9f0b72e', '2026-11-30 02:54:35.738627+00');
INSERT INTO flotilla.functions VALUES ('dependencies', 'ba2422596a5a9fcbe42736cab8d6c2e3ecd7a0565a9bd75f1750edb99fd4d1cd', '2026-11-30 02:54:35.742467+00');
INSERT INTO flotilla.functions VALUES ('batches', 'f3a604e463d281c01c48df147b0c3fcbe6ad3d3d3c4962522140866ba55fd2f8', '2026-11-30 02:54:35.744096+00');
INSERT INTO flotilla.functions VALUES ('limits', 'c94a98a5867b7a084f65258b8e1ca6871069d6c65468abb0b37de4005669e1b1', '2026-11-30 02:54:35.750718+00');
INSERT INTO flotilla.functions VALUES ('retention', 'fe924d40e05228a8017b222cf72ca0f0034835f3fd1a5f3e68a4599920291ff1', '2026-11-30 02:54:35.758661+00');
INSERT INTO flotilla.functions VALUES ('collection', '1401edf855d207e576241376744f5ab7be013ccce5a4b3b202b1d51e800cf9e0', '2026-11-30 02:54:35.761218+00');
INSERT INTO flotilla.functions VALUES ('triggers', 'cadb6cc990c2e6803c653c3f44f242e3116e428b6b30200563ebf071a2c3c4ff', '2026-11-30 02:54:35.765002+00');
INSERT INTO flotilla.functions VALUES ('sign_in', '3d3a15704eca1fd5ce343fd41ac96494dffa52870496d8b69d2c145f614eb0d3', '2026-11-30 02:54:35.766809+00');
INSERT INTO flotilla.functions VALUES ('revocations', '590c1e1a913501e6e941b38252efaaf7824100e552ef25914611312b055b825f', '2026-11-30 02:54:35.771557+00');
INSERT INTO flotilla.functions VALUES ('scan_partitions', 'c9d3b430f9f136feb9684b56c7611afe032002d8dc103b89c17bd111488f53e2', '2026-11-30 02:54:36.102658+00');
INSERT INTO flotilla.functions VALUES ('scan_retention', '899969ec0754b66e08293394c69dc76c26184ffe6885b146cb185dd6c2deca15', '2026-11-30 02:54:36.104244+00');
INSERT INTO flotilla.functions VALUES ('findings', '6f04f0fb8a5e0a4fa7f2670347ece51ef63773c5c7a4bb34a8ac591e857781c7', '2026-11-30 02:54:36.105303+00');
INSERT INTO flotilla.idempotency_keys VALUES ('01a22a60-30c5-7000-a951-a624ac33665c', '01a22a60-30c5-7001-a48a-3d67bbde604f', 'POST', '/jobs/batch', '25AAC34A-143F-4A4D-B5B6-D4D9605FECFA', '\x05c6f028954dd9650286d02408196ba8c32e41cebb35a66c079ac975f0d77b3b', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316132326136302d333233312d373030312d623937302d626230396361373165326634222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326136302d333233312d373030312d623937302d626230396361373165326634227d2c7b226964223a2230316132326136302d333233312d373030322d383161322d356539653164656334653265222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326136302d333233312d373030322d383161322d356539653164656334653265227d2c7b226964223a2230316132326136302d333233312d373030332d386337302d376336303938666562393865222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326136302d333233312d373030332d386337302d376336303938666562393865227d5d7d', '2026-11-30 02:54:37.110192+00');
INSERT INTO flotilla.idempotency_keys VALUES ('01a22a60-30c5-7000-a951-a624ac33665c', '01a22a60-30c5-7001-a48a-3d67bbde604f', 'POST', '/jobs/batch', '471D72F0-D441-4F29-A56D-81565340E821', '\xd43944b0461601d1fea9430a2886a36d67f34ef9e52a732063a6d402fc92ced8', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316132326136302d333236392d373030312d383231662d663431346636643934653764222c226b696e64223a2262656e63682e6661696c222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326136302d333236392d373030312d383231662d663431346636643934653764227d2c7b226964223a2230316132326136302d333236392d373030322d626531612d653661623739306564363066222c226b696e64223a2262656e63682e6661696c222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326136302d333236392d373030322d626531612d653661623739306564363066227d2c7b226964223a2230316132326136302d333236392d373030332d623132642d306238653533626165663762222c226b696e64223a2262656e63682e6372617368222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326136302d333236392d373030332d623132642d306238653533626165663762227d5d7d', '2026-11-30 02:54:37.163929+00');
INSERT INTO flotilla.idempotency_keys VALUES ('01a22a60-30c5-7000-a951-a624ac33665c', '01a22a60-30c5-7001-a48a-3d67bbde604f', 'POST', '/jobs/batch', 'C4369945-7BC4-474D-99F9-E89549A7A26E', '\xd88b51f6bcdc96d1297a90d00967b65e36b2ff470bf356b2002deab0f87937be', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316132326136302d333430662d373030312d626663632d396662353837326333333463222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a227363686564756c6564222c227374617475735f75726c223a222f6a6f62732f30316132326136302d333430662d373030312d626663632d396662353837326333333463227d2c7b226964223a2230316132326136302d333430662d373030322d616565632d343866346432306265336366222c226b696e64223a2262656e63682e736c656570222c22737461747573223a227363686564756c6564222c227374617475735f75726c223a222f6a6f62732f30316132326136302d333430662d373030322d616565632d343866346432306265336366227d2c7b226964223a2230316132326136302d333430662d373030332d396436322d383966656632383764313631222c226b696e64223a2262656e63682e6661696c222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326136302d333430662d373030332d396436322d383966656632383764313631227d5d7d', '2026-11-30 02:54:37.585714+00');
INSERT INTO flotilla.idempotency_keys VALUES ('01a22a60-30c5-7000-a951-a624ac33665c', '01a22a60-30c5-7001-a48a-3d67bbde604f', 'POST', '/jobs/batch', 'BCF58ACC-1307-4EC2-8FD9-45A5EC58047B', '\xe0d38a6fce9bcc8880a57c77ce3564d217d4c4502b0a8feb4a71bcbb25b72d6d', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316132326136302d333939322d373030312d393336382d363763323935613732373234222c226b696e64223a2262656e63682e736c656570222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326136302d333939322d373030312d393336382d363763323935613732373234227d2c7b226964223a2230316132326136302d333939322d373030322d383764642d616166396636656335303330222c226b696e64223a2262656e63682e736c656570222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326136302d333939322d373030322d383764642d616166396636656335303330227d2c7b226964223a2230316132326136302d333939322d373030332d626166362d336564303663303461323138222c226b696e64223a2262656e63682e736c656570222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326136302d333939322d373030332d626166362d336564303663303461323138227d2c7b226964223a2230316132326136302d333939322d373030342d613465312d333636666534346135336434222c226b696e64223a2262656e63682e736c656570222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326136302d333939322d373030342d613465312d333636666534346135336434227d5d7d', '2026-11-30 02:54:38.99706+00');
INSERT INTO flotilla.idempotency_keys VALUES ('01a22a60-30c5-7000-a951-a624ac33665c', '01a22a60-30c5-7001-a48a-3d67bbde604f', 'POST', '/jobs/batch', '1ED6ED87-4978-4477-A138-C39C7EA05F1E', '\x40e3ef0068edae1045e2b5fc9a4fdb6e4b2d79089ce528005a11a54dd13d1fcb', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316132326136302d336131652d373030312d386165302d343764323233373833363637222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326136302d336131652d373030312d386165302d343764323233373833363637227d2c7b226964223a2230316132326136302d336131652d373030322d393865322d643835373832316630313733222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326136302d336131652d373030322d393865322d643835373832316630313733227d2c7b226964223a2230316132326136302d336131652d373030332d616436392d393331383663616635656134222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326136302d336131652d373030332d616436392d393331383663616635656134227d2c7b226964223a2230316132326136302d336131652d373030342d626564632d616662623864353434313938222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326136302d336131652d373030342d626564632d616662623864353434313938227d2c7b226964223a2230316132326136302d336131652d373030352d626164362d633366663831323934653963222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326136302d336131652d373030352d626164362d633366663831323934653963227d2c7b226964223a2230316132326136302d336131652d373030362d626230652d376563326437393361376232222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326136302d336131652d373030362d626230652d376563326437393361376232227d5d7d', '2026-11-30 02:54:39.136731+00');
INSERT INTO flotilla.idempotency_keys VALUES ('01a22a60-30c5-7000-a951-a624ac33665c', '01a22a60-30c5-7001-a48a-3d67bbde604f', 'POST', '/jobs/batch', '58405976-FA43-4B5E-8DFD-5D6B0997D54A', '\xe7c72aaed1840be901d617e395418368036efe804e0e75b2f4742929bcce11ef', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316132326136302d336132322d373030312d383363612d633835646532393165636233222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326136302d336132322d373030312d383363612d633835646532393165636233227d5d7d', '2026-11-30 02:54:39.141109+00');
INSERT INTO flotilla.job_attempts_20261130 VALUES ('01a22a60-3231-7002-81a2-5e9e1dec4e2e', 1, '92466a36-cb57-4efe-91d2-fc8f6797fbca', 'e382e251-265c-4b20-a87c-315a17ae9f05', '2026-11-30 02:54:37.179248+00', '2026-11-30 02:54:37.249343+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO flotilla.job_attempts_20261130 VALUES ('01a22a60-3231-7003-8c70-7c6098feb98e', 1, 'c06ff94a-c7f9-43f6-9d7a-5ac15b7b763a', 'e382e251-265c-4b20-a87c-315a17ae9f05', '2026-11-30 02:54:37.179248+00', '2026-11-30 02:54:37.249343+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO flotilla.job_attempts_20261130 VALUES ('01a22a60-3269-7001-821f-f414f6d94e7d', 1, '4b9f0904-3b4b-4b7b-8f0a-d7c4a625579d', 'e382e251-265c-4b20-a87c-315a17ae9f05', '2026-11-30 02:54:37.208672+00', '2026-11-30 02:54:37.249343+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO flotilla.job_attempts_20261130 VALUES ('01a22a60-3269-7002-be1a-e6ab790ed60f', 1, '92466a36-cb57-4efe-91d2-fc8f6797fbca', 'e382e251-265c-4b20-a87c-315a17ae9f05', '2026-11-30 02:54:37.208672+00', '2026-11-30 02:54:37.249343+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO flotilla.job_attempts_20261130 VALUES ('01a22a60-3269-7003-b12d-0b8e53baef7b', 1, 'c06ff94a-c7f9-43f6-9d7a-5ac15b7b763a', 'e382e251-265c-4b20-a87c-315a17ae9f05', '2026-11-30 02:54:37.208672+00', '2026-11-30 02:54:37.249343+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO flotilla.job_attempts_20261130 VALUES ('01a22a60-3269-7002-be1a-e6ab790ed60f', 2, '92466a36-cb57-4efe-91d2-fc8f6797fbca', 'e382e251-265c-4b20-a87c-315a17ae9f05', '2026-11-30 02:54:37.291532+00', '2026-11-30 02:54:37.319739+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 2."}');
INSERT INTO flotilla.job_attempts_20261130 VALUES ('01a22a60-340f-7003-9d62-89fef287d161', 1, '4b9f0904-3b4b-4b7b-8f0a-d7c4a625579d', 'e382e251-265c-4b20-a87c-315a17ae9f05', '2026-11-30 02:54:37.592972+00', '2026-11-30 02:54:37.595037+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 1."}');
INSERT INTO flotilla.job_attempts_20261130 VALUES ('01a22a60-340f-7003-9d62-89fef287d161', 2, '4b9f0904-3b4b-4b7b-8f0a-d7c4a625579d', 'e382e251-265c-4b20-a87c-315a17ae9f05', '2026-11-30 02:54:37.729634+00', '2026-11-30 02:54:37.73101+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 2."}');
INSERT INTO flotilla.job_attempts_20261130 VALUES ('01a22a60-340f-7003-9d62-89fef287d161', 3, '4b9f0904-3b4b-4b7b-8f0a-d7c4a625579d', 'e382e251-265c-4b20-a87c-315a17ae9f05', '2026-11-30 02:54:37.984155+00', '2026-11-30 02:54:37.985726+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 3."}');
INSERT INTO flotilla.job_attempts_20261130 VALUES ('01a22a60-340f-7003-9d62-89fef287d161', 4, '4b9f0904-3b4b-4b7b-8f0a-d7c4a625579d', 'e382e251-265c-4b20-a87c-315a17ae9f05', '2026-11-30 02:54:38.234802+00', '2026-11-30 02:54:38.235783+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 4."}');
INSERT INTO flotilla.job_failures VALUES ('01a22a60-3270-7000-8c44-679594ccc767', '01a22a60-30c5-7001-a48a-3d67bbde604f', 'cancelled');
INSERT INTO flotilla.job_failures VALUES ('01a22a60-3269-7001-821f-f414f6d94e7d', '4b9f0904-3b4b-4b7b-8f0a-d7c4a625579d', 'failed');
INSERT INTO flotilla.job_kinds VALUES ('bench.crash', 'bench', 60000, 8, 100, 5000, 1000, '2026-11-30 02:54:36.122901+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('bench.emit', 'bench', 60000, 8, 100, 5000, 1000, '2026-11-30 02:54:36.122901+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('bench.fail', 'bench', 60000, 8, 100, 5000, 1000, '2026-11-30 02:54:36.122901+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('bench.memory', 'bench', 60000, 8, 100, 5000, 1000, '2026-11-30 02:54:36.122901+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('bench.noop', 'bench', 60000, 8, 100, 5000, 1000, '2026-11-30 02:54:36.122901+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('bench.sleep', 'bench', 60000, 8, 100, 5000, 1000, '2026-11-30 02:54:36.122901+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('bench.spin', 'bench', 60000, 8, 100, 5000, 1000, '2026-11-30 02:54:36.122901+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('notify.in_app', 'notify', 30000, 8, 1000, 900000, 5000, '2026-11-30 02:54:36.122901+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('scan.aws.ec2', 'scan', 300000, 3, 1000, 900000, 5000, '2026-11-30 02:54:36.122901+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('scan.aws.metrics', 'scan', 60000, 3, 1000, 900000, 5000, '2026-11-30 02:54:36.122901+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('scan.aws.rds', 'scan', 300000, 3, 1000, 900000, 5000, '2026-11-30 02:54:36.122901+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('scan.aws.s3', 'scan', 300000, 3, 1000, 900000, 5000, '2026-11-30 02:54:36.122901+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('scan.aws.vpc', 'scan', 300000, 3, 1000, 900000, 5000, '2026-11-30 02:54:36.122901+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_partitions VALUES ('jobs_20261201', '01a22ee6-b000-0000-0000-000000000000', '01a2340d-0c00-0000-0000-000000000000', '01a22ee6-b000-0000-0000-000000000000');
INSERT INTO flotilla.job_partitions VALUES ('jobs_20261202', '01a2340d-0c00-0000-0000-000000000000', '01a23933-6800-0000-0000-000000000000', '01a2340d-0c00-0000-0000-000000000000');
INSERT INTO flotilla.job_partitions VALUES ('jobs_20261203', '01a23933-6800-0000-0000-000000000000', '01a23e59-c400-0000-0000-000000000000', '01a23933-6800-0000-0000-000000000000');
INSERT INTO flotilla.job_partitions VALUES ('jobs_20261204', '01a23e59-c400-0000-0000-000000000000', '01a24380-2000-0000-0000-000000000000', '01a23e59-c400-0000-0000-000000000000');
INSERT INTO flotilla.job_partitions VALUES ('jobs_20261205', '01a24380-2000-0000-0000-000000000000', '01a248a6-7c00-0000-0000-000000000000', '01a24380-2000-0000-0000-000000000000');
INSERT INTO flotilla.job_partitions VALUES ('jobs_20261206', '01a248a6-7c00-0000-0000-000000000000', '01a24dcc-d800-0000-0000-000000000000', '01a248a6-7c00-0000-0000-000000000000');
INSERT INTO flotilla.job_partitions VALUES ('jobs_20261207', '01a24dcc-d800-0000-0000-000000000000', '01a252f3-3400-0000-0000-000000000000', '01a24dcc-d800-0000-0000-000000000000');
INSERT INTO flotilla.job_partitions VALUES ('jobs_20261129', '01a22499-f800-0000-0000-000000000000', '01a229c0-5400-0000-0000-000000000000', '01a229c0-5400-0000-0000-000000000000');
INSERT INTO flotilla.job_partitions VALUES ('jobs_20261130', '01a229c0-5400-0000-0000-000000000000', '01a22ee6-b000-0000-0000-000000000000', '01a22a5f-4b77-0000-0000-000000000000');
INSERT INTO flotilla.job_references VALUES ('job_unique', 'job_id', true);
INSERT INTO flotilla.job_references VALUES ('job_dependencies', 'child', false);
INSERT INTO flotilla.job_references VALUES ('job_waiting', 'id', false);
INSERT INTO flotilla.job_references VALUES ('job_failures', 'id', false);
INSERT INTO flotilla.job_unique VALUES ('6dc8467a-6123-43b8-bc7e-ae2d4fee7556', 'bench.noop', 'once', '01a22a60-340f-7001-bfcc-9fb5872c334c', NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22a60-3270-7000-8c44-679594ccc767', '01a22a60-30c5-7001-a48a-3d67bbde604f', 'bench.noop', 'bench', 'cancelled', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-30 02:54:37.171165+00', '2026-11-30 03:04:37+00', NULL, NULL, '2026-11-30 02:54:37.176801+00', '2026-11-30 02:54:37.176801+00', 'cancelled', NULL, NULL, '00-db7a7bb603b92631b59b050e5c6102f9-3753747e65c2978f-01', '5ffd8d53-92b0-49ca-b4d5-5e9ea3c393ce', '{}', NULL, '{"code": "cancelled", "message": "The job was cancelled."}', NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22a60-3269-7003-b12d-0b8e53baef7b', 'c06ff94a-c7f9-43f6-9d7a-5ac15b7b763a', 'bench.crash', 'bench', 'succeeded', 4, 2, 0, 1, 8, 60000, -8423868393673080477, 'e382e251-265c-4b20-a87c-315a17ae9f05', '2026-11-30 02:54:37.163929+00', NULL, NULL, '2026-11-30 02:54:37.291532+00', '2026-11-30 02:54:37.341375+00', NULL, 'succeeded', NULL, NULL, '00-7889f2ff0e719b84fdb7b55252d5a017-9a0c276dbe6d39cb-01', '1e6fc32e-6966-4497-afac-953fe2f367ba', '{"times": 1}', '{}', NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22a60-3269-7002-be1a-e6ab790ed60f', '92466a36-cb57-4efe-91d2-fc8f6797fbca', 'bench.fail', 'bench', 'succeeded', 4, 3, 1, 1, 8, 60000, 4791871637678042140, 'e382e251-265c-4b20-a87c-315a17ae9f05', '2026-11-30 02:54:37.163929+00', '2026-11-30 02:54:37.375739+00', NULL, '2026-11-30 02:54:37.476962+00', '2026-11-30 02:54:37.490193+00', NULL, 'succeeded', NULL, NULL, '00-7889f2ff0e719b84fdb7b55252d5a017-9a0c276dbe6d39cb-01', '1e6fc32e-6966-4497-afac-953fe2f367ba', '{"times": 2}', '{}', NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22a60-340f-7001-bfcc-9fb5872c334c', '6dc8467a-6123-43b8-bc7e-ae2d4fee7556', 'bench.noop', 'bench', 'scheduled', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-30 02:54:37.585714+00', '2026-11-30 02:54:44+00', NULL, NULL, NULL, NULL, NULL, 'once', NULL, '00-399ddbaf3b0c1a8d805aa60fc3d34d03-0da3e08c777ab1b3-01', '32766131-8a4c-4fb0-8190-63e924310138', '{}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22a60-3231-7002-81a2-5e9e1dec4e2e', '92466a36-cb57-4efe-91d2-fc8f6797fbca', 'bench.noop', 'bench', 'succeeded', 4, 2, 0, 1, 8, 60000, 3880781535945473950, 'e382e251-265c-4b20-a87c-315a17ae9f05', '2026-11-30 02:54:37.110192+00', NULL, NULL, '2026-11-30 02:54:37.291532+00', '2026-11-30 02:54:37.319739+00', NULL, 'succeeded', NULL, NULL, '00-fb501d4e1b6032f1c560b7f71ae80b99-767a19a72855b6b1-01', '3f196073-c825-4477-8f64-2249fa2d8771', '{}', '{}', NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22a60-3231-7001-b970-bb09ca71e2f4', '4b9f0904-3b4b-4b7b-8f0a-d7c4a625579d', 'bench.noop', 'bench', 'succeeded', 4, 1, 0, 0, 8, 60000, -3483657148055952372, 'e382e251-265c-4b20-a87c-315a17ae9f05', '2026-11-30 02:54:37.110192+00', NULL, NULL, '2026-11-30 02:54:37.179248+00', '2026-11-30 02:54:37.210182+00', NULL, 'succeeded', NULL, NULL, '00-fb501d4e1b6032f1c560b7f71ae80b99-767a19a72855b6b1-01', '3f196073-c825-4477-8f64-2249fa2d8771', '{}', '{}', NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22a60-340f-7002-aeec-48f4d20be3cf', 'a1b5ba98-edd8-40a5-8201-b898c84c6462', 'bench.sleep', 'bench', 'scheduled', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-30 02:54:37.585714+00', '2026-11-30 02:54:44+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-399ddbaf3b0c1a8d805aa60fc3d34d03-0da3e08c777ab1b3-01', '32766131-8a4c-4fb0-8190-63e924310138', '{"ms": 10}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22a60-3992-7001-9368-67c295a72724', '4b9f0904-3b4b-4b7b-8f0a-d7c4a625579d', 'bench.sleep', 'bench', 'running', 4, 1, 0, 0, 8, 60000, -4660934188997505860, 'e382e251-265c-4b20-a87c-315a17ae9f05', '2026-11-30 02:54:38.99706+00', NULL, NULL, '2026-11-30 02:54:39.004886+00', NULL, NULL, NULL, NULL, NULL, '00-f256d42f81e106ffea81afaeae3ca84b-63056a8f11f4e693-01', 'd534b69f-bb4e-4758-aa73-cc2cadb43619', '{"ms": 2500}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22a60-3231-7003-8c70-7c6098feb98e', 'c06ff94a-c7f9-43f6-9d7a-5ac15b7b763a', 'bench.noop', 'bench', 'succeeded', 4, 2, 0, 1, 8, 60000, 4643700395802781102, 'e382e251-265c-4b20-a87c-315a17ae9f05', '2026-11-30 02:54:37.110192+00', NULL, NULL, '2026-11-30 02:54:37.291532+00', '2026-11-30 02:54:37.319739+00', NULL, 'succeeded', NULL, NULL, '00-fb501d4e1b6032f1c560b7f71ae80b99-767a19a72855b6b1-01', '3f196073-c825-4477-8f64-2249fa2d8771', '{}', '{}', NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22a60-3269-7001-821f-f414f6d94e7d', '4b9f0904-3b4b-4b7b-8f0a-d7c4a625579d', 'bench.fail', 'bench', 'failed', 4, 2, 1, 1, 1, 60000, 1939020182081889369, 'e382e251-265c-4b20-a87c-315a17ae9f05', '2026-11-30 02:54:37.163929+00', NULL, NULL, '2026-11-30 02:54:37.291532+00', '2026-11-30 02:54:37.319739+00', NULL, 'error', NULL, NULL, '00-7889f2ff0e719b84fdb7b55252d5a017-9a0c276dbe6d39cb-01', '1e6fc32e-6966-4497-afac-953fe2f367ba', '{"times": 99}', NULL, '{"code": "bench", "message": "Failed as asked, attempt 2."}', NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22a60-340f-7003-9d62-89fef287d161', '4b9f0904-3b4b-4b7b-8f0a-d7c4a625579d', 'bench.fail', 'bench', 'retrying', 4, 5, 5, 0, 8, 60000, 5836653549345680053, 'e382e251-265c-4b20-a87c-315a17ae9f05', '2026-11-30 02:54:37.585714+00', '2026-11-30 02:54:40.026086+00', NULL, '2026-11-30 02:54:38.988637+00', '2026-11-30 02:54:38.990086+00', NULL, 'error', NULL, NULL, '00-399ddbaf3b0c1a8d805aa60fc3d34d03-0da3e08c777ab1b3-01', '32766131-8a4c-4fb0-8190-63e924310138', '{"times": 7}', NULL, '{"code": "bench", "message": "Failed as asked, attempt 5."}', NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22a60-3992-7003-baf6-3ed06c04a218', 'c06ff94a-c7f9-43f6-9d7a-5ac15b7b763a', 'bench.sleep', 'bench', 'running', 4, 1, 0, 0, 8, 60000, -5106674433676880160, 'e382e251-265c-4b20-a87c-315a17ae9f05', '2026-11-30 02:54:38.99706+00', NULL, NULL, '2026-11-30 02:54:39.004886+00', NULL, NULL, NULL, NULL, NULL, '00-f256d42f81e106ffea81afaeae3ca84b-63056a8f11f4e693-01', 'd534b69f-bb4e-4758-aa73-cc2cadb43619', '{"ms": 2502}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22a60-3992-7004-a4e1-366fe44a53d4', '6dc8467a-6123-43b8-bc7e-ae2d4fee7556', 'bench.sleep', 'bench', 'running', 4, 1, 0, 0, 8, 60000, 4492357737542164301, 'e382e251-265c-4b20-a87c-315a17ae9f05', '2026-11-30 02:54:38.99706+00', NULL, NULL, '2026-11-30 02:54:39.004886+00', NULL, NULL, NULL, NULL, NULL, '00-f256d42f81e106ffea81afaeae3ca84b-63056a8f11f4e693-01', 'd534b69f-bb4e-4758-aa73-cc2cadb43619', '{"ms": 2503}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22a60-3a1e-7001-8ae0-47d223783667', '4b9f0904-3b4b-4b7b-8f0a-d7c4a625579d', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-30 02:54:39.136731+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-7004e3d0b0676a68ce71ea0e07b54733-a14fa11d3f585485-01', '9af121b6-fc8c-4f6a-8866-59d6df8e44ed', '{}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22a60-3a1e-7002-98e2-d857821f0173', '92466a36-cb57-4efe-91d2-fc8f6797fbca', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-30 02:54:39.136731+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-7004e3d0b0676a68ce71ea0e07b54733-a14fa11d3f585485-01', '9af121b6-fc8c-4f6a-8866-59d6df8e44ed', '{}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22a60-3a1e-7003-ad69-93186caf5ea4', 'c06ff94a-c7f9-43f6-9d7a-5ac15b7b763a', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-30 02:54:39.136731+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-7004e3d0b0676a68ce71ea0e07b54733-a14fa11d3f585485-01', '9af121b6-fc8c-4f6a-8866-59d6df8e44ed', '{}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22a60-3992-7002-87dd-aaf9f6ec5030', '92466a36-cb57-4efe-91d2-fc8f6797fbca', 'bench.sleep', 'bench', 'running', 4, 1, 0, 0, 8, 60000, -6874053675324859218, 'e382e251-265c-4b20-a87c-315a17ae9f05', '2026-11-30 02:54:38.99706+00', NULL, NULL, '2026-11-30 02:54:39.004886+00', NULL, '2026-11-30 02:54:39.144582+00', NULL, NULL, NULL, '00-f256d42f81e106ffea81afaeae3ca84b-63056a8f11f4e693-01', 'd534b69f-bb4e-4758-aa73-cc2cadb43619', '{"ms": 2501}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22a60-3a1e-7004-bedc-afbb8d544198', '6dc8467a-6123-43b8-bc7e-ae2d4fee7556', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-30 02:54:39.136731+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-7004e3d0b0676a68ce71ea0e07b54733-a14fa11d3f585485-01', '9af121b6-fc8c-4f6a-8866-59d6df8e44ed', '{}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22a60-3a1e-7005-bad6-c3ff81294e9c', 'a1b5ba98-edd8-40a5-8201-b898c84c6462', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-30 02:54:39.136731+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-7004e3d0b0676a68ce71ea0e07b54733-a14fa11d3f585485-01', '9af121b6-fc8c-4f6a-8866-59d6df8e44ed', '{}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22a60-3a1e-7006-bb0e-7ec2d793a7b2', '4b9f0904-3b4b-4b7b-8f0a-d7c4a625579d', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-30 02:54:39.136731+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-7004e3d0b0676a68ce71ea0e07b54733-a14fa11d3f585485-01', '9af121b6-fc8c-4f6a-8866-59d6df8e44ed', '{}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22a60-3a22-7001-83ca-c85de291ecb3', '92466a36-cb57-4efe-91d2-fc8f6797fbca', 'bench.noop', 'bench', 'queued', 0, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-30 02:54:39.141109+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'a limit', '00-effd3d2094b3aa498640573840d99527-bedbab030cddd979-01', 'bdf0cf73-a401-42eb-a2fd-06bbe09aaa6d', '{}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.migrations VALUES (1, 'foundations', '1c0495ce9a3ab506c7a991633f2fff66342436239e87f94650f64c8f76dddbcc', '2026-11-30 02:54:35.168838+00');
INSERT INTO flotilla.migrations VALUES (2, 'jobs', '9f1b0edbe9c8f1f5488b9135d749753f52036390d4dfe754a65423f5c1e15aed', '2026-11-30 02:54:35.23875+00');
INSERT INTO flotilla.migrations VALUES (3, 'kinds', 'd15de790dd375c106a81cb25de2f2639626ed1677f3657b9d0af5f4929c1901c', '2026-11-30 02:54:35.251928+00');
INSERT INTO flotilla.migrations VALUES (4, 'workers', 'd5baac132483d662b2b3903af000089c04a1e996ea0f2c0a803d3a58a929aa3e', '2026-11-30 02:54:35.26402+00');
INSERT INTO flotilla.migrations VALUES (5, 'dependencies', '83ad51ada1b772d7a6464dd608f6f7418d0f1dc06c7d3bf54868ef81e7ad5686', '2026-11-30 02:54:35.278651+00');
INSERT INTO flotilla.migrations VALUES (6, 'schedules', '5e7250c7912fe8d9d453d3855ed6d18a170ce158ce3bcfa45a9f3addb862772a', '2026-11-30 02:54:35.31106+00');
INSERT INTO flotilla.migrations VALUES (7, 'limits', 'e17e17c2b812bd4bb43b3f648a46d3d405b32fda5abae07ac47c1966fcf3f182', '2026-11-30 02:54:35.350306+00');
INSERT INTO flotilla.migrations VALUES (8, 'retention', '10111db7db62e2d82aa9a10d4fcddae8777e9cbb1468614e8825fa97ba380ae5', '2026-11-30 02:54:35.371336+00');
INSERT INTO flotilla.migrations VALUES (9, 'requests', '696cc12a0ad927e81cab846d17e5433bb910927329839ce35c41bae53976062e', '2026-11-30 02:54:35.391383+00');
INSERT INTO flotilla.migrations VALUES (100, 'accounts', '8bbf25a4c8b0c2983bade2cce095c5561080d4aea371bf26b9cd0a992532529d', '2026-11-30 02:54:35.418785+00');
INSERT INTO flotilla.migrations VALUES (101, 'token_revocations', '9169fcb92ab6d7a49931d63c6a863148f6c04c5a7153928b49606737c98b2dd0', '2026-11-30 02:54:35.422246+00');
INSERT INTO flotilla.migrations VALUES (200, 'scans', 'd6263700cd9a2324db4521b0c423d471c5881d9f10acfc6c62a36e7962a31182', '2026-11-30 02:54:35.442675+00');
INSERT INTO flotilla.migrations VALUES (201, 'resources', '54637aa88bb9db51f6d044313465f0defbf45570e0f62bd9009a370c17adea37', '2026-11-30 02:54:35.507672+00');
INSERT INTO flotilla.migrations VALUES (202, 'performance', '88366d892df2a46b6db446842cf9824d97ccbf400874d2cdb3fcf23f639f1da7', '2026-11-30 02:54:35.542681+00');
INSERT INTO flotilla.migrations VALUES (203, 'findings', '4c3803f7c8e62b13a464c85007f11ab5421efcf2fb8f50f311778ba7d7ca95db', '2026-11-30 02:54:35.549678+00');
INSERT INTO flotilla.scan_tables VALUES ('ec2_instances', 'scan_timestamp', 'month', 'resources');
INSERT INTO flotilla.scan_tables VALUES ('s3_buckets', 'scan_timestamp', 'month', 'resources');
INSERT INTO flotilla.scan_tables VALUES ('vpc_instances', 'scan_timestamp', 'month', 'resources');
INSERT INTO flotilla.scan_tables VALUES ('rds_instances', 'scan_timestamp', 'month', 'resources');
INSERT INTO flotilla.scan_tables VALUES ('ec2_performance', 'timestamp', 'week', 'metrics');
INSERT INTO flotilla.scan_tables VALUES ('s3_performance', 'timestamp', 'week', 'metrics');
INSERT INTO flotilla.scan_tables VALUES ('vpc_performance', 'timestamp', 'week', 'metrics');
INSERT INTO flotilla.scan_tables VALUES ('rds_performance', 'timestamp', 'week', 'metrics');
INSERT INTO flotilla.worker_sessions VALUES ('e382e251-265c-4b20-a87c-315a17ae9f05', 'bench', '{bench}', 'vm', 16929, 8, '0.2.0', '2026-11-30 02:54:37.058817+00', '2026-11-30 02:54:38.73569+00', false);
SELECT pg_catalog.setval('flotilla.batch_changes_number_seq', 1, false);
SELECT pg_catalog.setval('flotilla.dependencies_ended_number_seq', 1, false);
SELECT pg_catalog.setval('flotilla.job_collection_numbers', 1, false);
ALTER TABLE ONLY flotilla.accounts
    ADD CONSTRAINT accounts_external_id_key UNIQUE (external_id);
ALTER TABLE ONLY flotilla.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.batch_changes
    ADD CONSTRAINT batch_changes_pkey PRIMARY KEY (number);
ALTER TABLE ONLY flotilla.bulk_operations
    ADD CONSTRAINT bulk_operations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.dependencies_ended
    ADD CONSTRAINT dependencies_ended_pkey PRIMARY KEY (number);
ALTER TABLE ONLY flotilla.due
    ADD CONSTRAINT due_pkey PRIMARY KEY (run_at, id);
ALTER TABLE ONLY flotilla.ec2_instances
    ADD CONSTRAINT ec2_instances_pkey PRIMARY KEY (scan_run_id, region, instance_id, scan_timestamp);
ALTER TABLE ONLY flotilla.ec2_instances_20261001
    ADD CONSTRAINT ec2_instances_20261001_pkey PRIMARY KEY (scan_run_id, region, instance_id, scan_timestamp);
ALTER TABLE ONLY flotilla.ec2_instances_20261101
    ADD CONSTRAINT ec2_instances_20261101_pkey PRIMARY KEY (scan_run_id, region, instance_id, scan_timestamp);
ALTER TABLE ONLY flotilla.ec2_instances_20261201
    ADD CONSTRAINT ec2_instances_20261201_pkey PRIMARY KEY (scan_run_id, region, instance_id, scan_timestamp);
ALTER TABLE ONLY flotilla.ec2_instances_20270101
    ADD CONSTRAINT ec2_instances_20270101_pkey PRIMARY KEY (scan_run_id, region, instance_id, scan_timestamp);
ALTER TABLE ONLY flotilla.ec2_instances_default
    ADD CONSTRAINT ec2_instances_default_pkey PRIMARY KEY (scan_run_id, region, instance_id, scan_timestamp);
ALTER TABLE ONLY flotilla.ec2_performance
    ADD CONSTRAINT ec2_performance_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.ec2_performance_20261123
    ADD CONSTRAINT ec2_performance_20261123_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.ec2_performance_20261130
    ADD CONSTRAINT ec2_performance_20261130_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.ec2_performance_20261207
    ADD CONSTRAINT ec2_performance_20261207_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.ec2_performance_20261214
    ADD CONSTRAINT ec2_performance_20261214_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.ec2_performance_default
    ADD CONSTRAINT ec2_performance_default_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.enqueued
    ADD CONSTRAINT enqueued_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.findings
    ADD CONSTRAINT findings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.functions
    ADD CONSTRAINT functions_pkey PRIMARY KEY (name, hash);
ALTER TABLE ONLY flotilla.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (caller, method, path, key, tenant);
ALTER TABLE ONLY flotilla.job_attempts
    ADD CONSTRAINT job_attempts_pkey PRIMARY KEY (job_id, attempt);
ALTER TABLE ONLY flotilla.job_attempts_20261129
    ADD CONSTRAINT job_attempts_20261129_pkey PRIMARY KEY (job_id, attempt);
ALTER TABLE ONLY flotilla.job_attempts_20261130
    ADD CONSTRAINT job_attempts_20261130_pkey PRIMARY KEY (job_id, attempt);
ALTER TABLE ONLY flotilla.job_attempts_20261201
    ADD CONSTRAINT job_attempts_20261201_pkey PRIMARY KEY (job_id, attempt);
ALTER TABLE ONLY flotilla.job_attempts_20261202
    ADD CONSTRAINT job_attempts_20261202_pkey PRIMARY KEY (job_id, attempt);
ALTER TABLE ONLY flotilla.job_attempts_20261203
    ADD CONSTRAINT job_attempts_20261203_pkey PRIMARY KEY (job_id, attempt);
ALTER TABLE ONLY flotilla.job_attempts_20261204
    ADD CONSTRAINT job_attempts_20261204_pkey PRIMARY KEY (job_id, attempt);
ALTER TABLE ONLY flotilla.job_attempts_20261205
    ADD CONSTRAINT job_attempts_20261205_pkey PRIMARY KEY (job_id, attempt);
ALTER TABLE ONLY flotilla.job_attempts_20261206
    ADD CONSTRAINT job_attempts_20261206_pkey PRIMARY KEY (job_id, attempt);
ALTER TABLE ONLY flotilla.job_attempts_20261207
    ADD CONSTRAINT job_attempts_20261207_pkey PRIMARY KEY (job_id, attempt);
ALTER TABLE ONLY flotilla.job_attempts_default
    ADD CONSTRAINT job_attempts_default_pkey PRIMARY KEY (job_id, attempt);
ALTER TABLE ONLY flotilla.job_batches
    ADD CONSTRAINT job_batches_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.job_collections
    ADD CONSTRAINT job_collections_pkey PRIMARY KEY (target);
ALTER TABLE ONLY flotilla.job_dependencies
    ADD CONSTRAINT job_dependencies_pkey PRIMARY KEY (child, parent);
ALTER TABLE ONLY flotilla.job_failures
    ADD CONSTRAINT job_failures_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.job_kinds
    ADD CONSTRAINT job_kinds_pkey PRIMARY KEY (kind);
ALTER TABLE ONLY flotilla.job_partitions
    ADD CONSTRAINT job_partitions_lower_key UNIQUE (lower);
ALTER TABLE ONLY flotilla.job_partitions
    ADD CONSTRAINT job_partitions_pkey PRIMARY KEY (name);
ALTER TABLE ONLY flotilla.job_references
    ADD CONSTRAINT job_references_pkey PRIMARY KEY (table_name);
ALTER TABLE ONLY flotilla.job_unique
    ADD CONSTRAINT job_unique_pkey PRIMARY KEY (tenant, kind, key);
ALTER TABLE ONLY flotilla.job_waiting
    ADD CONSTRAINT job_waiting_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.jobs
    ADD CONSTRAINT jobs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.jobs_20261129
    ADD CONSTRAINT jobs_20261129_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.jobs_20261130
    ADD CONSTRAINT jobs_20261130_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.jobs_20261201
    ADD CONSTRAINT jobs_20261201_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.jobs_20261202
    ADD CONSTRAINT jobs_20261202_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.jobs_20261203
    ADD CONSTRAINT jobs_20261203_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.jobs_20261204
    ADD CONSTRAINT jobs_20261204_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.jobs_20261205
    ADD CONSTRAINT jobs_20261205_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.jobs_20261206
    ADD CONSTRAINT jobs_20261206_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.jobs_20261207
    ADD CONSTRAINT jobs_20261207_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.jobs_default
    ADD CONSTRAINT jobs_default_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.kind_limits
    ADD CONSTRAINT kind_limits_pkey PRIMARY KEY (queue, scope, kind);
ALTER TABLE ONLY flotilla.limit_permits
    ADD CONSTRAINT limit_permits_pkey PRIMARY KEY (job_id, token);
ALTER TABLE ONLY flotilla.limit_rates
    ADD CONSTRAINT limit_rates_pkey PRIMARY KEY (queue, bucket);
ALTER TABLE ONLY flotilla.limit_versions
    ADD CONSTRAINT limit_versions_pkey PRIMARY KEY (queue);
ALTER TABLE ONLY flotilla.limits
    ADD CONSTRAINT limits_pkey PRIMARY KEY (queue, scope, kind, subject);
ALTER TABLE ONLY flotilla.metric_readings
    ADD CONSTRAINT metric_readings_pkey PRIMARY KEY (resource_id, name);
ALTER TABLE ONLY flotilla.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (version);
ALTER TABLE ONLY flotilla.rds_instances
    ADD CONSTRAINT rds_instances_pkey PRIMARY KEY (scan_run_id, region, db_identifier, scan_timestamp);
ALTER TABLE ONLY flotilla.rds_instances_20261001
    ADD CONSTRAINT rds_instances_20261001_pkey PRIMARY KEY (scan_run_id, region, db_identifier, scan_timestamp);
ALTER TABLE ONLY flotilla.rds_instances_20261101
    ADD CONSTRAINT rds_instances_20261101_pkey PRIMARY KEY (scan_run_id, region, db_identifier, scan_timestamp);
ALTER TABLE ONLY flotilla.rds_instances_20261201
    ADD CONSTRAINT rds_instances_20261201_pkey PRIMARY KEY (scan_run_id, region, db_identifier, scan_timestamp);
ALTER TABLE ONLY flotilla.rds_instances_20270101
    ADD CONSTRAINT rds_instances_20270101_pkey PRIMARY KEY (scan_run_id, region, db_identifier, scan_timestamp);
ALTER TABLE ONLY flotilla.rds_instances_default
    ADD CONSTRAINT rds_instances_default_pkey PRIMARY KEY (scan_run_id, region, db_identifier, scan_timestamp);
ALTER TABLE ONLY flotilla.rds_performance
    ADD CONSTRAINT rds_performance_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.rds_performance_20261123
    ADD CONSTRAINT rds_performance_20261123_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.rds_performance_20261130
    ADD CONSTRAINT rds_performance_20261130_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.rds_performance_20261207
    ADD CONSTRAINT rds_performance_20261207_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.rds_performance_20261214
    ADD CONSTRAINT rds_performance_20261214_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.rds_performance_default
    ADD CONSTRAINT rds_performance_default_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.resources
    ADD CONSTRAINT resources_account_type_region_identifier_cloud_account_prov_key UNIQUE (account, type, region, identifier, cloud_account, provider);
ALTER TABLE ONLY flotilla.resources
    ADD CONSTRAINT resources_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.s3_buckets
    ADD CONSTRAINT s3_buckets_pkey PRIMARY KEY (scan_run_id, region, bucket_name, scan_timestamp);
ALTER TABLE ONLY flotilla.s3_buckets_20261001
    ADD CONSTRAINT s3_buckets_20261001_pkey PRIMARY KEY (scan_run_id, region, bucket_name, scan_timestamp);
ALTER TABLE ONLY flotilla.s3_buckets_20261101
    ADD CONSTRAINT s3_buckets_20261101_pkey PRIMARY KEY (scan_run_id, region, bucket_name, scan_timestamp);
ALTER TABLE ONLY flotilla.s3_buckets_20261201
    ADD CONSTRAINT s3_buckets_20261201_pkey PRIMARY KEY (scan_run_id, region, bucket_name, scan_timestamp);
ALTER TABLE ONLY flotilla.s3_buckets_20270101
    ADD CONSTRAINT s3_buckets_20270101_pkey PRIMARY KEY (scan_run_id, region, bucket_name, scan_timestamp);
ALTER TABLE ONLY flotilla.s3_buckets_default
    ADD CONSTRAINT s3_buckets_default_pkey PRIMARY KEY (scan_run_id, region, bucket_name, scan_timestamp);
ALTER TABLE ONLY flotilla.s3_performance
    ADD CONSTRAINT s3_performance_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.s3_performance_20261123
    ADD CONSTRAINT s3_performance_20261123_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.s3_performance_20261130
    ADD CONSTRAINT s3_performance_20261130_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.s3_performance_20261207
    ADD CONSTRAINT s3_performance_20261207_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.s3_performance_20261214
    ADD CONSTRAINT s3_performance_20261214_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.s3_performance_default
    ADD CONSTRAINT s3_performance_default_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.scan_coverage
    ADD CONSTRAINT scan_coverage_pkey PRIMARY KEY (account, service_type, provider, cloud_account, region);
ALTER TABLE ONLY flotilla.scan_runs
    ADD CONSTRAINT scan_runs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.scan_runs
    ADD CONSTRAINT scan_runs_scan_id_service_type_key UNIQUE (scan_id, service_type);
ALTER TABLE ONLY flotilla.scan_tables
    ADD CONSTRAINT scan_tables_pkey PRIMARY KEY (name);
ALTER TABLE ONLY flotilla.scans
    ADD CONSTRAINT scans_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.schedule_occurrences
    ADD CONSTRAINT schedule_occurrences_pkey PRIMARY KEY (schedule, generation, occurrence);
ALTER TABLE ONLY flotilla.schedules
    ADD CONSTRAINT schedules_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.token_revocations
    ADD CONSTRAINT token_revocations_pkey PRIMARY KEY (subject);
ALTER TABLE ONLY flotilla.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.vpc_instances
    ADD CONSTRAINT vpc_instances_pkey PRIMARY KEY (scan_run_id, region, vpc_id, scan_timestamp);
ALTER TABLE ONLY flotilla.vpc_instances_20261001
    ADD CONSTRAINT vpc_instances_20261001_pkey PRIMARY KEY (scan_run_id, region, vpc_id, scan_timestamp);
ALTER TABLE ONLY flotilla.vpc_instances_20261101
    ADD CONSTRAINT vpc_instances_20261101_pkey PRIMARY KEY (scan_run_id, region, vpc_id, scan_timestamp);
ALTER TABLE ONLY flotilla.vpc_instances_20261201
    ADD CONSTRAINT vpc_instances_20261201_pkey PRIMARY KEY (scan_run_id, region, vpc_id, scan_timestamp);
ALTER TABLE ONLY flotilla.vpc_instances_20270101
    ADD CONSTRAINT vpc_instances_20270101_pkey PRIMARY KEY (scan_run_id, region, vpc_id, scan_timestamp);
ALTER TABLE ONLY flotilla.vpc_instances_default
    ADD CONSTRAINT vpc_instances_default_pkey PRIMARY KEY (scan_run_id, region, vpc_id, scan_timestamp);
ALTER TABLE ONLY flotilla.vpc_performance
    ADD CONSTRAINT vpc_performance_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.vpc_performance_20261123
    ADD CONSTRAINT vpc_performance_20261123_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.vpc_performance_20261130
    ADD CONSTRAINT vpc_performance_20261130_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.vpc_performance_20261207
    ADD CONSTRAINT vpc_performance_20261207_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.vpc_performance_20261214
    ADD CONSTRAINT vpc_performance_20261214_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.vpc_performance_default
    ADD CONSTRAINT vpc_performance_default_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY flotilla.worker_sessions
    ADD CONSTRAINT worker_sessions_pkey PRIMARY KEY (id);
CREATE INDEX batch_changes_by_batch ON flotilla.batch_changes USING btree (batch, number);
CREATE INDEX bulk_operations_to_do ON flotilla.bulk_operations USING btree (next_at) WHERE (status = 'running'::text);
CREATE INDEX ec2_instances_by_account ON ONLY flotilla.ec2_instances USING btree (account);
CREATE INDEX ec2_instances_20261001_account_idx ON flotilla.ec2_instances_20261001 USING btree (account);
CREATE INDEX ec2_instances_by_resource ON ONLY flotilla.ec2_instances USING btree (resource_id, scan_timestamp);
CREATE INDEX ec2_instances_20261001_resource_id_scan_timestamp_idx ON flotilla.ec2_instances_20261001 USING btree (resource_id, scan_timestamp);
CREATE INDEX ec2_instances_20261101_account_idx ON flotilla.ec2_instances_20261101 USING btree (account);
CREATE INDEX ec2_instances_20261101_resource_id_scan_timestamp_idx ON flotilla.ec2_instances_20261101 USING btree (resource_id, scan_timestamp);
CREATE INDEX ec2_instances_20261201_account_idx ON flotilla.ec2_instances_20261201 USING btree (account);
CREATE INDEX ec2_instances_20261201_resource_id_scan_timestamp_idx ON flotilla.ec2_instances_20261201 USING btree (resource_id, scan_timestamp);
CREATE INDEX ec2_instances_20270101_account_idx ON flotilla.ec2_instances_20270101 USING btree (account);
CREATE INDEX ec2_instances_20270101_resource_id_scan_timestamp_idx ON flotilla.ec2_instances_20270101 USING btree (resource_id, scan_timestamp);
CREATE INDEX ec2_instances_default_account_idx ON flotilla.ec2_instances_default USING btree (account);
CREATE INDEX ec2_instances_default_resource_id_scan_timestamp_idx ON flotilla.ec2_instances_default USING btree (resource_id, scan_timestamp);
CREATE INDEX findings_by_account ON flotilla.findings USING btree (account, id);
CREATE INDEX findings_by_resource ON flotilla.findings USING btree (resource_id, rule, opened_at);
CREATE INDEX findings_by_run ON flotilla.findings USING btree (opened_run);
CREATE UNIQUE INDEX findings_open ON flotilla.findings USING btree (resource_id, rule) WHERE (closed_at IS NULL);
CREATE INDEX findings_open_by_account ON flotilla.findings USING btree (account, id) WHERE (closed_at IS NULL);
CREATE INDEX idempotency_keys_by_age ON flotilla.idempotency_keys USING btree (created_at);
CREATE INDEX job_batches_by_tenant ON flotilla.job_batches USING btree (tenant, id);
CREATE INDEX job_batches_to_cancel ON flotilla.job_batches USING btree (id) WHERE (cancel_after IS NOT NULL);
CREATE INDEX job_dependencies_open ON flotilla.job_dependencies USING btree (parent, child) WHERE (outcome IS NULL);
CREATE INDEX job_failures_by_status ON flotilla.job_failures USING btree (status, id);
CREATE INDEX job_failures_by_tenant ON flotilla.job_failures USING btree (tenant, id);
CREATE INDEX job_unique_by_job ON flotilla.job_unique USING btree (job_id);
CREATE INDEX job_unique_by_time ON flotilla.job_unique USING btree (held_until) WHERE (held_until IS NOT NULL);
CREATE INDEX jobs_by_batch ON ONLY flotilla.jobs USING btree (batch_id, id) WHERE (batch_id IS NOT NULL);
CREATE INDEX jobs_20261129_batch_id_id_idx ON flotilla.jobs_20261129 USING btree (batch_id, id) WHERE (batch_id IS NOT NULL);
CREATE INDEX jobs_by_kind ON ONLY flotilla.jobs USING btree (kind, tenant, id);
CREATE INDEX jobs_20261129_kind_tenant_id_idx ON flotilla.jobs_20261129 USING btree (kind, tenant, id);
CREATE INDEX jobs_by_tenant ON ONLY flotilla.jobs USING btree (tenant, id);
CREATE INDEX jobs_20261129_tenant_id_idx ON flotilla.jobs_20261129 USING btree (tenant, id);
CREATE INDEX jobs_20261130_batch_id_id_idx ON flotilla.jobs_20261130 USING btree (batch_id, id) WHERE (batch_id IS NOT NULL);
CREATE INDEX jobs_20261130_kind_tenant_id_idx ON flotilla.jobs_20261130 USING btree (kind, tenant, id);
CREATE INDEX jobs_20261130_tenant_id_idx ON flotilla.jobs_20261130 USING btree (tenant, id);
CREATE INDEX jobs_20261201_batch_id_id_idx ON flotilla.jobs_20261201 USING btree (batch_id, id) WHERE (batch_id IS NOT NULL);
CREATE INDEX jobs_20261201_kind_tenant_id_idx ON flotilla.jobs_20261201 USING btree (kind, tenant, id);
CREATE INDEX jobs_20261201_tenant_id_idx ON flotilla.jobs_20261201 USING btree (tenant, id);
CREATE INDEX jobs_20261202_batch_id_id_idx ON flotilla.jobs_20261202 USING btree (batch_id, id) WHERE (batch_id IS NOT NULL);
CREATE INDEX jobs_20261202_kind_tenant_id_idx ON flotilla.jobs_20261202 USING btree (kind, tenant, id);
CREATE INDEX jobs_20261202_tenant_id_idx ON flotilla.jobs_20261202 USING btree (tenant, id);
CREATE INDEX jobs_20261203_batch_id_id_idx ON flotilla.jobs_20261203 USING btree (batch_id, id) WHERE (batch_id IS NOT NULL);
CREATE INDEX jobs_20261203_kind_tenant_id_idx ON flotilla.jobs_20261203 USING btree (kind, tenant, id);
CREATE INDEX jobs_20261203_tenant_id_idx ON flotilla.jobs_20261203 USING btree (tenant, id);
CREATE INDEX jobs_20261204_batch_id_id_idx ON flotilla.jobs_20261204 USING btree (batch_id, id) WHERE (batch_id IS NOT NULL);
CREATE INDEX jobs_20261204_kind_tenant_id_idx ON flotilla.jobs_20261204 USING btree (kind, tenant, id);
CREATE INDEX jobs_20261204_tenant_id_idx ON flotilla.jobs_20261204 USING btree (tenant, id);
CREATE INDEX jobs_20261205_batch_id_id_idx ON flotilla.jobs_20261205 USING btree (batch_id, id) WHERE (batch_id IS NOT NULL);
CREATE INDEX jobs_20261205_kind_tenant_id_idx ON flotilla.jobs_20261205 USING btree (kind, tenant, id);
CREATE INDEX jobs_20261205_tenant_id_idx ON flotilla.jobs_20261205 USING btree (tenant, id);
CREATE INDEX jobs_20261206_batch_id_id_idx ON flotilla.jobs_20261206 USING btree (batch_id, id) WHERE (batch_id IS NOT NULL);
CREATE INDEX jobs_20261206_kind_tenant_id_idx ON flotilla.jobs_20261206 USING btree (kind, tenant, id);
CREATE INDEX jobs_20261206_tenant_id_idx ON flotilla.jobs_20261206 USING btree (tenant, id);
CREATE INDEX jobs_20261207_batch_id_id_idx ON flotilla.jobs_20261207 USING btree (batch_id, id) WHERE (batch_id IS NOT NULL);
CREATE INDEX jobs_20261207_kind_tenant_id_idx ON flotilla.jobs_20261207 USING btree (kind, tenant, id);
CREATE INDEX jobs_20261207_tenant_id_idx ON flotilla.jobs_20261207 USING btree (tenant, id);
CREATE INDEX jobs_default_batch_id_id_idx ON flotilla.jobs_default USING btree (batch_id, id) WHERE (batch_id IS NOT NULL);
CREATE INDEX jobs_default_kind_tenant_id_idx ON flotilla.jobs_default USING btree (kind, tenant, id);
CREATE INDEX jobs_default_tenant_id_idx ON flotilla.jobs_default USING btree (tenant, id);
CREATE INDEX kind_limits_by_kind ON flotilla.kind_limits USING btree (kind);
CREATE INDEX limit_permits_by_key ON flotilla.limit_permits USING btree (queue, kind, limit_key);
CREATE INDEX limit_permits_by_tenant ON flotilla.limit_permits USING btree (queue, tenant, kind);
CREATE INDEX limit_rates_by_time ON flotilla.limit_rates USING btree (due);
CREATE INDEX rds_instances_by_account ON ONLY flotilla.rds_instances USING btree (account);
CREATE INDEX rds_instances_20261001_account_idx ON flotilla.rds_instances_20261001 USING btree (account);
CREATE INDEX rds_instances_by_resource ON ONLY flotilla.rds_instances USING btree (resource_id, scan_timestamp);
CREATE INDEX rds_instances_20261001_resource_id_scan_timestamp_idx ON flotilla.rds_instances_20261001 USING btree (resource_id, scan_timestamp);
CREATE INDEX rds_instances_20261101_account_idx ON flotilla.rds_instances_20261101 USING btree (account);
CREATE INDEX rds_instances_20261101_resource_id_scan_timestamp_idx ON flotilla.rds_instances_20261101 USING btree (resource_id, scan_timestamp);
CREATE INDEX rds_instances_20261201_account_idx ON flotilla.rds_instances_20261201 USING btree (account);
CREATE INDEX rds_instances_20261201_resource_id_scan_timestamp_idx ON flotilla.rds_instances_20261201 USING btree (resource_id, scan_timestamp);
CREATE INDEX rds_instances_20270101_account_idx ON flotilla.rds_instances_20270101 USING btree (account);
CREATE INDEX rds_instances_20270101_resource_id_scan_timestamp_idx ON flotilla.rds_instances_20270101 USING btree (resource_id, scan_timestamp);
CREATE INDEX rds_instances_default_account_idx ON flotilla.rds_instances_default USING btree (account);
CREATE INDEX rds_instances_default_resource_id_scan_timestamp_idx ON flotilla.rds_instances_default USING btree (resource_id, scan_timestamp);
CREATE INDEX resources_by_closed_run ON flotilla.resources USING btree (closed_run);
CREATE INDEX resources_by_first_run ON flotilla.resources USING btree (first_run);
CREATE INDEX resources_by_identifier ON flotilla.resources USING btree (account, type, identifier);
CREATE INDEX resources_by_latest_run ON flotilla.resources USING btree (latest_run);
CREATE INDEX resources_by_latest_sighting ON flotilla.resources USING btree (latest_seen_at);
CREATE INDEX s3_buckets_by_account ON ONLY flotilla.s3_buckets USING btree (account);
CREATE INDEX s3_buckets_20261001_account_idx ON flotilla.s3_buckets_20261001 USING btree (account);
CREATE INDEX s3_buckets_by_resource ON ONLY flotilla.s3_buckets USING btree (resource_id, scan_timestamp);
CREATE INDEX s3_buckets_20261001_resource_id_scan_timestamp_idx ON flotilla.s3_buckets_20261001 USING btree (resource_id, scan_timestamp);
CREATE INDEX s3_buckets_20261101_account_idx ON flotilla.s3_buckets_20261101 USING btree (account);
CREATE INDEX s3_buckets_20261101_resource_id_scan_timestamp_idx ON flotilla.s3_buckets_20261101 USING btree (resource_id, scan_timestamp);
CREATE INDEX s3_buckets_20261201_account_idx ON flotilla.s3_buckets_20261201 USING btree (account);
CREATE INDEX s3_buckets_20261201_resource_id_scan_timestamp_idx ON flotilla.s3_buckets_20261201 USING btree (resource_id, scan_timestamp);
CREATE INDEX s3_buckets_20270101_account_idx ON flotilla.s3_buckets_20270101 USING btree (account);
CREATE INDEX s3_buckets_20270101_resource_id_scan_timestamp_idx ON flotilla.s3_buckets_20270101 USING btree (resource_id, scan_timestamp);
CREATE INDEX s3_buckets_default_account_idx ON flotilla.s3_buckets_default USING btree (account);
CREATE INDEX s3_buckets_default_resource_id_scan_timestamp_idx ON flotilla.s3_buckets_default USING btree (resource_id, scan_timestamp);
CREATE INDEX scan_coverage_by_run ON flotilla.scan_coverage USING btree (scan_run_id);
CREATE INDEX scan_runs_by_account ON flotilla.scan_runs USING btree (account);
CREATE INDEX scan_runs_by_service ON flotilla.scan_runs USING btree (account, service_type, id);
CREATE INDEX scan_runs_by_user ON flotilla.scan_runs USING btree (user_id);
CREATE INDEX scans_by_account ON flotilla.scans USING btree (account, id);
CREATE INDEX scans_by_user ON flotilla.scans USING btree (user_id);
CREATE INDEX schedule_occurrences_by_age ON flotilla.schedule_occurrences USING btree (recorded_at);
CREATE INDEX schedule_occurrences_latest ON flotilla.schedule_occurrences USING btree (schedule, occurrence);
CREATE INDEX schedules_by_tenant ON flotilla.schedules USING btree (tenant, id);
CREATE INDEX schedules_due ON flotilla.schedules USING btree (next_at) WHERE (NOT paused);
CREATE UNIQUE INDEX schedules_name ON flotilla.schedules USING btree (COALESCE(tenant, '00000000-0000-0000-0000-000000000000'::uuid), name);
CREATE INDEX schedules_to_try ON flotilla.schedules USING btree (try_at) WHERE (NOT paused);
CREATE INDEX token_revocations_by_age ON flotilla.token_revocations USING btree (changed_at);
CREATE INDEX users_by_account ON flotilla.users USING btree (account);
CREATE UNIQUE INDEX users_by_email ON flotilla.users USING btree (lower((email COLLATE "C")));
CREATE INDEX vpc_instances_by_account ON ONLY flotilla.vpc_instances USING btree (account);
CREATE INDEX vpc_instances_20261001_account_idx ON flotilla.vpc_instances_20261001 USING btree (account);
CREATE INDEX vpc_instances_by_resource ON ONLY flotilla.vpc_instances USING btree (resource_id, scan_timestamp);
CREATE INDEX vpc_instances_20261001_resource_id_scan_timestamp_idx ON flotilla.vpc_instances_20261001 USING btree (resource_id, scan_timestamp);
CREATE INDEX vpc_instances_20261101_account_idx ON flotilla.vpc_instances_20261101 USING btree (account);
CREATE INDEX vpc_instances_20261101_resource_id_scan_timestamp_idx ON flotilla.vpc_instances_20261101 USING btree (resource_id, scan_timestamp);
CREATE INDEX vpc_instances_20261201_account_idx ON flotilla.vpc_instances_20261201 USING btree (account);
CREATE INDEX vpc_instances_20261201_resource_id_scan_timestamp_idx ON flotilla.vpc_instances_20261201 USING btree (resource_id, scan_timestamp);
CREATE INDEX vpc_instances_20270101_account_idx ON flotilla.vpc_instances_20270101 USING btree (account);
CREATE INDEX vpc_instances_20270101_resource_id_scan_timestamp_idx ON flotilla.vpc_instances_20270101 USING btree (resource_id, scan_timestamp);
CREATE INDEX vpc_instances_default_account_idx ON flotilla.vpc_instances_default USING btree (account);
CREATE INDEX vpc_instances_default_resource_id_scan_timestamp_idx ON flotilla.vpc_instances_default USING btree (resource_id, scan_timestamp);
ALTER INDEX flotilla.ec2_instances_by_account ATTACH PARTITION flotilla.ec2_instances_20261001_account_idx;
ALTER INDEX flotilla.ec2_instances_pkey ATTACH PARTITION flotilla.ec2_instances_20261001_pkey;
ALTER INDEX flotilla.ec2_instances_by_resource ATTACH PARTITION flotilla.ec2_instances_20261001_resource_id_scan_timestamp_idx;
ALTER INDEX flotilla.ec2_instances_by_account ATTACH PARTITION flotilla.ec2_instances_20261101_account_idx;
ALTER INDEX flotilla.ec2_instances_pkey ATTACH PARTITION flotilla.ec2_instances_20261101_pkey;
ALTER INDEX flotilla.ec2_instances_by_resource ATTACH PARTITION flotilla.ec2_instances_20261101_resource_id_scan_timestamp_idx;
ALTER INDEX flotilla.ec2_instances_by_account ATTACH PARTITION flotilla.ec2_instances_20261201_account_idx;
ALTER INDEX flotilla.ec2_instances_pkey ATTACH PARTITION flotilla.ec2_instances_20261201_pkey;
ALTER INDEX flotilla.ec2_instances_by_resource ATTACH PARTITION flotilla.ec2_instances_20261201_resource_id_scan_timestamp_idx;
ALTER INDEX flotilla.ec2_instances_by_account ATTACH PARTITION flotilla.ec2_instances_20270101_account_idx;
ALTER INDEX flotilla.ec2_instances_pkey ATTACH PARTITION flotilla.ec2_instances_20270101_pkey;
ALTER INDEX flotilla.ec2_instances_by_resource ATTACH PARTITION flotilla.ec2_instances_20270101_resource_id_scan_timestamp_idx;
ALTER INDEX flotilla.ec2_instances_by_account ATTACH PARTITION flotilla.ec2_instances_default_account_idx;
ALTER INDEX flotilla.ec2_instances_pkey ATTACH PARTITION flotilla.ec2_instances_default_pkey;
ALTER INDEX flotilla.ec2_instances_by_resource ATTACH PARTITION flotilla.ec2_instances_default_resource_id_scan_timestamp_idx;
ALTER INDEX flotilla.ec2_performance_pkey ATTACH PARTITION flotilla.ec2_performance_20261123_pkey;
ALTER INDEX flotilla.ec2_performance_pkey ATTACH PARTITION flotilla.ec2_performance_20261130_pkey;
ALTER INDEX flotilla.ec2_performance_pkey ATTACH PARTITION flotilla.ec2_performance_20261207_pkey;
ALTER INDEX flotilla.ec2_performance_pkey ATTACH PARTITION flotilla.ec2_performance_20261214_pkey;
ALTER INDEX flotilla.ec2_performance_pkey ATTACH PARTITION flotilla.ec2_performance_default_pkey;
ALTER INDEX flotilla.job_attempts_pkey ATTACH PARTITION flotilla.job_attempts_20261129_pkey;
ALTER INDEX flotilla.job_attempts_pkey ATTACH PARTITION flotilla.job_attempts_20261130_pkey;
ALTER INDEX flotilla.job_attempts_pkey ATTACH PARTITION flotilla.job_attempts_20261201_pkey;
ALTER INDEX flotilla.job_attempts_pkey ATTACH PARTITION flotilla.job_attempts_20261202_pkey;
ALTER INDEX flotilla.job_attempts_pkey ATTACH PARTITION flotilla.job_attempts_20261203_pkey;
ALTER INDEX flotilla.job_attempts_pkey ATTACH PARTITION flotilla.job_attempts_20261204_pkey;
ALTER INDEX flotilla.job_attempts_pkey ATTACH PARTITION flotilla.job_attempts_20261205_pkey;
ALTER INDEX flotilla.job_attempts_pkey ATTACH PARTITION flotilla.job_attempts_20261206_pkey;
ALTER INDEX flotilla.job_attempts_pkey ATTACH PARTITION flotilla.job_attempts_20261207_pkey;
ALTER INDEX flotilla.job_attempts_pkey ATTACH PARTITION flotilla.job_attempts_default_pkey;
ALTER INDEX flotilla.jobs_by_batch ATTACH PARTITION flotilla.jobs_20261129_batch_id_id_idx;
ALTER INDEX flotilla.jobs_by_kind ATTACH PARTITION flotilla.jobs_20261129_kind_tenant_id_idx;
ALTER INDEX flotilla.jobs_pkey ATTACH PARTITION flotilla.jobs_20261129_pkey;
ALTER INDEX flotilla.jobs_by_tenant ATTACH PARTITION flotilla.jobs_20261129_tenant_id_idx;
ALTER INDEX flotilla.jobs_by_batch ATTACH PARTITION flotilla.jobs_20261130_batch_id_id_idx;
ALTER INDEX flotilla.jobs_by_kind ATTACH PARTITION flotilla.jobs_20261130_kind_tenant_id_idx;
ALTER INDEX flotilla.jobs_pkey ATTACH PARTITION flotilla.jobs_20261130_pkey;
ALTER INDEX flotilla.jobs_by_tenant ATTACH PARTITION flotilla.jobs_20261130_tenant_id_idx;
ALTER INDEX flotilla.jobs_by_batch ATTACH PARTITION flotilla.jobs_20261201_batch_id_id_idx;
ALTER INDEX flotilla.jobs_by_kind ATTACH PARTITION flotilla.jobs_20261201_kind_tenant_id_idx;
ALTER INDEX flotilla.jobs_pkey ATTACH PARTITION flotilla.jobs_20261201_pkey;
ALTER INDEX flotilla.jobs_by_tenant ATTACH PARTITION flotilla.jobs_20261201_tenant_id_idx;
ALTER INDEX flotilla.jobs_by_batch ATTACH PARTITION flotilla.jobs_20261202_batch_id_id_idx;
ALTER INDEX flotilla.jobs_by_kind ATTACH PARTITION flotilla.jobs_20261202_kind_tenant_id_idx;
ALTER INDEX flotilla.jobs_pkey ATTACH PARTITION flotilla.jobs_20261202_pkey;
ALTER INDEX flotilla.jobs_by_tenant ATTACH PARTITION flotilla.jobs_20261202_tenant_id_idx;
ALTER INDEX flotilla.jobs_by_batch ATTACH PARTITION flotilla.jobs_20261203_batch_id_id_idx;
ALTER INDEX flotilla.jobs_by_kind ATTACH PARTITION flotilla.jobs_20261203_kind_tenant_id_idx;
ALTER INDEX flotilla.jobs_pkey ATTACH PARTITION flotilla.jobs_20261203_pkey;
ALTER INDEX flotilla.jobs_by_tenant ATTACH PARTITION flotilla.jobs_20261203_tenant_id_idx;
ALTER INDEX flotilla.jobs_by_batch ATTACH PARTITION flotilla.jobs_20261204_batch_id_id_idx;
ALTER INDEX flotilla.jobs_by_kind ATTACH PARTITION flotilla.jobs_20261204_kind_tenant_id_idx;
ALTER INDEX flotilla.jobs_pkey ATTACH PARTITION flotilla.jobs_20261204_pkey;
ALTER INDEX flotilla.jobs_by_tenant ATTACH PARTITION flotilla.jobs_20261204_tenant_id_idx;
ALTER INDEX flotilla.jobs_by_batch ATTACH PARTITION flotilla.jobs_20261205_batch_id_id_idx;
ALTER INDEX flotilla.jobs_by_kind ATTACH PARTITION flotilla.jobs_20261205_kind_tenant_id_idx;
ALTER INDEX flotilla.jobs_pkey ATTACH PARTITION flotilla.jobs_20261205_pkey;
ALTER INDEX flotilla.jobs_by_tenant ATTACH PARTITION flotilla.jobs_20261205_tenant_id_idx;
ALTER INDEX flotilla.jobs_by_batch ATTACH PARTITION flotilla.jobs_20261206_batch_id_id_idx;
ALTER INDEX flotilla.jobs_by_kind ATTACH PARTITION flotilla.jobs_20261206_kind_tenant_id_idx;
ALTER INDEX flotilla.jobs_pkey ATTACH PARTITION flotilla.jobs_20261206_pkey;
ALTER INDEX flotilla.jobs_by_tenant ATTACH PARTITION flotilla.jobs_20261206_tenant_id_idx;
ALTER INDEX flotilla.jobs_by_batch ATTACH PARTITION flotilla.jobs_20261207_batch_id_id_idx;
ALTER INDEX flotilla.jobs_by_kind ATTACH PARTITION flotilla.jobs_20261207_kind_tenant_id_idx;
ALTER INDEX flotilla.jobs_pkey ATTACH PARTITION flotilla.jobs_20261207_pkey;
ALTER INDEX flotilla.jobs_by_tenant ATTACH PARTITION flotilla.jobs_20261207_tenant_id_idx;
ALTER INDEX flotilla.jobs_by_batch ATTACH PARTITION flotilla.jobs_default_batch_id_id_idx;
ALTER INDEX flotilla.jobs_by_kind ATTACH PARTITION flotilla.jobs_default_kind_tenant_id_idx;
ALTER INDEX flotilla.jobs_pkey ATTACH PARTITION flotilla.jobs_default_pkey;
ALTER INDEX flotilla.jobs_by_tenant ATTACH PARTITION flotilla.jobs_default_tenant_id_idx;
ALTER INDEX flotilla.rds_instances_by_account ATTACH PARTITION flotilla.rds_instances_20261001_account_idx;
ALTER INDEX flotilla.rds_instances_pkey ATTACH PARTITION flotilla.rds_instances_20261001_pkey;
ALTER INDEX flotilla.rds_instances_by_resource ATTACH PARTITION flotilla.rds_instances_20261001_resource_id_scan_timestamp_idx;
ALTER INDEX flotilla.rds_instances_by_account ATTACH PARTITION flotilla.rds_instances_20261101_account_idx;
ALTER INDEX flotilla.rds_instances_pkey ATTACH PARTITION flotilla.rds_instances_20261101_pkey;
ALTER INDEX flotilla.rds_instances_by_resource ATTACH PARTITION flotilla.rds_instances_20261101_resource_id_scan_timestamp_idx;
ALTER INDEX flotilla.rds_instances_by_account ATTACH PARTITION flotilla.rds_instances_20261201_account_idx;
ALTER INDEX flotilla.rds_instances_pkey ATTACH PARTITION flotilla.rds_instances_20261201_pkey;
ALTER INDEX flotilla.rds_instances_by_resource ATTACH PARTITION flotilla.rds_instances_20261201_resource_id_scan_timestamp_idx;
ALTER INDEX flotilla.rds_instances_by_account ATTACH PARTITION flotilla.rds_instances_20270101_account_idx;
ALTER INDEX flotilla.rds_instances_pkey ATTACH PARTITION flotilla.rds_instances_20270101_pkey;
ALTER INDEX flotilla.rds_instances_by_resource ATTACH PARTITION flotilla.rds_instances_20270101_resource_id_scan_timestamp_idx;
ALTER INDEX flotilla.rds_instances_by_account ATTACH PARTITION flotilla.rds_instances_default_account_idx;
ALTER INDEX flotilla.rds_instances_pkey ATTACH PARTITION flotilla.rds_instances_default_pkey;
ALTER INDEX flotilla.rds_instances_by_resource ATTACH PARTITION flotilla.rds_instances_default_resource_id_scan_timestamp_idx;
ALTER INDEX flotilla.rds_performance_pkey ATTACH PARTITION flotilla.rds_performance_20261123_pkey;
ALTER INDEX flotilla.rds_performance_pkey ATTACH PARTITION flotilla.rds_performance_20261130_pkey;
ALTER INDEX flotilla.rds_performance_pkey ATTACH PARTITION flotilla.rds_performance_20261207_pkey;
ALTER INDEX flotilla.rds_performance_pkey ATTACH PARTITION flotilla.rds_performance_20261214_pkey;
ALTER INDEX flotilla.rds_performance_pkey ATTACH PARTITION flotilla.rds_performance_default_pkey;
ALTER INDEX flotilla.s3_buckets_by_account ATTACH PARTITION flotilla.s3_buckets_20261001_account_idx;
ALTER INDEX flotilla.s3_buckets_pkey ATTACH PARTITION flotilla.s3_buckets_20261001_pkey;
ALTER INDEX flotilla.s3_buckets_by_resource ATTACH PARTITION flotilla.s3_buckets_20261001_resource_id_scan_timestamp_idx;
ALTER INDEX flotilla.s3_buckets_by_account ATTACH PARTITION flotilla.s3_buckets_20261101_account_idx;
ALTER INDEX flotilla.s3_buckets_pkey ATTACH PARTITION flotilla.s3_buckets_20261101_pkey;
ALTER INDEX flotilla.s3_buckets_by_resource ATTACH PARTITION flotilla.s3_buckets_20261101_resource_id_scan_timestamp_idx;
ALTER INDEX flotilla.s3_buckets_by_account ATTACH PARTITION flotilla.s3_buckets_20261201_account_idx;
ALTER INDEX flotilla.s3_buckets_pkey ATTACH PARTITION flotilla.s3_buckets_20261201_pkey;
ALTER INDEX flotilla.s3_buckets_by_resource ATTACH PARTITION flotilla.s3_buckets_20261201_resource_id_scan_timestamp_idx;
ALTER INDEX flotilla.s3_buckets_by_account ATTACH PARTITION flotilla.s3_buckets_20270101_account_idx;
ALTER INDEX flotilla.s3_buckets_pkey ATTACH PARTITION flotilla.s3_buckets_20270101_pkey;
ALTER INDEX flotilla.s3_buckets_by_resource ATTACH PARTITION flotilla.s3_buckets_20270101_resource_id_scan_timestamp_idx;
ALTER INDEX flotilla.s3_buckets_by_account ATTACH PARTITION flotilla.s3_buckets_default_account_idx;
ALTER INDEX flotilla.s3_buckets_pkey ATTACH PARTITION flotilla.s3_buckets_default_pkey;
ALTER INDEX flotilla.s3_buckets_by_resource ATTACH PARTITION flotilla.s3_buckets_default_resource_id_scan_timestamp_idx;
ALTER INDEX flotilla.s3_performance_pkey ATTACH PARTITION flotilla.s3_performance_20261123_pkey;
ALTER INDEX flotilla.s3_performance_pkey ATTACH PARTITION flotilla.s3_performance_20261130_pkey;
ALTER INDEX flotilla.s3_performance_pkey ATTACH PARTITION flotilla.s3_performance_20261207_pkey;
ALTER INDEX flotilla.s3_performance_pkey ATTACH PARTITION flotilla.s3_performance_20261214_pkey;
ALTER INDEX flotilla.s3_performance_pkey ATTACH PARTITION flotilla.s3_performance_default_pkey;
ALTER INDEX flotilla.vpc_instances_by_account ATTACH PARTITION flotilla.vpc_instances_20261001_account_idx;
ALTER INDEX flotilla.vpc_instances_pkey ATTACH PARTITION flotilla.vpc_instances_20261001_pkey;
ALTER INDEX flotilla.vpc_instances_by_resource ATTACH PARTITION flotilla.vpc_instances_20261001_resource_id_scan_timestamp_idx;
ALTER INDEX flotilla.vpc_instances_by_account ATTACH PARTITION flotilla.vpc_instances_20261101_account_idx;
ALTER INDEX flotilla.vpc_instances_pkey ATTACH PARTITION flotilla.vpc_instances_20261101_pkey;
ALTER INDEX flotilla.vpc_instances_by_resource ATTACH PARTITION flotilla.vpc_instances_20261101_resource_id_scan_timestamp_idx;
ALTER INDEX flotilla.vpc_instances_by_account ATTACH PARTITION flotilla.vpc_instances_20261201_account_idx;
ALTER INDEX flotilla.vpc_instances_pkey ATTACH PARTITION flotilla.vpc_instances_20261201_pkey;
ALTER INDEX flotilla.vpc_instances_by_resource ATTACH PARTITION flotilla.vpc_instances_20261201_resource_id_scan_timestamp_idx;
ALTER INDEX flotilla.vpc_instances_by_account ATTACH PARTITION flotilla.vpc_instances_20270101_account_idx;
ALTER INDEX flotilla.vpc_instances_pkey ATTACH PARTITION flotilla.vpc_instances_20270101_pkey;
ALTER INDEX flotilla.vpc_instances_by_resource ATTACH PARTITION flotilla.vpc_instances_20270101_resource_id_scan_timestamp_idx;
ALTER INDEX flotilla.vpc_instances_by_account ATTACH PARTITION flotilla.vpc_instances_default_account_idx;
ALTER INDEX flotilla.vpc_instances_pkey ATTACH PARTITION flotilla.vpc_instances_default_pkey;
ALTER INDEX flotilla.vpc_instances_by_resource ATTACH PARTITION flotilla.vpc_instances_default_resource_id_scan_timestamp_idx;
ALTER INDEX flotilla.vpc_performance_pkey ATTACH PARTITION flotilla.vpc_performance_20261123_pkey;
ALTER INDEX flotilla.vpc_performance_pkey ATTACH PARTITION flotilla.vpc_performance_20261130_pkey;
ALTER INDEX flotilla.vpc_performance_pkey ATTACH PARTITION flotilla.vpc_performance_20261207_pkey;
ALTER INDEX flotilla.vpc_performance_pkey ATTACH PARTITION flotilla.vpc_performance_20261214_pkey;
ALTER INDEX flotilla.vpc_performance_pkey ATTACH PARTITION flotilla.vpc_performance_default_pkey;
CREATE TRIGGER failed AFTER UPDATE OF status ON flotilla.jobs FOR EACH ROW WHEN (((new.status = ANY (ARRAY['failed'::flotilla.job_status, 'cancelled'::flotilla.job_status])) AND (old.status <> new.status))) EXECUTE FUNCTION flotilla.note_failure();
CREATE TRIGGER note_end AFTER UPDATE OF status ON flotilla.jobs FOR EACH ROW WHEN (((new.followed OR (new.batch_id IS NOT NULL)) AND ((old.status = ANY (ARRAY['succeeded'::flotilla.job_status, 'failed'::flotilla.job_status, 'cancelled'::flotilla.job_status])) <> (new.status = ANY (ARRAY['succeeded'::flotilla.job_status, 'failed'::flotilla.job_status, 'cancelled'::flotilla.job_status]))))) EXECUTE FUNCTION flotilla.note_end();
CREATE TRIGGER noted_delete AFTER DELETE ON flotilla.kind_limits REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION flotilla.note_limits();
CREATE TRIGGER noted_delete AFTER DELETE ON flotilla.limits REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION flotilla.note_limits();
CREATE TRIGGER noted_insert AFTER INSERT ON flotilla.kind_limits REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION flotilla.note_limits();
CREATE TRIGGER noted_insert AFTER INSERT ON flotilla.limits REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION flotilla.note_limits();
CREATE TRIGGER noted_update AFTER UPDATE ON flotilla.kind_limits REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION flotilla.note_limits();
CREATE TRIGGER noted_update AFTER UPDATE ON flotilla.limits REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION flotilla.note_limits();
CREATE TRIGGER revoke_tokens AFTER DELETE ON flotilla.accounts FOR EACH ROW EXECUTE FUNCTION flotilla.revoke_tokens_of_deleted();
CREATE TRIGGER revoke_tokens AFTER DELETE ON flotilla.users FOR EACH ROW EXECUTE FUNCTION flotilla.revoke_tokens_of_deleted();
ALTER TABLE flotilla.ec2_instances
    ADD CONSTRAINT ec2_instances_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES flotilla.resources(id) ON DELETE CASCADE;
ALTER TABLE flotilla.ec2_instances
    ADD CONSTRAINT ec2_instances_scan_run_id_fkey FOREIGN KEY (scan_run_id) REFERENCES flotilla.scan_runs(id) ON DELETE CASCADE;
ALTER TABLE flotilla.ec2_performance
    ADD CONSTRAINT ec2_performance_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES flotilla.resources(id) ON DELETE CASCADE;
ALTER TABLE ONLY flotilla.findings
    ADD CONSTRAINT findings_account_fkey FOREIGN KEY (account) REFERENCES flotilla.accounts(id) ON DELETE CASCADE;
ALTER TABLE ONLY flotilla.findings
    ADD CONSTRAINT findings_opened_run_fkey FOREIGN KEY (opened_run) REFERENCES flotilla.scan_runs(id) ON DELETE SET NULL;
ALTER TABLE ONLY flotilla.findings
    ADD CONSTRAINT findings_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES flotilla.resources(id) ON DELETE CASCADE;
ALTER TABLE ONLY flotilla.metric_readings
    ADD CONSTRAINT metric_readings_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES flotilla.resources(id) ON DELETE CASCADE;
ALTER TABLE flotilla.rds_instances
    ADD CONSTRAINT rds_instances_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES flotilla.resources(id) ON DELETE CASCADE;
ALTER TABLE flotilla.rds_instances
    ADD CONSTRAINT rds_instances_scan_run_id_fkey FOREIGN KEY (scan_run_id) REFERENCES flotilla.scan_runs(id) ON DELETE CASCADE;
ALTER TABLE flotilla.rds_performance
    ADD CONSTRAINT rds_performance_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES flotilla.resources(id) ON DELETE CASCADE;
ALTER TABLE ONLY flotilla.resources
    ADD CONSTRAINT resources_account_fkey FOREIGN KEY (account) REFERENCES flotilla.accounts(id) ON DELETE CASCADE;
ALTER TABLE ONLY flotilla.resources
    ADD CONSTRAINT resources_closed_run_fkey FOREIGN KEY (closed_run) REFERENCES flotilla.scan_runs(id) ON DELETE SET NULL;
ALTER TABLE ONLY flotilla.resources
    ADD CONSTRAINT resources_first_run_fkey FOREIGN KEY (first_run) REFERENCES flotilla.scan_runs(id) ON DELETE SET NULL;
ALTER TABLE ONLY flotilla.resources
    ADD CONSTRAINT resources_latest_run_fkey FOREIGN KEY (latest_run) REFERENCES flotilla.scan_runs(id) ON DELETE SET NULL;
ALTER TABLE flotilla.s3_buckets
    ADD CONSTRAINT s3_buckets_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES flotilla.resources(id) ON DELETE CASCADE;
ALTER TABLE flotilla.s3_buckets
    ADD CONSTRAINT s3_buckets_scan_run_id_fkey FOREIGN KEY (scan_run_id) REFERENCES flotilla.scan_runs(id) ON DELETE CASCADE;
ALTER TABLE flotilla.s3_performance
    ADD CONSTRAINT s3_performance_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES flotilla.resources(id) ON DELETE CASCADE;
ALTER TABLE ONLY flotilla.scan_coverage
    ADD CONSTRAINT scan_coverage_account_fkey FOREIGN KEY (account) REFERENCES flotilla.accounts(id) ON DELETE CASCADE;
ALTER TABLE ONLY flotilla.scan_coverage
    ADD CONSTRAINT scan_coverage_scan_run_id_fkey FOREIGN KEY (scan_run_id) REFERENCES flotilla.scan_runs(id) ON DELETE CASCADE;
ALTER TABLE ONLY flotilla.scan_runs
    ADD CONSTRAINT scan_runs_account_fkey FOREIGN KEY (account) REFERENCES flotilla.accounts(id) ON DELETE CASCADE;
ALTER TABLE ONLY flotilla.scan_runs
    ADD CONSTRAINT scan_runs_scan_id_fkey FOREIGN KEY (scan_id) REFERENCES flotilla.scans(id) ON DELETE CASCADE;
ALTER TABLE ONLY flotilla.scans
    ADD CONSTRAINT scans_account_fkey FOREIGN KEY (account) REFERENCES flotilla.accounts(id) ON DELETE CASCADE;
ALTER TABLE ONLY flotilla.schedule_occurrences
    ADD CONSTRAINT schedule_occurrences_schedule_fkey FOREIGN KEY (schedule) REFERENCES flotilla.schedules(id) ON DELETE CASCADE;
ALTER TABLE ONLY flotilla.users
    ADD CONSTRAINT users_account_fkey FOREIGN KEY (account) REFERENCES flotilla.accounts(id) ON DELETE CASCADE;
ALTER TABLE flotilla.vpc_instances
    ADD CONSTRAINT vpc_instances_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES flotilla.resources(id) ON DELETE CASCADE;
ALTER TABLE flotilla.vpc_instances
    ADD CONSTRAINT vpc_instances_scan_run_id_fkey FOREIGN KEY (scan_run_id) REFERENCES flotilla.scan_runs(id) ON DELETE CASCADE;
ALTER TABLE flotilla.vpc_performance
    ADD CONSTRAINT vpc_performance_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES flotilla.resources(id) ON DELETE CASCADE;
ALTER TABLE flotilla.accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY accounts ON flotilla.accounts TO flotilla_accounts USING (true) WITH CHECK (true);
CREATE POLICY accounts ON flotilla.users TO flotilla_accounts USING (true) WITH CHECK (true);
CREATE POLICY dispatcher ON flotilla.job_attempts TO flotilla_dispatcher USING (true) WITH CHECK (true);
CREATE POLICY dispatcher ON flotilla.job_batches TO flotilla_dispatcher USING (true) WITH CHECK (true);
CREATE POLICY dispatcher ON flotilla.job_dependencies TO flotilla_dispatcher USING (true) WITH CHECK (true);
CREATE POLICY dispatcher ON flotilla.job_failures TO flotilla_dispatcher USING (true) WITH CHECK (true);
CREATE POLICY dispatcher ON flotilla.jobs TO flotilla_dispatcher USING (true) WITH CHECK (true);
CREATE POLICY dispatcher ON flotilla.schedule_occurrences TO flotilla_dispatcher USING (true) WITH CHECK (true);
CREATE POLICY dispatcher ON flotilla.schedules TO flotilla_dispatcher USING (true) WITH CHECK (true);
ALTER TABLE flotilla.ec2_instances ENABLE ROW LEVEL SECURITY;
ALTER TABLE flotilla.ec2_performance ENABLE ROW LEVEL SECURITY;
ALTER TABLE flotilla.findings ENABLE ROW LEVEL SECURITY;
ALTER TABLE flotilla.job_attempts ENABLE ROW LEVEL SECURITY;
ALTER TABLE flotilla.job_batches ENABLE ROW LEVEL SECURITY;
ALTER TABLE flotilla.job_dependencies ENABLE ROW LEVEL SECURITY;
ALTER TABLE flotilla.job_failures ENABLE ROW LEVEL SECURITY;
ALTER TABLE flotilla.jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE flotilla.metric_readings ENABLE ROW LEVEL SECURITY;
ALTER TABLE flotilla.rds_instances ENABLE ROW LEVEL SECURITY;
ALTER TABLE flotilla.rds_performance ENABLE ROW LEVEL SECURITY;
ALTER TABLE flotilla.resources ENABLE ROW LEVEL SECURITY;
CREATE POLICY retention ON flotilla.resources TO postgres USING ((latest_seen_at < (now() - '30 days'::interval)));
CREATE POLICY retention ON flotilla.scans TO postgres USING ((id < flotilla.uuid_floor((now() - '30 days'::interval))));
ALTER TABLE flotilla.s3_buckets ENABLE ROW LEVEL SECURITY;
ALTER TABLE flotilla.s3_performance ENABLE ROW LEVEL SECURITY;
ALTER TABLE flotilla.scan_coverage ENABLE ROW LEVEL SECURITY;
ALTER TABLE flotilla.scan_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE flotilla.scans ENABLE ROW LEVEL SECURITY;
ALTER TABLE flotilla.schedule_occurrences ENABLE ROW LEVEL SECURITY;
ALTER TABLE flotilla.schedules ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON flotilla.accounts TO flotilla_tenant USING ((id = flotilla.current_tenant())) WITH CHECK ((id = flotilla.current_tenant()));
CREATE POLICY tenant ON flotilla.ec2_instances TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON flotilla.ec2_performance TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON flotilla.findings TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON flotilla.job_attempts TO flotilla_tenant USING ((tenant = flotilla.current_tenant())) WITH CHECK ((tenant = flotilla.current_tenant()));
CREATE POLICY tenant ON flotilla.job_batches TO flotilla_tenant USING ((tenant = flotilla.current_tenant())) WITH CHECK ((tenant = flotilla.current_tenant()));
CREATE POLICY tenant ON flotilla.job_dependencies TO flotilla_tenant USING ((tenant = flotilla.current_tenant())) WITH CHECK ((tenant = flotilla.current_tenant()));
CREATE POLICY tenant ON flotilla.job_failures TO flotilla_tenant USING ((tenant = flotilla.current_tenant())) WITH CHECK ((tenant = flotilla.current_tenant()));
CREATE POLICY tenant ON flotilla.jobs TO flotilla_tenant USING ((tenant = flotilla.current_tenant())) WITH CHECK ((tenant = flotilla.current_tenant()));
CREATE POLICY tenant ON flotilla.metric_readings TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON flotilla.rds_instances TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON flotilla.rds_performance TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON flotilla.resources TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON flotilla.s3_buckets TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON flotilla.s3_performance TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON flotilla.scan_coverage TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON flotilla.scan_runs TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON flotilla.scans TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON flotilla.schedule_occurrences TO flotilla_tenant USING ((tenant = flotilla.current_tenant())) WITH CHECK ((tenant = flotilla.current_tenant()));
CREATE POLICY tenant ON flotilla.schedules TO flotilla_tenant USING ((tenant = flotilla.current_tenant())) WITH CHECK ((tenant = flotilla.current_tenant()));
CREATE POLICY tenant ON flotilla.users TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON flotilla.vpc_instances TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON flotilla.vpc_performance TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
ALTER TABLE flotilla.users ENABLE ROW LEVEL SECURITY;
ALTER TABLE flotilla.vpc_instances ENABLE ROW LEVEL SECURITY;
ALTER TABLE flotilla.vpc_performance ENABLE ROW LEVEL SECURITY;
GRANT USAGE ON SCHEMA flotilla TO flotilla_dispatcher;
GRANT USAGE ON SCHEMA flotilla TO flotilla_tenant;
GRANT USAGE ON SCHEMA flotilla TO flotilla_api;
GRANT USAGE ON SCHEMA flotilla TO flotilla_accounts;
REVOKE ALL ON FUNCTION flotilla.announce_findings(kind text, run uuid, findings jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.announce_findings(kind text, run uuid, findings jsonb) TO flotilla_tenant;
REVOKE ALL ON FUNCTION flotilla.assign_function(signature regprocedure, role_name text) FROM PUBLIC;
REVOKE ALL ON FUNCTION flotilla.begin_job_collection(succeeded_ms bigint, failed_ms bigint, cancelled_ms bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.begin_job_collection(succeeded_ms bigint, failed_ms bigint, cancelled_ms bigint) TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.job_collections TO flotilla_dispatcher;
REVOKE ALL ON FUNCTION flotilla.copy_jobs(work flotilla.job_collections, page integer, ids uuid[], OUT examined bigint, OUT stayed bigint, OUT last uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION flotilla.copy_touched(work flotilla.job_collections, page integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION flotilla.drop_scan_partition(keep_resources interval, keep_metrics interval) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.drop_scan_partition(keep_resources interval, keep_metrics interval) TO flotilla_dispatcher;
REVOKE ALL ON FUNCTION flotilla.enqueue(kind text, payload jsonb, tenant uuid, priority integer, run_at timestamp with time zone, expires_at timestamp with time zone, timeout interval, max_attempts integer, unique_key text, unique_for interval, limit_key text, queue text) FROM PUBLIC;
REVOKE ALL ON FUNCTION flotilla.ensure_partitions(ahead integer) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.ensure_partitions(ahead integer) TO flotilla_dispatcher;
REVOKE ALL ON FUNCTION flotilla.ensure_role(role_name text) FROM PUBLIC;
REVOKE ALL ON FUNCTION flotilla.ensure_scan_partitions(ahead integer) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.ensure_scan_partitions(ahead integer) TO flotilla_dispatcher;
GRANT SELECT ON TABLE flotilla.job_batches TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.job_batches TO flotilla_dispatcher;
GRANT SELECT ON TABLE flotilla.jobs TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.jobs TO flotilla_dispatcher;
REVOKE ALL ON FUNCTION flotilla.forget_scans(keep_resources interval, keep_metrics interval, page integer) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.forget_scans(keep_resources interval, keep_metrics interval, page integer) TO flotilla_dispatcher;
REVOKE ALL ON FUNCTION flotilla.job_collection_step(page integer) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.job_collection_step(page integer) TO flotilla_dispatcher;
REVOKE ALL ON FUNCTION flotilla.job_retention(succeeded_ms bigint, failed_ms bigint, cancelled_ms bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.job_retention(succeeded_ms bigint, failed_ms bigint, cancelled_ms bigint) TO flotilla_dispatcher;
REVOKE ALL ON FUNCTION flotilla.job_stays(moment timestamp with time zone, succeeded_ms bigint, failed_ms bigint, cancelled_ms bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION flotilla.make_scan_partition(parent text, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.make_scan_partition(parent text, moment timestamp with time zone) TO flotilla_dispatcher;
REVOKE ALL ON FUNCTION flotilla.note_touched() FROM PUBLIC;
REVOKE ALL ON FUNCTION flotilla.protect_tenant_table(table_name text, tenant_column text, tenant_rights text, dispatcher_rights text) FROM PUBLIC;
REVOKE ALL ON FUNCTION flotilla.replace_password_hash(user_id uuid, old_hash text, new_hash text) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.replace_password_hash(user_id uuid, old_hash text, new_hash text) TO flotilla_api;
REVOKE ALL ON FUNCTION flotilla.restrict_function(signature regprocedure, VARIADIC roles text[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION flotilla.revoke_tokens_of_deleted() FROM PUBLIC;
REVOKE ALL ON FUNCTION flotilla.sample_partition(part text, succeeded_ms bigint, failed_ms bigint, cancelled_ms bigint, OUT total bigint, OUT past bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION flotilla.sign_up(account_id uuid, user_id uuid, company_name text, role_arn text, external_id text, email text, password_hash text) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.sign_up(account_id uuid, user_id uuid, company_name text, role_arn text, external_id text, email text, password_hash text) TO flotilla_api;
REVOKE ALL ON FUNCTION flotilla.swap_jobs(work flotilla.job_collections) FROM PUBLIC;
REVOKE ALL ON FUNCTION flotilla.user_for_signin(address text) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.user_for_signin(address text) TO flotilla_api;
REVOKE ALL ON FUNCTION flotilla.watch_job_sources(work flotilla.job_collections) FROM PUBLIC;
GRANT SELECT ON TABLE flotilla.accounts TO flotilla_tenant;
GRANT SELECT,INSERT ON TABLE flotilla.accounts TO flotilla_accounts;
GRANT UPDATE(company_name) ON TABLE flotilla.accounts TO flotilla_tenant;
GRANT UPDATE(role_arn) ON TABLE flotilla.accounts TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.batch_changes TO flotilla_dispatcher;
GRANT SELECT,INSERT ON TABLE flotilla.bench_effects TO flotilla_dispatcher;
GRANT SELECT,INSERT ON TABLE flotilla.bench_effects TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.bulk_operations TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.dependencies_ended TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.due TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.ec2_instances TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.ec2_performance TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.enqueued TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.findings TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.idempotency_keys TO flotilla_dispatcher;
GRANT SELECT ON TABLE flotilla.job_attempts TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.job_attempts TO flotilla_dispatcher;
GRANT SELECT ON TABLE flotilla.job_dependencies TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.job_dependencies TO flotilla_dispatcher;
GRANT SELECT ON TABLE flotilla.job_failures TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.job_failures TO flotilla_dispatcher;
GRANT SELECT,INSERT,UPDATE ON TABLE flotilla.job_kinds TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.job_partitions TO flotilla_dispatcher;
GRANT SELECT ON TABLE flotilla.job_partitions TO flotilla_tenant;
GRANT SELECT ON TABLE flotilla.job_references TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.job_unique TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.job_waiting TO flotilla_dispatcher;
GRANT SELECT ON TABLE flotilla.jobs_default TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.kind_limits TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.limit_permits TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.limit_rates TO flotilla_dispatcher;
GRANT SELECT,INSERT,UPDATE ON TABLE flotilla.limit_versions TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.limits TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.metric_readings TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.rds_instances TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.rds_performance TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.resources TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.s3_buckets TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.s3_performance TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.scan_coverage TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.scan_runs TO flotilla_tenant;
GRANT SELECT ON TABLE flotilla.scan_tables TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.scans TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.schedule_occurrences TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.schedule_occurrences TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.schedules TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.schedules TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.token_revocations TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.token_revocations TO flotilla_accounts;
GRANT SELECT,INSERT,DELETE ON TABLE flotilla.users TO flotilla_accounts;
GRANT SELECT(id) ON TABLE flotilla.users TO flotilla_tenant;
GRANT SELECT(account) ON TABLE flotilla.users TO flotilla_tenant;
GRANT SELECT(email) ON TABLE flotilla.users TO flotilla_tenant;
GRANT UPDATE(password_hash) ON TABLE flotilla.users TO flotilla_accounts;
GRANT SELECT(role) ON TABLE flotilla.users TO flotilla_tenant;
GRANT SELECT(created_at) ON TABLE flotilla.users TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.vpc_instances TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.vpc_performance TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.worker_sessions TO flotilla_dispatcher;