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
        -- The batch is gone.
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
        -- Members that joined after the cancellation are cancelled as well.
        cancel_after = case when cancelled_at is not null and sums.total > 0
            then '00000000-0000-0000-0000-000000000000' else cancel_after end
    where id = named
    returning * into one;
    -- Changes become visible by whole transactions. When no visible one is left to count, no open member is left that could
    -- add members.
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
CREATE FUNCTION flotilla.change_password(target uuid, old_hash text, new_hash text) RETURNS timestamp with time zone
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    update flotilla.users set password_hash = new_hash
    where id = target and account = flotilla.current_tenant() and password_hash = old_hash;
    if not found then return null; end if;
    delete from flotilla.user_tokens where user_id = target;
    return flotilla.revoke_tokens(target);
end
$$;
CREATE FUNCTION flotilla.change_user(target uuid, by_admin boolean, new_role text, members text[], new_name text, new_locale text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
CREATE FUNCTION flotilla.confirm_sign_in(user_id uuid, hash text) RETURNS timestamp with time zone
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select clock_timestamp() from flotilla.users where id = user_id and password_hash = hash for share
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
                'select job.id, %1$s as stays from %2$I job left join job_kinds declared on declared.kind = job.kind '
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
CREATE FUNCTION flotilla.demand_bounded_times(target regclass) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
    condition text;
begin
    select string_agg(format('%I between ''0001-01-01 00:00:00+00'' and ''9999-12-31 23:59:59.999999+00''', attname),
        ' and ' order by attnum)
    into strict condition
    from pg_attribute where attrelid = target and atttypid = 'timestamptz'::regtype and attnum > 0 and not attisdropped;
    execute format('alter table %s add constraint times_are_bounded check (%s) not valid', target, condition);
end
$$;
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
    -- Ends that are left to others count too: a step is bounded in any case.
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
        advice := coalesce(advice, 'no program has registered its kinds yet: start a worker');
    elsif enqueue.payload is null or jsonb_typeof(enqueue.payload) <> 'object' then
        mistake := 'payload should be an object';
    elsif octet_length(enqueue.payload::text) > 262144 then
        mistake := format('payload has %s bytes; 262144 are allowed', octet_length(enqueue.payload::text));
        advice := 'store it and pass where it is';
    elsif octet_length(enqueue.payload::text) > 256 and jsonb_path_exists(
        enqueue.payload, 'strict $.**{128 to last} ? (@.type() == "object" || @.type() == "array")'
    ) then
        mistake := 'payload is nested deeper than 128 objects and arrays';
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
    -- The xid comes before the id, so that a query for the ids that may still be uncommitted sees this transaction.
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
        -- A day whose partition was not made in time has rows in the default partition; they move.
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
CREATE FUNCTION flotilla.invite_user(new_id uuid, address text, user_role text, user_name text, user_locale text, token_digest bytea, token_lifetime interval, most_waiting integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
CREATE FUNCTION flotilla.is_last_school(target uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
        -- From a tenth of a second to a minute: a try that waits for a lock holds up every statement that queues behind it.
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
        'when ''succeeded'' then coalesce(declared.keep_succeeded_ms, %s) '
        'when ''failed'' then coalesce(declared.keep_failed_ms, %s) else coalesce(declared.keep_cancelled_ms, %s) end%s)',
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
    -- Listed, since its id may be old. What comes due later is found by its time.
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
CREATE FUNCTION flotilla.redeem_token(token_digest bytea, token_purpose text, new_hash text) RETURNS timestamp with time zone
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
CREATE FUNCTION flotilla.remove_user(target uuid, by_admin boolean) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
CREATE FUNCTION flotilla.revoke_tokens(target uuid) RETURNS timestamp with time zone
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    insert into flotilla.token_revocations as known (subject, not_before) values (target, clock_timestamp())
    on conflict (subject) do update set not_before = greatest(known.not_before, excluded.not_before),
        changed_at = excluded.changed_at
    returning not_before
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
        'left join job_kinds declared on declared.kind = job.kind',
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
    -- In the lock order of those that move the marks: these rows first, then jobs.
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
    where lower(u.email collate "C") = lower(address collate "C") and u.password_hash is not null
$$;
CREATE FUNCTION flotilla.user_for_token(token_digest bytea, token_purpose text) RETURNS TABLE(id uuid, account uuid, email text, role text, created_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select u.id, u.account, u.email, u.role, u.created_at
    from flotilla.user_tokens t join flotilla.users u on u.id = t.user_id
    where t.digest = token_digest and t.purpose = token_purpose and t.expires_at > now()
$$;
CREATE FUNCTION flotilla.user_with_hash(target uuid) RETURNS TABLE(id uuid, account uuid, email text, role text, created_at timestamp with time zone, password_hash text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select u.id, u.account, u.email, u.role, u.created_at, u.password_hash
    from flotilla.users u where u.id = target and u.account = flotilla.current_tenant() and u.accepted_at is not null
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
        -- With the bounds as a check beforehand, so that attaching it does not scan its rows.
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
CREATE TABLE flotilla.ended_tokens (
    id text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT ended_tokens_id_check CHECK (((length(id) >= 1) AND (length(id) <= 255)))
);
CREATE TABLE flotilla.enqueued (
    id uuid NOT NULL
);
CREATE TABLE flotilla.failing_duties (
    process uuid NOT NULL,
    duty text NOT NULL,
    program text NOT NULL,
    since timestamp with time zone NOT NULL,
    noted_at timestamp with time zone DEFAULT now() NOT NULL,
    error text NOT NULL
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
CREATE TABLE flotilla.user_tokens (
    user_id uuid NOT NULL,
    purpose text NOT NULL,
    digest bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT user_tokens_digest_check CHECK ((length(digest) = 32)),
    CONSTRAINT user_tokens_purpose_check CHECK ((purpose = ANY (ARRAY['invitation'::text, 'reset'::text])))
);
CREATE TABLE flotilla.users (
    id uuid NOT NULL,
    account uuid NOT NULL,
    email text NOT NULL,
    password_hash text,
    role text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    name text,
    locale text,
    accepted_at timestamp with time zone DEFAULT now(),
    CONSTRAINT users_accepted CHECK (((password_hash IS NULL) = (accepted_at IS NULL))),
    CONSTRAINT users_email_check CHECK ((((length(email) >= 3) AND (length(email) <= 254)) AND (POSITION(('@'::text) IN (email)) > 1))),
    CONSTRAINT users_locale_check CHECK (((locale ~ '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$'::text) AND (length(locale) <= 35))),
    CONSTRAINT users_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
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
    quiet boolean DEFAULT false NOT NULL,
    running integer DEFAULT 0 NOT NULL,
    CONSTRAINT worker_sessions_running_check CHECK ((running >= 0))
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
INSERT INTO flotilla.bench_effects VALUES ('01a22ab6-a092-7001-a1d1-7b1352c83600', 2, '2026-11-30 04:29:01.584911+00');
INSERT INTO flotilla.bench_effects VALUES ('01a22ab6-a092-7002-94ea-fe5070a3d898', 2, '2026-11-30 04:29:01.592153+00');
INSERT INTO flotilla.bench_effects VALUES ('01a22ab6-a092-7003-877b-45f4d73e52cc', 2, '2026-11-30 04:29:01.592153+00');
INSERT INTO flotilla.due VALUES ('2026-11-30 04:39:01+00', '01a22ab6-a0b2-7000-a584-9650f87274f8');
INSERT INTO flotilla.due VALUES ('2026-11-30 04:29:01.531434+00', '01a22ab6-a092-7001-a1d1-7b1352c83600');
INSERT INTO flotilla.due VALUES ('2026-11-30 04:29:01.531434+00', '01a22ab6-a092-7002-94ea-fe5070a3d898');
INSERT INTO flotilla.due VALUES ('2026-11-30 04:29:01.531434+00', '01a22ab6-a092-7003-877b-45f4d73e52cc');
INSERT INTO flotilla.due VALUES ('2026-11-30 04:29:01.531434+00', '01a22ab6-a0a5-7001-b852-bede455b70ac');
INSERT INTO flotilla.due VALUES ('2026-11-30 04:29:01.531434+00', '01a22ab6-a0a5-7002-98a5-6f091a66ef75');
INSERT INTO flotilla.due VALUES ('2026-11-30 04:29:01.531434+00', '01a22ab6-a0a5-7003-8852-6650e0bd8e50');
INSERT INTO flotilla.due VALUES ('2026-11-30 04:29:01.659153+00', '01a22ab6-a0a5-7002-98a5-6f091a66ef75');
INSERT INTO flotilla.due VALUES ('2026-11-30 04:29:08+00', '01a22ab6-a1e1-7001-9e8b-7af8f09a9b2c');
INSERT INTO flotilla.due VALUES ('2026-11-30 04:29:08+00', '01a22ab6-a1e1-7002-aa18-1c058f57902b');
INSERT INTO flotilla.due VALUES ('2026-11-30 04:29:01.907187+00', '01a22ab6-a1e1-7003-a42c-00cd46f37b8e');
INSERT INTO flotilla.due VALUES ('2026-11-30 04:29:02.087946+00', '01a22ab6-a1e1-7003-a42c-00cd46f37b8e');
INSERT INTO flotilla.due VALUES ('2026-11-30 04:29:02.223407+00', '01a22ab6-a1e1-7003-a42c-00cd46f37b8e');
INSERT INTO flotilla.due VALUES ('2026-11-30 04:29:02.846917+00', '01a22ab6-a1e1-7003-a42c-00cd46f37b8e');
INSERT INTO flotilla.due VALUES ('2026-11-30 04:29:02.997186+00', '01a22ab6-a1e1-7003-a42c-00cd46f37b8e');
INSERT INTO flotilla.due VALUES ('2026-11-30 04:29:06.135795+00', '01a22ab6-a1e1-7003-a42c-00cd46f37b8e');
INSERT INTO flotilla.functions VALUES ('partitions', '4776b4edf1de553d200e4292b678c939c9e3f844e2bc4cbc9c8b3dead72afc15', '2026-11-30 04:29:00.734446+00');
INSERT INTO flotilla.functions VALUES ('enqueue', '6f9c39250091d130040713a17f2d550b8db3daaa5f99d6465d64439aa0cb9e82', '2026-11-30 04:29:00.738195+00');
INSERT INTO flotilla.functions VALUES ('settlement', '53a0838c6da4442c3d99d6dcb799e4fad3f207835fc29b5aab771ecf5434a4c3', '2026-11-30 04:29:00.739649+00');
INSERT INTO flotilla.functions VALUES ('dependencies', '1ae0a20a903cf7415fe255aaf4e0f5db82bd5db1485b50c2b1ac2b2eba2d557e', '2026-11-30 04:29:00.742309+00');
INSERT INTO flotilla.functions VALUES ('batches', '06a23883ad5c97330eebd4cbcbbc391abe46b0ed5514bdd91a263a9ded843335', '2026-11-30 04:29:00.744386+00');
INSERT INTO flotilla.functions VALUES ('limits', '390304d9ddc82ddc01102235531b2b6ea64a262b42ac7ac606437e8d3c0413e3', '2026-11-30 04:29:00.74768+00');
INSERT INTO flotilla.functions VALUES ('retention', '029c6885835d065def4ae9daee8ed1d01313f58e6f3ba20756864110672c5640', '2026-11-30 04:29:00.750637+00');
INSERT INTO flotilla.functions VALUES ('collection', '88298801559f86a664151b6c8e6d6bf22dee44124390335b17b59aa1715c86a8', '2026-11-30 04:29:00.754004+00');
INSERT INTO flotilla.functions VALUES ('triggers', 'fcd2ff9b3536ffcc4ed03a3bce87e992c0281724540bee1eaa46aef0d5ab525d', '2026-11-30 04:29:00.760427+00');
INSERT INTO flotilla.functions VALUES ('sign_in', '9dfe6e03ad99c0e908df001945dae2965ae5c9106c3873ad6e922c9b8255bc54', '2026-11-30 04:29:00.765541+00');
INSERT INTO flotilla.functions VALUES ('revocations', '93395bbbb487e61d2ac8974c74a0a270b7e95180dc15b321e8627b1fb9288c3c', '2026-11-30 04:29:00.767709+00');
INSERT INTO flotilla.functions VALUES ('users', '3f7dcd4977e693e7684aea889c6c494acddb62a641d1e0f548a981dc99daab0b', '2026-11-30 04:29:00.772896+00');
INSERT INTO flotilla.functions VALUES ('scan_partitions', 'c9d3b430f9f136feb9684b56c7611afe032002d8dc103b89c17bd111488f53e2', '2026-11-30 04:29:00.886633+00');
INSERT INTO flotilla.functions VALUES ('scan_retention', 'f50c9c459b46a2298b26c44433e452df50347d747b5898d64cbab2b966f64401', '2026-11-30 04:29:00.888766+00');
INSERT INTO flotilla.functions VALUES ('findings', '25bc309c72bb4532e5af69a14935a85fdcdba9943d07819cd48496efea7a029e', '2026-11-30 04:29:00.890467+00');
INSERT INTO flotilla.idempotency_keys VALUES ('01a22ab6-9fcc-7000-a0ae-b0746f1c50b3', '01a22ab6-9fcc-7001-a095-48d020676e7e', 'POST', '/jobs/batch', 'F8863EBE-371E-41E3-AF2F-6114D1418ED7', '\xe6d795cb60463afb0fa8d880c86282c8ce604d27482b7f2b402d1193c46955b4', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316132326162362d613039322d373030312d613164312d376231333532633833363030222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326162362d613039322d373030312d613164312d376231333532633833363030227d2c7b226964223a2230316132326162362d613039322d373030322d393465612d666535303730613364383938222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326162362d613039322d373030322d393465612d666535303730613364383938227d2c7b226964223a2230316132326162362d613039322d373030332d383737622d343566346437336535326363222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326162362d613039322d373030332d383737622d343566346437336535326363227d5d7d', '2026-11-30 04:29:01.470085+00');
INSERT INTO flotilla.idempotency_keys VALUES ('01a22ab6-9fcc-7000-a0ae-b0746f1c50b3', '01a22ab6-9fcc-7001-a095-48d020676e7e', 'POST', '/jobs/batch', '0EF41784-0AA6-45AC-B1C7-1B5188290984', '\x58e01421240f9b583ad75132a52b89a90d5becd49af806b35b4de2869f9aa252', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316132326162362d613061352d373030312d623835322d626564653435356237306163222c226b696e64223a2262656e63682e6661696c222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326162362d613061352d373030312d623835322d626564653435356237306163227d2c7b226964223a2230316132326162362d613061352d373030322d393861352d366630393161363665663735222c226b696e64223a2262656e63682e6661696c222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326162362d613061352d373030322d393861352d366630393161363665663735227d2c7b226964223a2230316132326162362d613061352d373030332d383835322d363635306530626438653530222c226b696e64223a2262656e63682e6372617368222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326162362d613061352d373030332d383835322d363635306530626438653530227d5d7d', '2026-11-30 04:29:01.480561+00');
INSERT INTO flotilla.idempotency_keys VALUES ('01a22ab6-9fcc-7000-a0ae-b0746f1c50b3', '01a22ab6-9fcc-7001-a095-48d020676e7e', 'POST', '/jobs/batch', '0E68A44E-84DF-4D72-AAB9-DE4A9B4BD80E', '\x775467a3757fe96ad9ed53342d9ec768181d312bb01b06e88594edf5c9a0e2ba', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316132326162362d613165312d373030312d396538622d376166386630396139623263222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a227363686564756c6564222c227374617475735f75726c223a222f6a6f62732f30316132326162362d613165312d373030312d396538622d376166386630396139623263227d2c7b226964223a2230316132326162362d613165312d373030322d616131382d316330353866353739303262222c226b696e64223a2262656e63682e736c656570222c22737461747573223a227363686564756c6564222c227374617475735f75726c223a222f6a6f62732f30316132326162362d613165312d373030322d616131382d316330353866353739303262227d2c7b226964223a2230316132326162362d613165312d373030332d613432632d303063643436663337623865222c226b696e64223a2262656e63682e6661696c222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326162362d613165312d373030332d613432632d303063643436663337623865227d5d7d', '2026-11-30 04:29:01.797173+00');
INSERT INTO flotilla.idempotency_keys VALUES ('01a22ab6-9fcc-7000-a0ae-b0746f1c50b3', '01a22ab6-9fcc-7001-a095-48d020676e7e', 'POST', '/jobs/batch', '7B1D1DA9-0D35-4621-816D-50302C513FEE', '\x2fc583f828b62b6905240554afc4d503d424cf6f93c0d558a29d1e78e976e2ec', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316132326162362d613736632d373030312d396663622d653938663436393362633831222c226b696e64223a2262656e63682e736c656570222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326162362d613736632d373030312d396663622d653938663436393362633831227d2c7b226964223a2230316132326162362d613736632d373030322d386437332d373132336361643939323437222c226b696e64223a2262656e63682e736c656570222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326162362d613736632d373030322d386437332d373132336361643939323437227d2c7b226964223a2230316132326162362d613736632d373030332d623236382d663535396463633431353933222c226b696e64223a2262656e63682e736c656570222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326162362d613736632d373030332d623236382d663535396463633431353933227d2c7b226964223a2230316132326162362d613736632d373030342d613637302d343130363236643561623032222c226b696e64223a2262656e63682e736c656570222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326162362d613736632d373030342d613637302d343130363236643561623032227d5d7d', '2026-11-30 04:29:03.21566+00');
INSERT INTO flotilla.idempotency_keys VALUES ('01a22ab6-9fcc-7000-a0ae-b0746f1c50b3', '01a22ab6-9fcc-7001-a095-48d020676e7e', 'POST', '/jobs/batch', '80DE77D1-7B48-4736-ADA8-88ED57A11F4B', '\x417636fd6402d3debcedcd0b5c574af37d274898378549fb9cfdade85aa2b059', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316132326162362d613766352d373030312d626464642d346130396536336138313639222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326162362d613766352d373030312d626464642d346130396536336138313639227d2c7b226964223a2230316132326162362d613766352d373030322d396131362d306262303066393333333163222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326162362d613766352d373030322d396131362d306262303066393333333163227d2c7b226964223a2230316132326162362d613766352d373030332d396662652d323764313563363334363631222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326162362d613766352d373030332d396662652d323764313563363334363631227d2c7b226964223a2230316132326162362d613766352d373030342d616135622d613066643134643334663663222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326162362d613766352d373030342d616135622d613066643134643334663663227d2c7b226964223a2230316132326162362d613766352d373030352d383631382d623763653230386363386566222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326162362d613766352d373030352d383631382d623763653230386363386566227d2c7b226964223a2230316132326162362d613766352d373030362d393437392d663335666239363434353563222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326162362d613766352d373030362d393437392d663335666239363434353563227d5d7d', '2026-11-30 04:29:03.354504+00');
INSERT INTO flotilla.idempotency_keys VALUES ('01a22ab6-9fcc-7000-a0ae-b0746f1c50b3', '01a22ab6-9fcc-7001-a095-48d020676e7e', 'POST', '/jobs/batch', '6DB17A47-09BB-4788-AD3F-24F7FFA510BC', '\xd93d70aefec712c5db7835c8cf4191c6147fb8a0053ba9a50b5a9284be6df139', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316132326162362d613766662d373030312d613837612d323965316362346364653766222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316132326162362d613766662d373030312d613837612d323965316362346364653766227d5d7d', '2026-11-30 04:29:03.362062+00');
INSERT INTO flotilla.job_attempts_20261130 VALUES ('01a22ab6-a092-7001-a1d1-7b1352c83600', 1, '0423dbca-941a-4a44-83e1-4253947974af', '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:01.506345+00', '2026-11-30 04:29:01.531434+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO flotilla.job_attempts_20261130 VALUES ('01a22ab6-a092-7002-94ea-fe5070a3d898', 1, '937bbb42-9906-457c-a37e-ed80ad209bba', '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:01.506345+00', '2026-11-30 04:29:01.531434+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO flotilla.job_attempts_20261130 VALUES ('01a22ab6-a092-7003-877b-45f4d73e52cc', 1, '123cb43b-bbbf-443e-9967-e8becba30934', '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:01.506345+00', '2026-11-30 04:29:01.531434+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO flotilla.job_attempts_20261130 VALUES ('01a22ab6-a0a5-7001-b852-bede455b70ac', 1, '0423dbca-941a-4a44-83e1-4253947974af', '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:01.506345+00', '2026-11-30 04:29:01.531434+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO flotilla.job_attempts_20261130 VALUES ('01a22ab6-a0a5-7002-98a5-6f091a66ef75', 1, '937bbb42-9906-457c-a37e-ed80ad209bba', '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:01.506345+00', '2026-11-30 04:29:01.531434+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO flotilla.job_attempts_20261130 VALUES ('01a22ab6-a0a5-7003-8852-6650e0bd8e50', 1, '123cb43b-bbbf-443e-9967-e8becba30934', '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:01.506345+00', '2026-11-30 04:29:01.531434+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO flotilla.job_attempts_20261130 VALUES ('01a22ab6-a0a5-7002-98a5-6f091a66ef75', 2, '937bbb42-9906-457c-a37e-ed80ad209bba', '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:01.571575+00', '2026-11-30 04:29:01.592153+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 2."}');
INSERT INTO flotilla.job_attempts_20261130 VALUES ('01a22ab6-a1e1-7003-a42c-00cd46f37b8e', 1, '0423dbca-941a-4a44-83e1-4253947974af', '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:01.808254+00', '2026-11-30 04:29:01.810187+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 1."}');
INSERT INTO flotilla.job_attempts_20261130 VALUES ('01a22ab6-a1e1-7003-a42c-00cd46f37b8e', 2, '0423dbca-941a-4a44-83e1-4253947974af', '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:01.93157+00', '2026-11-30 04:29:01.932946+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 2."}');
INSERT INTO flotilla.job_attempts_20261130 VALUES ('01a22ab6-a1e1-7003-a42c-00cd46f37b8e', 3, '0423dbca-941a-4a44-83e1-4253947974af', '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:02.182885+00', '2026-11-30 04:29:02.184407+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 3."}');
INSERT INTO flotilla.job_attempts_20261130 VALUES ('01a22ab6-a1e1-7003-a42c-00cd46f37b8e', 4, '0423dbca-941a-4a44-83e1-4253947974af', '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:02.434544+00', '2026-11-30 04:29:02.435917+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 4."}');
INSERT INTO flotilla.job_attempts_20261130 VALUES ('01a22ab6-a1e1-7003-a42c-00cd46f37b8e', 5, '0423dbca-941a-4a44-83e1-4253947974af', '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:02.937564+00', '2026-11-30 04:29:02.939186+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 5."}');
INSERT INTO flotilla.job_failures VALUES ('01a22ab6-a0b2-7000-a584-9650f87274f8', '01a22ab6-9fcc-7001-a095-48d020676e7e', 'cancelled');
INSERT INTO flotilla.job_failures VALUES ('01a22ab6-a0a5-7001-b852-bede455b70ac', '0423dbca-941a-4a44-83e1-4253947974af', 'failed');
INSERT INTO flotilla.job_kinds VALUES ('bench.crash', 'bench', 60000, 8, 100, 5000, 1000, '2026-11-30 04:29:00.899252+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('bench.emit', 'bench', 60000, 8, 100, 5000, 1000, '2026-11-30 04:29:00.899252+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('bench.fail', 'bench', 60000, 8, 100, 5000, 1000, '2026-11-30 04:29:00.899252+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('bench.memory', 'bench', 60000, 8, 100, 5000, 1000, '2026-11-30 04:29:00.899252+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('bench.noop', 'bench', 60000, 8, 100, 5000, 1000, '2026-11-30 04:29:00.899252+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('bench.sleep', 'bench', 60000, 8, 100, 5000, 1000, '2026-11-30 04:29:00.899252+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('bench.spin', 'bench', 60000, 8, 100, 5000, 1000, '2026-11-30 04:29:00.899252+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('notify.in_app', 'notify', 30000, 8, 1000, 900000, 5000, '2026-11-30 04:29:00.899252+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('scan.aws.ec2', 'scan', 300000, 3, 1000, 900000, 5000, '2026-11-30 04:29:00.899252+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('scan.aws.metrics', 'scan', 60000, 3, 1000, 900000, 5000, '2026-11-30 04:29:00.899252+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('scan.aws.rds', 'scan', 300000, 3, 1000, 900000, 5000, '2026-11-30 04:29:00.899252+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('scan.aws.s3', 'scan', 300000, 3, 1000, 900000, 5000, '2026-11-30 04:29:00.899252+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_kinds VALUES ('scan.aws.vpc', 'scan', 300000, 3, 1000, 900000, 5000, '2026-11-30 04:29:00.899252+00', NULL, NULL, NULL);
INSERT INTO flotilla.job_partitions VALUES ('jobs_20261201', '01a22ee6-b000-0000-0000-000000000000', '01a2340d-0c00-0000-0000-000000000000', '01a22ee6-b000-0000-0000-000000000000');
INSERT INTO flotilla.job_partitions VALUES ('jobs_20261202', '01a2340d-0c00-0000-0000-000000000000', '01a23933-6800-0000-0000-000000000000', '01a2340d-0c00-0000-0000-000000000000');
INSERT INTO flotilla.job_partitions VALUES ('jobs_20261203', '01a23933-6800-0000-0000-000000000000', '01a23e59-c400-0000-0000-000000000000', '01a23933-6800-0000-0000-000000000000');
INSERT INTO flotilla.job_partitions VALUES ('jobs_20261204', '01a23e59-c400-0000-0000-000000000000', '01a24380-2000-0000-0000-000000000000', '01a23e59-c400-0000-0000-000000000000');
INSERT INTO flotilla.job_partitions VALUES ('jobs_20261205', '01a24380-2000-0000-0000-000000000000', '01a248a6-7c00-0000-0000-000000000000', '01a24380-2000-0000-0000-000000000000');
INSERT INTO flotilla.job_partitions VALUES ('jobs_20261206', '01a248a6-7c00-0000-0000-000000000000', '01a24dcc-d800-0000-0000-000000000000', '01a248a6-7c00-0000-0000-000000000000');
INSERT INTO flotilla.job_partitions VALUES ('jobs_20261207', '01a24dcc-d800-0000-0000-000000000000', '01a252f3-3400-0000-0000-000000000000', '01a24dcc-d800-0000-0000-000000000000');
INSERT INTO flotilla.job_partitions VALUES ('jobs_20261129', '01a22499-f800-0000-0000-000000000000', '01a229c0-5400-0000-0000-000000000000', '01a229c0-5400-0000-0000-000000000000');
INSERT INTO flotilla.job_partitions VALUES ('jobs_20261130', '01a229c0-5400-0000-0000-000000000000', '01a22ee6-b000-0000-0000-000000000000', '01a22ab5-b607-0000-0000-000000000000');
INSERT INTO flotilla.job_references VALUES ('job_unique', 'job_id', true);
INSERT INTO flotilla.job_references VALUES ('job_dependencies', 'child', false);
INSERT INTO flotilla.job_references VALUES ('job_waiting', 'id', false);
INSERT INTO flotilla.job_references VALUES ('job_failures', 'id', false);
INSERT INTO flotilla.job_unique VALUES ('86ab1ad1-20bd-4f0a-ae7d-e6ff4a5c7f24', 'bench.noop', 'once', '01a22ab6-a1e1-7001-9e8b-7af8f09a9b2c', NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22ab6-a0b2-7000-a584-9650f87274f8', '01a22ab6-9fcc-7001-a095-48d020676e7e', 'bench.noop', 'bench', 'cancelled', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-30 04:29:01.494539+00', '2026-11-30 04:39:01+00', NULL, NULL, '2026-11-30 04:29:01.50565+00', '2026-11-30 04:29:01.50565+00', 'cancelled', NULL, NULL, '00-adec86a4ebf4da7921699caf9adcb665-bc5040c52c87396f-01', '103c04ef-c9cb-492a-b10f-8fe5830af353', '{}', NULL, '{"code": "cancelled", "message": "The job was cancelled."}', NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22ab6-a0a5-7001-b852-bede455b70ac', '0423dbca-941a-4a44-83e1-4253947974af', 'bench.fail', 'bench', 'failed', 4, 2, 1, 1, 1, 60000, 4140786118635445556, '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:01.480561+00', NULL, NULL, '2026-11-30 04:29:01.571575+00', '2026-11-30 04:29:01.592153+00', NULL, 'error', NULL, NULL, '00-c328313d242531e70312fd12322361fb-fcda5e83d81d9fe3-01', '44dab89c-bab9-477b-832d-6d365892ddc5', '{"times": 99}', NULL, '{"code": "bench", "message": "Failed as asked, attempt 2."}', NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22ab6-a0a5-7002-98a5-6f091a66ef75', '937bbb42-9906-457c-a37e-ed80ad209bba', 'bench.fail', 'bench', 'succeeded', 4, 3, 1, 1, 8, 60000, 2950512820360322861, '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:01.480561+00', '2026-11-30 04:29:01.659153+00', NULL, '2026-11-30 04:29:01.680598+00', '2026-11-30 04:29:01.685247+00', NULL, 'succeeded', NULL, NULL, '00-c328313d242531e70312fd12322361fb-fcda5e83d81d9fe3-01', '44dab89c-bab9-477b-832d-6d365892ddc5', '{"times": 2}', '{}', NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22ab6-a1e1-7001-9e8b-7af8f09a9b2c', '86ab1ad1-20bd-4f0a-ae7d-e6ff4a5c7f24', 'bench.noop', 'bench', 'scheduled', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-30 04:29:01.797173+00', '2026-11-30 04:29:08+00', NULL, NULL, NULL, NULL, NULL, 'once', NULL, '00-79df773c3b1347160fe95aee62d4d36d-221ce72d8559f139-01', '328a60d9-c466-4641-8530-c7baaec068bb', '{}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22ab6-a1e1-7002-aa18-1c058f57902b', 'ac771715-b5f3-4df8-8ad6-528087c035d2', 'bench.sleep', 'bench', 'scheduled', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-30 04:29:01.797173+00', '2026-11-30 04:29:08+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-79df773c3b1347160fe95aee62d4d36d-221ce72d8559f139-01', '328a60d9-c466-4641-8530-c7baaec068bb', '{"ms": 10}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22ab6-a092-7001-a1d1-7b1352c83600', '0423dbca-941a-4a44-83e1-4253947974af', 'bench.noop', 'bench', 'succeeded', 4, 2, 0, 1, 8, 60000, 8613333575196219375, '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:01.470085+00', NULL, NULL, '2026-11-30 04:29:01.571575+00', '2026-11-30 04:29:01.584911+00', NULL, 'succeeded', NULL, NULL, '00-8dcaefa3c5bd8aac75fe2439b6b2fa93-0c630ba4c8e5a4af-01', 'fd47e8f5-1ed0-4097-83ed-fb1beaaba276', '{}', '{}', NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22ab6-a092-7002-94ea-fe5070a3d898', '937bbb42-9906-457c-a37e-ed80ad209bba', 'bench.noop', 'bench', 'succeeded', 4, 2, 0, 1, 8, 60000, -5903689412715255820, '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:01.470085+00', NULL, NULL, '2026-11-30 04:29:01.571575+00', '2026-11-30 04:29:01.592153+00', NULL, 'succeeded', NULL, NULL, '00-8dcaefa3c5bd8aac75fe2439b6b2fa93-0c630ba4c8e5a4af-01', 'fd47e8f5-1ed0-4097-83ed-fb1beaaba276', '{}', '{}', NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22ab6-a092-7003-877b-45f4d73e52cc', '123cb43b-bbbf-443e-9967-e8becba30934', 'bench.noop', 'bench', 'succeeded', 4, 2, 0, 1, 8, 60000, -5367958384004523181, '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:01.470085+00', NULL, NULL, '2026-11-30 04:29:01.571575+00', '2026-11-30 04:29:01.592153+00', NULL, 'succeeded', NULL, NULL, '00-8dcaefa3c5bd8aac75fe2439b6b2fa93-0c630ba4c8e5a4af-01', 'fd47e8f5-1ed0-4097-83ed-fb1beaaba276', '{}', '{}', NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22ab6-a0a5-7003-8852-6650e0bd8e50', '123cb43b-bbbf-443e-9967-e8becba30934', 'bench.crash', 'bench', 'succeeded', 4, 2, 0, 1, 8, 60000, -5224888587724476462, '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:01.480561+00', NULL, NULL, '2026-11-30 04:29:01.571575+00', '2026-11-30 04:29:01.592153+00', NULL, 'succeeded', NULL, NULL, '00-c328313d242531e70312fd12322361fb-fcda5e83d81d9fe3-01', '44dab89c-bab9-477b-832d-6d365892ddc5', '{"times": 1}', '{}', NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22ab6-a76c-7002-8d73-7123cad99247', '937bbb42-9906-457c-a37e-ed80ad209bba', 'bench.sleep', 'bench', 'running', 4, 1, 0, 0, 8, 60000, 4504026698842460449, '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:03.21566+00', NULL, NULL, '2026-11-30 04:29:03.219416+00', NULL, '2026-11-30 04:29:03.366847+00', NULL, NULL, NULL, '00-202f42442d23ef8c40b300a79b338ca1-078da56b2044f68f-01', '715d349e-4623-4467-9cff-a9322fe7ea20', '{"ms": 2501}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22ab6-a1e1-7003-a42c-00cd46f37b8e', '0423dbca-941a-4a44-83e1-4253947974af', 'bench.fail', 'bench', 'retrying', 4, 6, 6, 0, 8, 60000, 2366389690311756282, '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:01.797173+00', '2026-11-30 04:29:06.135795+00', NULL, '2026-11-30 04:29:03.189313+00', '2026-11-30 04:29:03.190795+00', NULL, 'error', NULL, NULL, '00-79df773c3b1347160fe95aee62d4d36d-221ce72d8559f139-01', '328a60d9-c466-4641-8530-c7baaec068bb', '{"times": 7}', NULL, '{"code": "bench", "message": "Failed as asked, attempt 6."}', NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22ab6-a76c-7001-9fcb-e98f4693bc81', '0423dbca-941a-4a44-83e1-4253947974af', 'bench.sleep', 'bench', 'running', 4, 1, 0, 0, 8, 60000, -4756881359977508684, '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:03.21566+00', NULL, NULL, '2026-11-30 04:29:03.219416+00', NULL, NULL, NULL, NULL, NULL, '00-202f42442d23ef8c40b300a79b338ca1-078da56b2044f68f-01', '715d349e-4623-4467-9cff-a9322fe7ea20', '{"ms": 2500}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22ab6-a76c-7003-b268-f559dcc41593', '123cb43b-bbbf-443e-9967-e8becba30934', 'bench.sleep', 'bench', 'running', 4, 1, 0, 0, 8, 60000, -3266055605673290391, '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:03.21566+00', NULL, NULL, '2026-11-30 04:29:03.219416+00', NULL, NULL, NULL, NULL, NULL, '00-202f42442d23ef8c40b300a79b338ca1-078da56b2044f68f-01', '715d349e-4623-4467-9cff-a9322fe7ea20', '{"ms": 2502}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22ab6-a76c-7004-a670-410626d5ab02', '86ab1ad1-20bd-4f0a-ae7d-e6ff4a5c7f24', 'bench.sleep', 'bench', 'running', 4, 1, 0, 0, 8, 60000, -3489630911488412490, '663e092a-325a-4738-b459-5046cebdc3d1', '2026-11-30 04:29:03.21566+00', NULL, NULL, '2026-11-30 04:29:03.219416+00', NULL, NULL, NULL, NULL, NULL, '00-202f42442d23ef8c40b300a79b338ca1-078da56b2044f68f-01', '715d349e-4623-4467-9cff-a9322fe7ea20', '{"ms": 2503}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22ab6-a7f5-7001-bddd-4a09e63a8169', '0423dbca-941a-4a44-83e1-4253947974af', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-30 04:29:03.354504+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-716da75221899304272451ea4fbb1b91-de9348bce8b7c6e7-01', '6531bd61-4c7a-44d8-8031-a7ea3dc0038f', '{}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22ab6-a7f5-7002-9a16-0bb00f93331c', '937bbb42-9906-457c-a37e-ed80ad209bba', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-30 04:29:03.354504+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-716da75221899304272451ea4fbb1b91-de9348bce8b7c6e7-01', '6531bd61-4c7a-44d8-8031-a7ea3dc0038f', '{}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22ab6-a7f5-7003-9fbe-27d15c634661', '123cb43b-bbbf-443e-9967-e8becba30934', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-30 04:29:03.354504+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-716da75221899304272451ea4fbb1b91-de9348bce8b7c6e7-01', '6531bd61-4c7a-44d8-8031-a7ea3dc0038f', '{}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22ab6-a7f5-7004-aa5b-a0fd14d34f6c', '86ab1ad1-20bd-4f0a-ae7d-e6ff4a5c7f24', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-30 04:29:03.354504+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-716da75221899304272451ea4fbb1b91-de9348bce8b7c6e7-01', '6531bd61-4c7a-44d8-8031-a7ea3dc0038f', '{}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22ab6-a7f5-7005-8618-b7ce208cc8ef', 'ac771715-b5f3-4df8-8ad6-528087c035d2', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-30 04:29:03.354504+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-716da75221899304272451ea4fbb1b91-de9348bce8b7c6e7-01', '6531bd61-4c7a-44d8-8031-a7ea3dc0038f', '{}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22ab6-a7f5-7006-9479-f35fb964455c', '0423dbca-941a-4a44-83e1-4253947974af', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-30 04:29:03.354504+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-716da75221899304272451ea4fbb1b91-de9348bce8b7c6e7-01', '6531bd61-4c7a-44d8-8031-a7ea3dc0038f', '{}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.jobs_20261130 VALUES ('01a22ab6-a7ff-7001-a87a-29e1cb4cde7f', '937bbb42-9906-457c-a37e-ed80ad209bba', 'bench.noop', 'bench', 'queued', 0, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-30 04:29:03.362062+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'a limit', '00-beefb89ce7f16187ef4ad4073be19ccd-e95f3e77d4df6365-01', '6894269a-a6ee-45fe-a65a-c2f33b061884', '{}', NULL, NULL, NULL, false, false, NULL);
INSERT INTO flotilla.migrations VALUES (1, 'foundations', '0d3f4dda936bc49c79987a174ee807a353123f19f1834f905fb4cc049eb032d8', '2026-11-30 04:29:00.493024+00');
INSERT INTO flotilla.migrations VALUES (2, 'jobs', '46bb1a800f08e5d1acb1dc2977310ef703a7f149eb081018cbb364decd3d223a', '2026-11-30 04:29:00.511493+00');
INSERT INTO flotilla.migrations VALUES (3, 'kinds', '39e107cb28266e0d61b08a1adc7f60819e8c27e49b7b1f310f1936f28575f5f4', '2026-11-30 04:29:00.516919+00');
INSERT INTO flotilla.migrations VALUES (4, 'workers', 'd5baac132483d662b2b3903af000089c04a1e996ea0f2c0a803d3a58a929aa3e', '2026-11-30 04:29:00.530393+00');
INSERT INTO flotilla.migrations VALUES (5, 'dependencies', 'fa53c764ff3ca62edf69654f546ad7b19acf7b3dbc637e03fa5af47f304d2a8b', '2026-11-30 04:29:00.53869+00');
INSERT INTO flotilla.migrations VALUES (6, 'schedules', '71b089c017d2f2a8c36df8340c8394955d2cb5dd12272b375a1706ddaafdb4f2', '2026-11-30 04:29:00.548301+00');
INSERT INTO flotilla.migrations VALUES (7, 'limits', 'a1e63e2a944719102e25840ed1ffca2c40ad5690934c401d5ad1bc5dea89dd4e', '2026-11-30 04:29:00.558973+00');
INSERT INTO flotilla.migrations VALUES (8, 'retention', '8bace0e8a4be31aca783b91af8c206de29246c07ea425d6ba71dac9a25de62df', '2026-11-30 04:29:00.565333+00');
INSERT INTO flotilla.migrations VALUES (9, 'requests', '3a2c875aefae9cbb26088e877c31c3d38a9a194bdf63814077ed71324c840ee8', '2026-11-30 04:29:00.571744+00');
INSERT INTO flotilla.migrations VALUES (10, 'running', '2c7440324b860efae91a1d332a9065cf028c0db03681d617cf270f502bde6019', '2026-11-30 04:29:00.574502+00');
INSERT INTO flotilla.migrations VALUES (11, 'failing duties', 'e6d80998e4b6ab55e4f8d52a8ca113ca5d0e479d01159dd9a16ba8be3052b5a4', '2026-11-30 04:29:00.578219+00');
INSERT INTO flotilla.migrations VALUES (12, 'bounded times', '81c72f216f505d3cde9e5d2011c24b73f05393a614c91ae8797e808e9d73704b', '2026-11-30 04:29:00.585978+00');
INSERT INTO flotilla.migrations VALUES (100, 'accounts', '47552cc5011f77c03f816b45e39dcb8521530f54e5eb38e287374e2a618c9146', '2026-11-30 04:29:00.595007+00');
INSERT INTO flotilla.migrations VALUES (101, 'token_revocations', '6d389ff144cc4c63a1e02b3d8f85c06af03ba55d9d2ca21aaa907dcb71bb99b9', '2026-11-30 04:29:00.599036+00');
INSERT INTO flotilla.migrations VALUES (102, 'users', '6db1a7403cfbcf019937babaab376c9e73fde6e91b218e40fdff7f11becbf4f5', '2026-11-30 04:29:00.606987+00');
INSERT INTO flotilla.migrations VALUES (200, 'scans', 'd6263700cd9a2324db4521b0c423d471c5881d9f10acfc6c62a36e7962a31182', '2026-11-30 04:29:00.619009+00');
INSERT INTO flotilla.migrations VALUES (201, 'resources', '54637aa88bb9db51f6d044313465f0defbf45570e0f62bd9009a370c17adea37', '2026-11-30 04:29:00.64824+00');
INSERT INTO flotilla.migrations VALUES (202, 'performance', '88366d892df2a46b6db446842cf9824d97ccbf400874d2cdb3fcf23f639f1da7', '2026-11-30 04:29:00.662339+00');
INSERT INTO flotilla.migrations VALUES (203, 'findings', '4c3803f7c8e62b13a464c85007f11ab5421efcf2fb8f50f311778ba7d7ca95db', '2026-11-30 04:29:00.669725+00');
INSERT INTO flotilla.scan_tables VALUES ('ec2_instances', 'scan_timestamp', 'month', 'resources');
INSERT INTO flotilla.scan_tables VALUES ('s3_buckets', 'scan_timestamp', 'month', 'resources');
INSERT INTO flotilla.scan_tables VALUES ('vpc_instances', 'scan_timestamp', 'month', 'resources');
INSERT INTO flotilla.scan_tables VALUES ('rds_instances', 'scan_timestamp', 'month', 'resources');
INSERT INTO flotilla.scan_tables VALUES ('ec2_performance', 'timestamp', 'week', 'metrics');
INSERT INTO flotilla.scan_tables VALUES ('s3_performance', 'timestamp', 'week', 'metrics');
INSERT INTO flotilla.scan_tables VALUES ('vpc_performance', 'timestamp', 'week', 'metrics');
INSERT INTO flotilla.scan_tables VALUES ('rds_performance', 'timestamp', 'week', 'metrics');
INSERT INTO flotilla.worker_sessions VALUES ('663e092a-325a-4738-b459-5046cebdc3d1', 'bench', '{bench}', 'vm', 26534, 8, '0.2.0', '2026-11-30 04:29:01.39386+00', '2026-11-30 04:29:03.091997+00', false, 0);
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
ALTER TABLE ONLY flotilla.ended_tokens
    ADD CONSTRAINT ended_tokens_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.enqueued
    ADD CONSTRAINT enqueued_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flotilla.failing_duties
    ADD CONSTRAINT failing_duties_pkey PRIMARY KEY (process, duty);
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
ALTER TABLE flotilla.bulk_operations
    ADD CONSTRAINT times_are_bounded CHECK ((((created_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (created_at <= '9999-12-31 23:59:59.999999+00'::timestamp with time zone)) AND ((next_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (next_at <= '9999-12-31 23:59:59.999999+00'::timestamp with time zone)) AND ((finished_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (finished_at <= '9999-12-31 23:59:59.999999+00'::timestamp with time zone)))) NOT VALID;
ALTER TABLE flotilla.failing_duties
    ADD CONSTRAINT times_are_bounded CHECK ((((since >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (since <= '9999-12-31 23:59:59.999999+00'::timestamp with time zone)) AND ((noted_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (noted_at <= '9999-12-31 23:59:59.999999+00'::timestamp with time zone)))) NOT VALID;
ALTER TABLE flotilla.job_batches
    ADD CONSTRAINT times_are_bounded CHECK ((((created_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (created_at <= '9999-12-31 23:59:59.999999+00'::timestamp with time zone)) AND ((finished_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (finished_at <= '9999-12-31 23:59:59.999999+00'::timestamp with time zone)) AND ((cancelled_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (cancelled_at <= '9999-12-31 23:59:59.999999+00'::timestamp with time zone)))) NOT VALID;
ALTER TABLE flotilla.job_collections
    ADD CONSTRAINT times_are_bounded CHECK ((((moment >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (moment <= '9999-12-31 23:59:59.999999+00'::timestamp with time zone)) AND ((next_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (next_at <= '9999-12-31 23:59:59.999999+00'::timestamp with time zone)))) NOT VALID;
ALTER TABLE flotilla.job_kinds
    ADD CONSTRAINT times_are_bounded CHECK (((told_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (told_at <= '9999-12-31 23:59:59.999999+00'::timestamp with time zone))) NOT VALID;
ALTER TABLE flotilla.limits
    ADD CONSTRAINT times_are_bounded CHECK (((changed_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (changed_at <= '9999-12-31 23:59:59.999999+00'::timestamp with time zone))) NOT VALID;
ALTER TABLE flotilla.schedule_occurrences
    ADD CONSTRAINT times_are_bounded CHECK ((((occurrence >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (occurrence <= '9999-12-31 23:59:59.999999+00'::timestamp with time zone)) AND ((through >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (through <= '9999-12-31 23:59:59.999999+00'::timestamp with time zone)) AND ((recorded_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (recorded_at <= '9999-12-31 23:59:59.999999+00'::timestamp with time zone)))) NOT VALID;
ALTER TABLE flotilla.schedules
    ADD CONSTRAINT times_are_bounded CHECK ((((next_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (next_at <= '9999-12-31 23:59:59.999999+00'::timestamp with time zone)) AND ((try_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (try_at <= '9999-12-31 23:59:59.999999+00'::timestamp with time zone)) AND ((last_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (last_at <= '9999-12-31 23:59:59.999999+00'::timestamp with time zone)) AND ((created_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (created_at <= '9999-12-31 23:59:59.999999+00'::timestamp with time zone)) AND ((updated_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (updated_at <= '9999-12-31 23:59:59.999999+00'::timestamp with time zone)))) NOT VALID;
ALTER TABLE flotilla.worker_sessions
    ADD CONSTRAINT times_are_bounded CHECK ((((started_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (started_at <= '9999-12-31 23:59:59.999999+00'::timestamp with time zone)) AND ((beat_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (beat_at <= '9999-12-31 23:59:59.999999+00'::timestamp with time zone)))) NOT VALID;
ALTER TABLE ONLY flotilla.token_revocations
    ADD CONSTRAINT token_revocations_pkey PRIMARY KEY (subject);
ALTER TABLE ONLY flotilla.user_tokens
    ADD CONSTRAINT user_tokens_digest_key UNIQUE (digest);
ALTER TABLE ONLY flotilla.user_tokens
    ADD CONSTRAINT user_tokens_pkey PRIMARY KEY (user_id);
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
CREATE INDEX ended_tokens_by_age ON flotilla.ended_tokens USING btree (changed_at);
CREATE INDEX ended_tokens_by_end ON flotilla.ended_tokens USING btree (expires_at);
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
CREATE UNIQUE INDEX users_by_email ON flotilla.users USING btree (lower((email COLLATE "C")));
CREATE INDEX users_in_account ON flotilla.users USING btree (account, id);
CREATE INDEX users_invited ON flotilla.users USING btree (account) WHERE (accepted_at IS NULL);
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
ALTER TABLE ONLY flotilla.user_tokens
    ADD CONSTRAINT user_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES flotilla.users(id) ON DELETE CASCADE;
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
REVOKE ALL ON FUNCTION flotilla.change_password(target uuid, old_hash text, new_hash text) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.change_password(target uuid, old_hash text, new_hash text) TO flotilla_api;
REVOKE ALL ON FUNCTION flotilla.change_user(target uuid, by_admin boolean, new_role text, members text[], new_name text, new_locale text) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.change_user(target uuid, by_admin boolean, new_role text, members text[], new_name text, new_locale text) TO flotilla_api;
REVOKE ALL ON FUNCTION flotilla.confirm_sign_in(user_id uuid, hash text) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.confirm_sign_in(user_id uuid, hash text) TO flotilla_api;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.job_collections TO flotilla_dispatcher;
REVOKE ALL ON FUNCTION flotilla.copy_jobs(work flotilla.job_collections, page integer, ids uuid[], OUT examined bigint, OUT stayed bigint, OUT last uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION flotilla.copy_touched(work flotilla.job_collections, page integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION flotilla.demand_bounded_times(target regclass) FROM PUBLIC;
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
REVOKE ALL ON FUNCTION flotilla.invite_user(new_id uuid, address text, user_role text, user_name text, user_locale text, token_digest bytea, token_lifetime interval, most_waiting integer) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.invite_user(new_id uuid, address text, user_role text, user_name text, user_locale text, token_digest bytea, token_lifetime interval, most_waiting integer) TO flotilla_api;
REVOKE ALL ON FUNCTION flotilla.is_last_school(target uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION flotilla.job_collection_step(page integer) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.job_collection_step(page integer) TO flotilla_dispatcher;
REVOKE ALL ON FUNCTION flotilla.job_retention(succeeded_ms bigint, failed_ms bigint, cancelled_ms bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.job_retention(succeeded_ms bigint, failed_ms bigint, cancelled_ms bigint) TO flotilla_dispatcher;
REVOKE ALL ON FUNCTION flotilla.job_stays(moment timestamp with time zone, succeeded_ms bigint, failed_ms bigint, cancelled_ms bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION flotilla.make_scan_partition(parent text, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.make_scan_partition(parent text, moment timestamp with time zone) TO flotilla_dispatcher;
REVOKE ALL ON FUNCTION flotilla.note_touched() FROM PUBLIC;
REVOKE ALL ON FUNCTION flotilla.protect_tenant_table(table_name text, tenant_column text, tenant_rights text, dispatcher_rights text) FROM PUBLIC;
REVOKE ALL ON FUNCTION flotilla.redeem_token(token_digest bytea, token_purpose text, new_hash text) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.redeem_token(token_digest bytea, token_purpose text, new_hash text) TO flotilla_api;
REVOKE ALL ON FUNCTION flotilla.remove_user(target uuid, by_admin boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.remove_user(target uuid, by_admin boolean) TO flotilla_api;
REVOKE ALL ON FUNCTION flotilla.replace_password_hash(user_id uuid, old_hash text, new_hash text) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.replace_password_hash(user_id uuid, old_hash text, new_hash text) TO flotilla_api;
REVOKE ALL ON FUNCTION flotilla.restrict_function(signature regprocedure, VARIADIC roles text[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION flotilla.revoke_tokens(target uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.revoke_tokens(target uuid) TO flotilla_dispatcher;
REVOKE ALL ON FUNCTION flotilla.revoke_tokens_of_deleted() FROM PUBLIC;
REVOKE ALL ON FUNCTION flotilla.sample_partition(part text, succeeded_ms bigint, failed_ms bigint, cancelled_ms bigint, OUT total bigint, OUT past bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION flotilla.sign_up(account_id uuid, user_id uuid, company_name text, role_arn text, external_id text, email text, password_hash text) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.sign_up(account_id uuid, user_id uuid, company_name text, role_arn text, external_id text, email text, password_hash text) TO flotilla_api;
REVOKE ALL ON FUNCTION flotilla.swap_jobs(work flotilla.job_collections) FROM PUBLIC;
REVOKE ALL ON FUNCTION flotilla.user_for_signin(address text) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.user_for_signin(address text) TO flotilla_api;
REVOKE ALL ON FUNCTION flotilla.user_for_token(token_digest bytea, token_purpose text) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.user_for_token(token_digest bytea, token_purpose text) TO flotilla_api;
REVOKE ALL ON FUNCTION flotilla.user_with_hash(target uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.user_with_hash(target uuid) TO flotilla_api;
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
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.ended_tokens TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.enqueued TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.failing_duties TO flotilla_dispatcher;
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
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.user_tokens TO flotilla_accounts;
GRANT SELECT,INSERT,DELETE ON TABLE flotilla.users TO flotilla_accounts;
GRANT SELECT(id) ON TABLE flotilla.users TO flotilla_tenant;
GRANT SELECT(account) ON TABLE flotilla.users TO flotilla_tenant;
GRANT SELECT(email) ON TABLE flotilla.users TO flotilla_tenant;
GRANT UPDATE(password_hash) ON TABLE flotilla.users TO flotilla_accounts;
GRANT SELECT(role) ON TABLE flotilla.users TO flotilla_tenant;
GRANT UPDATE(role) ON TABLE flotilla.users TO flotilla_accounts;
GRANT SELECT(created_at) ON TABLE flotilla.users TO flotilla_tenant;
GRANT SELECT(name) ON TABLE flotilla.users TO flotilla_tenant;
GRANT UPDATE(name) ON TABLE flotilla.users TO flotilla_accounts;
GRANT SELECT(locale) ON TABLE flotilla.users TO flotilla_tenant;
GRANT UPDATE(locale) ON TABLE flotilla.users TO flotilla_accounts;
GRANT SELECT(accepted_at) ON TABLE flotilla.users TO flotilla_tenant;
GRANT UPDATE(accepted_at) ON TABLE flotilla.users TO flotilla_accounts;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.vpc_instances TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.vpc_performance TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flotilla.worker_sessions TO flotilla_dispatcher;