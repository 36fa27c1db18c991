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
CREATE TYPE public.job_status AS ENUM (
    'scheduled',
    'queued',
    'running',
    'retrying',
    'succeeded',
    'failed',
    'cancelled'
);
CREATE FUNCTION flotilla.announce_findings(run uuid, findings jsonb) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    if flotilla.current_tenant() is null then return null; end if;
    -- The job waits in its queue until a worker for it is there, which tells more of the kind.
    insert into public.job_kinds (kind, queue, timeout_ms, max_attempts, backoff_base_ms, backoff_cap_ms, grace_ms)
    values ('notify.in_app', 'notify', 30000, 8, 1000, 900000, 5000)
    on conflict do nothing;
    return flotilla.enqueue(
        'notify.in_app',
        jsonb_build_object(
            'template', 'findings.opened', 'severity', 'critical', 'scan_run_id', run, 'findings', findings),
        tenant => flotilla.current_tenant(), unique_key => 'findings.' || run);
end
$$;
CREATE FUNCTION flotilla.current_tenant() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('flotilla.tenant'::text, true), ''::text))::uuid;
CREATE FUNCTION flotilla.demand(met bigint, expected bigint) RETURNS bigint
    LANGUAGE plpgsql IMMUTABLE
    AS $$
begin
    if met <> expected then
        raise exception using errcode = 'FL001', message = 'a claim was replaced';
    end if;
    return met;
end
$$;
CREATE FUNCTION flotilla.drop_scan_history(keep_resources interval, keep_metrics interval) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET lock_timeout TO '3s'
    AS $_$
declare
    entry   scan_tables%rowtype;
    child   text;
    oldest  timestamptz;
    dropped integer := 0;
begin
    perform pg_advisory_xact_lock(hashtext('flotilla.scan_partitions'));
    for entry in select * from scan_tables order by name loop
        oldest := now() - greatest(
            case entry.holds when 'metrics' then keep_metrics else keep_resources end, interval '30 days');
        for child in
            select relname from pg_inherits join pg_class on pg_class.oid = inhrelid
            where inhparent = entry.name::regclass and relname ~ '_[0-9]{8}$'
                and ((to_date(right(relname, 8), 'YYYYMMDD') + ('1 ' || entry.span)::interval) at time zone 'utc') <= oldest
        loop
            execute format('drop table %I', child);
            dropped := dropped + 1;
        end loop;
        execute format('delete from %I where %I < %L', entry.name || '_default', entry.time_column, oldest);
    end loop;
    oldest := now() - greatest(keep_resources, interval '30 days');
    delete from resources where latest_seen_at < oldest;
    -- A run looks a while after its scan was asked for.
    delete from scans where id < flotilla.uuid_floor(oldest - interval '1 day');
    return dropped;
end
$_$;
CREATE FUNCTION flotilla.enqueue(kind text, payload jsonb DEFAULT '{}'::jsonb, tenant uuid DEFAULT NULL::uuid, priority integer DEFAULT 4, run_at timestamp with time zone DEFAULT NULL::timestamp with time zone, expires_at timestamp with time zone DEFAULT NULL::timestamp with time zone, timeout interval DEFAULT NULL::interval, max_attempts integer DEFAULT NULL::integer, unique_key text DEFAULT NULL::text, unique_for interval DEFAULT NULL::interval, limit_key text DEFAULT NULL::text, queue text DEFAULT NULL::text) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
    elsif enqueue.priority is null or enqueue.priority not between 0 and 9 then
        mistake := 'priority should be a whole number from 0 (first) to 9';
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
$$;
CREATE FUNCTION flotilla.ensure_partitions(ahead integer DEFAULT 7) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
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
CREATE FUNCTION flotilla.ensure_scan_partitions(ahead integer DEFAULT 2) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
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
CREATE FUNCTION flotilla.make_scan_partition(parent text, moment timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
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
CREATE FUNCTION flotilla.replace_password_hash(user_id uuid, old_hash text, new_hash text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    update public.users set password_hash = new_hash where id = user_id and password_hash = old_hash
$$;
CREATE FUNCTION flotilla.sign_up(account_id uuid, user_id uuid, company_name text, role_arn text, external_id text, email text, password_hash text) RETURNS timestamp with time zone
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    insert into public.accounts (id, company_name, role_arn, external_id)
    values (account_id, sign_up.company_name, sign_up.role_arn, sign_up.external_id);
    insert into public.users (id, account, email, password_hash, role)
    values (user_id, account_id, sign_up.email, sign_up.password_hash, 'school')
    returning created_at
$$;
CREATE FUNCTION flotilla.user_for_signin(address text) RETURNS TABLE(id uuid, account uuid, email text, role text, created_at timestamp with time zone, password_hash text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select u.id, u.account, u.email, u.role, u.created_at, u.password_hash
    from public.users u
    where lower(u.email collate "C") = lower(address collate "C")
$$;
CREATE FUNCTION flotilla.uuid_floor(moment timestamp with time zone) RETURNS uuid
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((lpad(to_hex((floor((EXTRACT(epoch FROM moment) * (1000)::numeric)))::bigint), 12, '0'::text) || repeat('0'::text, 20)))::uuid;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.accounts (
    id uuid NOT NULL,
    company_name text NOT NULL,
    role_arn text,
    external_id text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT accounts_company_name_check CHECK (((length(company_name) >= 1) AND (length(company_name) <= 200))),
    CONSTRAINT accounts_external_id_check CHECK ((external_id ~ '^[A-Za-z0-9_+=,.@:/-]{32,255}$'::text)),
    CONSTRAINT accounts_role_arn_check CHECK (((length(role_arn) >= 20) AND (length(role_arn) <= 2048)))
);
ALTER TABLE ONLY public.accounts FORCE ROW LEVEL SECURITY;
CREATE TABLE public.bench_effects (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    committed_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE public.bulk_operations (
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
CREATE TABLE public.due (
    run_at timestamp with time zone NOT NULL,
    id uuid NOT NULL
);
CREATE TABLE public.ec2_instances (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid,
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
ALTER TABLE ONLY public.ec2_instances FORCE ROW LEVEL SECURITY;
CREATE TABLE public.ec2_instances_20261001 (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid,
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
CREATE TABLE public.ec2_instances_20261101 (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid,
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
CREATE TABLE public.ec2_instances_20261201 (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid,
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
CREATE TABLE public.ec2_instances_20270101 (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid,
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
CREATE TABLE public.ec2_instances_default (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    resource_id uuid,
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
CREATE TABLE public.ec2_performance (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    cpu_utilization double precision,
    network_in double precision,
    network_out double precision
)
PARTITION BY RANGE ("timestamp");
ALTER TABLE ONLY public.ec2_performance FORCE ROW LEVEL SECURITY;
CREATE TABLE public.ec2_performance_20261109 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    cpu_utilization double precision,
    network_in double precision,
    network_out double precision
);
CREATE TABLE public.ec2_performance_20261116 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    cpu_utilization double precision,
    network_in double precision,
    network_out double precision
);
CREATE TABLE public.ec2_performance_20261123 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    cpu_utilization double precision,
    network_in double precision,
    network_out double precision
);
CREATE TABLE public.ec2_performance_20261130 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    cpu_utilization double precision,
    network_in double precision,
    network_out double precision
);
CREATE TABLE public.ec2_performance_default (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    cpu_utilization double precision,
    network_in double precision,
    network_out double precision
);
CREATE TABLE public.enqueued (
    id uuid NOT NULL
);
CREATE TABLE public.findings (
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
ALTER TABLE ONLY public.findings FORCE ROW LEVEL SECURITY;
CREATE TABLE public.flotilla_migrations (
    version bigint NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE public.idempotency_keys (
    caller uuid NOT NULL,
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
CREATE TABLE public.job_attempts (
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
ALTER TABLE ONLY public.job_attempts FORCE ROW LEVEL SECURITY;
CREATE TABLE public.job_attempts_20261120 (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    tenant uuid NOT NULL,
    session uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    ended text,
    error jsonb
);
CREATE TABLE public.job_attempts_20261121 (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    tenant uuid NOT NULL,
    session uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    ended text,
    error jsonb
);
CREATE TABLE public.job_attempts_20261122 (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    tenant uuid NOT NULL,
    session uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    ended text,
    error jsonb
);
CREATE TABLE public.job_attempts_20261123 (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    tenant uuid NOT NULL,
    session uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    ended text,
    error jsonb
);
CREATE TABLE public.job_attempts_20261124 (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    tenant uuid NOT NULL,
    session uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    ended text,
    error jsonb
);
CREATE TABLE public.job_attempts_20261125 (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    tenant uuid NOT NULL,
    session uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    ended text,
    error jsonb
);
CREATE TABLE public.job_attempts_20261126 (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    tenant uuid NOT NULL,
    session uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    ended text,
    error jsonb
);
CREATE TABLE public.job_attempts_20261127 (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    tenant uuid NOT NULL,
    session uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    ended text,
    error jsonb
);
CREATE TABLE public.job_attempts_20261128 (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    tenant uuid NOT NULL,
    session uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    ended text,
    error jsonb
);
CREATE TABLE public.job_attempts_default (
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    tenant uuid NOT NULL,
    session uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    ended text,
    error jsonb
);
CREATE TABLE public.job_kinds (
    kind text NOT NULL,
    queue text NOT NULL,
    timeout_ms integer NOT NULL,
    max_attempts integer NOT NULL,
    backoff_base_ms bigint NOT NULL,
    backoff_cap_ms bigint NOT NULL,
    grace_ms integer NOT NULL,
    told_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT job_kinds_backoff_base_ms_check CHECK ((backoff_base_ms >= 0)),
    CONSTRAINT job_kinds_backoff_cap_ms_check CHECK ((backoff_cap_ms >= 0)),
    CONSTRAINT job_kinds_grace_ms_check CHECK ((grace_ms >= 0)),
    CONSTRAINT job_kinds_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT job_kinds_timeout_ms_check CHECK ((timeout_ms > 0))
);
CREATE TABLE public.job_partitions (
    name text NOT NULL,
    lower uuid NOT NULL,
    upper uuid NOT NULL,
    low_water uuid NOT NULL
);
CREATE TABLE public.job_unique (
    tenant uuid NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    job_id uuid NOT NULL,
    held_until timestamp with time zone
);
CREATE TABLE public.jobs (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    status public.job_status NOT NULL,
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
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
)
PARTITION BY RANGE (id);
ALTER TABLE ONLY public.jobs FORCE ROW LEVEL SECURITY;
CREATE TABLE public.jobs_20261120 (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    status public.job_status NOT NULL,
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
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
)
WITH (fillfactor='60');
CREATE TABLE public.jobs_20261121 (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    status public.job_status NOT NULL,
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
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
)
WITH (fillfactor='60');
CREATE TABLE public.jobs_20261122 (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    status public.job_status NOT NULL,
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
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
)
WITH (fillfactor='60');
CREATE TABLE public.jobs_20261123 (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    status public.job_status NOT NULL,
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
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
)
WITH (fillfactor='60');
CREATE TABLE public.jobs_20261124 (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    status public.job_status NOT NULL,
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
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
)
WITH (fillfactor='60');
CREATE TABLE public.jobs_20261125 (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    status public.job_status NOT NULL,
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
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
)
WITH (fillfactor='60');
CREATE TABLE public.jobs_20261126 (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    status public.job_status NOT NULL,
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
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
)
WITH (fillfactor='60');
CREATE TABLE public.jobs_20261127 (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    status public.job_status NOT NULL,
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
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
)
WITH (fillfactor='60');
CREATE TABLE public.jobs_20261128 (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    status public.job_status NOT NULL,
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
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
)
WITH (fillfactor='60');
CREATE TABLE public.jobs_default (
    id uuid NOT NULL,
    tenant uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    status public.job_status NOT NULL,
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
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
);
CREATE TABLE public.rds_instances (
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
ALTER TABLE ONLY public.rds_instances FORCE ROW LEVEL SECURITY;
CREATE TABLE public.rds_instances_20261001 (
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
CREATE TABLE public.rds_instances_20261101 (
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
CREATE TABLE public.rds_instances_20261201 (
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
CREATE TABLE public.rds_instances_20270101 (
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
CREATE TABLE public.rds_instances_default (
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
CREATE TABLE public.rds_performance (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    connections double precision,
    cpu_utilization double precision,
    free_storage double precision
)
PARTITION BY RANGE ("timestamp");
ALTER TABLE ONLY public.rds_performance FORCE ROW LEVEL SECURITY;
CREATE TABLE public.rds_performance_20261109 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    connections double precision,
    cpu_utilization double precision,
    free_storage double precision
);
CREATE TABLE public.rds_performance_20261116 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    connections double precision,
    cpu_utilization double precision,
    free_storage double precision
);
CREATE TABLE public.rds_performance_20261123 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    connections double precision,
    cpu_utilization double precision,
    free_storage double precision
);
CREATE TABLE public.rds_performance_20261130 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    connections double precision,
    cpu_utilization double precision,
    free_storage double precision
);
CREATE TABLE public.rds_performance_default (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    connections double precision,
    cpu_utilization double precision,
    free_storage double precision
);
CREATE TABLE public.resources (
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
ALTER TABLE ONLY public.resources FORCE ROW LEVEL SECURITY;
CREATE TABLE public.s3_buckets (
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
ALTER TABLE ONLY public.s3_buckets FORCE ROW LEVEL SECURITY;
CREATE TABLE public.s3_buckets_20261001 (
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
CREATE TABLE public.s3_buckets_20261101 (
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
CREATE TABLE public.s3_buckets_20261201 (
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
CREATE TABLE public.s3_buckets_20270101 (
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
CREATE TABLE public.s3_buckets_default (
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
CREATE TABLE public.s3_performance (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    requests double precision,
    size double precision,
    objects double precision
)
PARTITION BY RANGE ("timestamp");
ALTER TABLE ONLY public.s3_performance FORCE ROW LEVEL SECURITY;
CREATE TABLE public.s3_performance_20261109 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    requests double precision,
    size double precision,
    objects double precision
);
CREATE TABLE public.s3_performance_20261116 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    requests double precision,
    size double precision,
    objects double precision
);
CREATE TABLE public.s3_performance_20261123 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    requests double precision,
    size double precision,
    objects double precision
);
CREATE TABLE public.s3_performance_20261130 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    requests double precision,
    size double precision,
    objects double precision
);
CREATE TABLE public.s3_performance_default (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    requests double precision,
    size double precision,
    objects double precision
);
CREATE TABLE public.scan_coverage (
    account uuid NOT NULL,
    provider text NOT NULL,
    service_type text NOT NULL,
    cloud_account text NOT NULL,
    region text NOT NULL,
    scan_run_id uuid NOT NULL,
    scanned_at timestamp with time zone NOT NULL,
    status text NOT NULL,
    reason text
);
ALTER TABLE ONLY public.scan_coverage FORCE ROW LEVEL SECURITY;
CREATE TABLE public.scan_runs (
    id uuid NOT NULL,
    scan_id uuid NOT NULL,
    account uuid NOT NULL,
    user_id uuid NOT NULL,
    job_id uuid NOT NULL,
    service_type text NOT NULL,
    scan_timestamp timestamp with time zone DEFAULT now() NOT NULL,
    status text DEFAULT 'queued'::text NOT NULL,
    total_resources integer DEFAULT 0 NOT NULL,
    error text,
    regions jsonb DEFAULT '[]'::jsonb NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    cloud_account text,
    CONSTRAINT scan_runs_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'in_progress'::text, 'success'::text, 'error'::text, 'cancelled'::text])))
);
ALTER TABLE ONLY public.scan_runs FORCE ROW LEVEL SECURITY;
CREATE TABLE public.scan_tables (
    name text NOT NULL,
    time_column text NOT NULL,
    span text NOT NULL,
    holds text NOT NULL,
    CONSTRAINT scan_tables_holds_check CHECK ((holds = ANY (ARRAY['resources'::text, 'metrics'::text]))),
    CONSTRAINT scan_tables_span_check CHECK ((span = ANY (ARRAY['month'::text, 'week'::text])))
);
CREATE TABLE public.scans (
    id uuid NOT NULL,
    account uuid NOT NULL,
    user_id uuid NOT NULL,
    provider text NOT NULL,
    services text[] NOT NULL,
    regions text[],
    role_arn text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT scans_services_check CHECK ((cardinality(services) > 0))
);
ALTER TABLE ONLY public.scans FORCE ROW LEVEL SECURITY;
CREATE TABLE public.users (
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
ALTER TABLE ONLY public.users FORCE ROW LEVEL SECURITY;
CREATE TABLE public.vpc_instances (
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
ALTER TABLE ONLY public.vpc_instances FORCE ROW LEVEL SECURITY;
CREATE TABLE public.vpc_instances_20261001 (
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
CREATE TABLE public.vpc_instances_20261101 (
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
CREATE TABLE public.vpc_instances_20261201 (
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
CREATE TABLE public.vpc_instances_20270101 (
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
CREATE TABLE public.vpc_instances_default (
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
CREATE TABLE public.vpc_performance (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    traffic_in double precision,
    traffic_out double precision
)
PARTITION BY RANGE ("timestamp");
ALTER TABLE ONLY public.vpc_performance FORCE ROW LEVEL SECURITY;
CREATE TABLE public.vpc_performance_20261109 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    traffic_in double precision,
    traffic_out double precision
);
CREATE TABLE public.vpc_performance_20261116 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    traffic_in double precision,
    traffic_out double precision
);
CREATE TABLE public.vpc_performance_20261123 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    traffic_in double precision,
    traffic_out double precision
);
CREATE TABLE public.vpc_performance_20261130 (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    traffic_in double precision,
    traffic_out double precision
);
CREATE TABLE public.vpc_performance_default (
    resource_id uuid NOT NULL,
    account uuid NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    traffic_in double precision,
    traffic_out double precision
);
CREATE TABLE public.worker_sessions (
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
ALTER TABLE ONLY public.ec2_instances ATTACH PARTITION public.ec2_instances_20261001 FOR VALUES FROM ('2026-10-01 00:00:00+00') TO ('2026-11-01 00:00:00+00');
ALTER TABLE ONLY public.ec2_instances ATTACH PARTITION public.ec2_instances_20261101 FOR VALUES FROM ('2026-11-01 00:00:00+00') TO ('2026-12-01 00:00:00+00');
ALTER TABLE ONLY public.ec2_instances ATTACH PARTITION public.ec2_instances_20261201 FOR VALUES FROM ('2026-12-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');
ALTER TABLE ONLY public.ec2_instances ATTACH PARTITION public.ec2_instances_20270101 FOR VALUES FROM ('2027-01-01 00:00:00+00') TO ('2027-02-01 00:00:00+00');
ALTER TABLE ONLY public.ec2_instances ATTACH PARTITION public.ec2_instances_default DEFAULT;
ALTER TABLE ONLY public.ec2_performance ATTACH PARTITION public.ec2_performance_20261109 FOR VALUES FROM ('2026-11-09 00:00:00+00') TO ('2026-11-16 00:00:00+00');
ALTER TABLE ONLY public.ec2_performance ATTACH PARTITION public.ec2_performance_20261116 FOR VALUES FROM ('2026-11-16 00:00:00+00') TO ('2026-11-23 00:00:00+00');
ALTER TABLE ONLY public.ec2_performance ATTACH PARTITION public.ec2_performance_20261123 FOR VALUES FROM ('2026-11-23 00:00:00+00') TO ('2026-11-30 00:00:00+00');
ALTER TABLE ONLY public.ec2_performance ATTACH PARTITION public.ec2_performance_20261130 FOR VALUES FROM ('2026-11-30 00:00:00+00') TO ('2026-12-07 00:00:00+00');
ALTER TABLE ONLY public.ec2_performance ATTACH PARTITION public.ec2_performance_default DEFAULT;
ALTER TABLE ONLY public.job_attempts ATTACH PARTITION public.job_attempts_20261120 FOR VALUES FROM ('01a1f640-bc00-0000-0000-000000000000') TO ('01a1fb67-1800-0000-0000-000000000000');
ALTER TABLE ONLY public.job_attempts ATTACH PARTITION public.job_attempts_20261121 FOR VALUES FROM ('01a1fb67-1800-0000-0000-000000000000') TO ('01a2008d-7400-0000-0000-000000000000');
ALTER TABLE ONLY public.job_attempts ATTACH PARTITION public.job_attempts_20261122 FOR VALUES FROM ('01a2008d-7400-0000-0000-000000000000') TO ('01a205b3-d000-0000-0000-000000000000');
ALTER TABLE ONLY public.job_attempts ATTACH PARTITION public.job_attempts_20261123 FOR VALUES FROM ('01a205b3-d000-0000-0000-000000000000') TO ('01a20ada-2c00-0000-0000-000000000000');
ALTER TABLE ONLY public.job_attempts ATTACH PARTITION public.job_attempts_20261124 FOR VALUES FROM ('01a20ada-2c00-0000-0000-000000000000') TO ('01a21000-8800-0000-0000-000000000000');
ALTER TABLE ONLY public.job_attempts ATTACH PARTITION public.job_attempts_20261125 FOR VALUES FROM ('01a21000-8800-0000-0000-000000000000') TO ('01a21526-e400-0000-0000-000000000000');
ALTER TABLE ONLY public.job_attempts ATTACH PARTITION public.job_attempts_20261126 FOR VALUES FROM ('01a21526-e400-0000-0000-000000000000') TO ('01a21a4d-4000-0000-0000-000000000000');
ALTER TABLE ONLY public.job_attempts ATTACH PARTITION public.job_attempts_20261127 FOR VALUES FROM ('01a21a4d-4000-0000-0000-000000000000') TO ('01a21f73-9c00-0000-0000-000000000000');
ALTER TABLE ONLY public.job_attempts ATTACH PARTITION public.job_attempts_20261128 FOR VALUES FROM ('01a21f73-9c00-0000-0000-000000000000') TO ('01a22499-f800-0000-0000-000000000000');
ALTER TABLE ONLY public.job_attempts ATTACH PARTITION public.job_attempts_default DEFAULT;
ALTER TABLE ONLY public.jobs ATTACH PARTITION public.jobs_20261120 FOR VALUES FROM ('01a1f640-bc00-0000-0000-000000000000') TO ('01a1fb67-1800-0000-0000-000000000000');
ALTER TABLE ONLY public.jobs ATTACH PARTITION public.jobs_20261121 FOR VALUES FROM ('01a1fb67-1800-0000-0000-000000000000') TO ('01a2008d-7400-0000-0000-000000000000');
ALTER TABLE ONLY public.jobs ATTACH PARTITION public.jobs_20261122 FOR VALUES FROM ('01a2008d-7400-0000-0000-000000000000') TO ('01a205b3-d000-0000-0000-000000000000');
ALTER TABLE ONLY public.jobs ATTACH PARTITION public.jobs_20261123 FOR VALUES FROM ('01a205b3-d000-0000-0000-000000000000') TO ('01a20ada-2c00-0000-0000-000000000000');
ALTER TABLE ONLY public.jobs ATTACH PARTITION public.jobs_20261124 FOR VALUES FROM ('01a20ada-2c00-0000-0000-000000000000') TO ('01a21000-8800-0000-0000-000000000000');
ALTER TABLE ONLY public.jobs ATTACH PARTITION public.jobs_20261125 FOR VALUES FROM ('01a21000-8800-0000-0000-000000000000') TO ('01a21526-e400-0000-0000-000000000000');
ALTER TABLE ONLY public.jobs ATTACH PARTITION public.jobs_20261126 FOR VALUES FROM ('01a21526-e400-0000-0000-000000000000') TO ('01a21a4d-4000-0000-0000-000000000000');
ALTER TABLE ONLY public.jobs ATTACH PARTITION public.jobs_20261127 FOR VALUES FROM ('01a21a4d-4000-0000-0000-000000000000') TO ('01a21f73-9c00-0000-0000-000000000000');
ALTER TABLE ONLY public.jobs ATTACH PARTITION public.jobs_20261128 FOR VALUES FROM ('01a21f73-9c00-0000-0000-000000000000') TO ('01a22499-f800-0000-0000-000000000000');
ALTER TABLE ONLY public.jobs ATTACH PARTITION public.jobs_default DEFAULT;
ALTER TABLE ONLY public.rds_instances ATTACH PARTITION public.rds_instances_20261001 FOR VALUES FROM ('2026-10-01 00:00:00+00') TO ('2026-11-01 00:00:00+00');
ALTER TABLE ONLY public.rds_instances ATTACH PARTITION public.rds_instances_20261101 FOR VALUES FROM ('2026-11-01 00:00:00+00') TO ('2026-12-01 00:00:00+00');
ALTER TABLE ONLY public.rds_instances ATTACH PARTITION public.rds_instances_20261201 FOR VALUES FROM ('2026-12-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');
ALTER TABLE ONLY public.rds_instances ATTACH PARTITION public.rds_instances_20270101 FOR VALUES FROM ('2027-01-01 00:00:00+00') TO ('2027-02-01 00:00:00+00');
ALTER TABLE ONLY public.rds_instances ATTACH PARTITION public.rds_instances_default DEFAULT;
ALTER TABLE ONLY public.rds_performance ATTACH PARTITION public.rds_performance_20261109 FOR VALUES FROM ('2026-11-09 00:00:00+00') TO ('2026-11-16 00:00:00+00');
ALTER TABLE ONLY public.rds_performance ATTACH PARTITION public.rds_performance_20261116 FOR VALUES FROM ('2026-11-16 00:00:00+00') TO ('2026-11-23 00:00:00+00');
ALTER TABLE ONLY public.rds_performance ATTACH PARTITION public.rds_performance_20261123 FOR VALUES FROM ('2026-11-23 00:00:00+00') TO ('2026-11-30 00:00:00+00');
ALTER TABLE ONLY public.rds_performance ATTACH PARTITION public.rds_performance_20261130 FOR VALUES FROM ('2026-11-30 00:00:00+00') TO ('2026-12-07 00:00:00+00');
ALTER TABLE ONLY public.rds_performance ATTACH PARTITION public.rds_performance_default DEFAULT;
ALTER TABLE ONLY public.s3_buckets ATTACH PARTITION public.s3_buckets_20261001 FOR VALUES FROM ('2026-10-01 00:00:00+00') TO ('2026-11-01 00:00:00+00');
ALTER TABLE ONLY public.s3_buckets ATTACH PARTITION public.s3_buckets_20261101 FOR VALUES FROM ('2026-11-01 00:00:00+00') TO ('2026-12-01 00:00:00+00');
ALTER TABLE ONLY public.s3_buckets ATTACH PARTITION public.s3_buckets_20261201 FOR VALUES FROM ('2026-12-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');
ALTER TABLE ONLY public.s3_buckets ATTACH PARTITION public.s3_buckets_20270101 FOR VALUES FROM ('2027-01-01 00:00:00+00') TO ('2027-02-01 00:00:00+00');
ALTER TABLE ONLY public.s3_buckets ATTACH PARTITION public.s3_buckets_default DEFAULT;
ALTER TABLE ONLY public.s3_performance ATTACH PARTITION public.s3_performance_20261109 FOR VALUES FROM ('2026-11-09 00:00:00+00') TO ('2026-11-16 00:00:00+00');
ALTER TABLE ONLY public.s3_performance ATTACH PARTITION public.s3_performance_20261116 FOR VALUES FROM ('2026-11-16 00:00:00+00') TO ('2026-11-23 00:00:00+00');
ALTER TABLE ONLY public.s3_performance ATTACH PARTITION public.s3_performance_20261123 FOR VALUES FROM ('2026-11-23 00:00:00+00') TO ('2026-11-30 00:00:00+00');
ALTER TABLE ONLY public.s3_performance ATTACH PARTITION public.s3_performance_20261130 FOR VALUES FROM ('2026-11-30 00:00:00+00') TO ('2026-12-07 00:00:00+00');
ALTER TABLE ONLY public.s3_performance ATTACH PARTITION public.s3_performance_default DEFAULT;
ALTER TABLE ONLY public.vpc_instances ATTACH PARTITION public.vpc_instances_20261001 FOR VALUES FROM ('2026-10-01 00:00:00+00') TO ('2026-11-01 00:00:00+00');
ALTER TABLE ONLY public.vpc_instances ATTACH PARTITION public.vpc_instances_20261101 FOR VALUES FROM ('2026-11-01 00:00:00+00') TO ('2026-12-01 00:00:00+00');
ALTER TABLE ONLY public.vpc_instances ATTACH PARTITION public.vpc_instances_20261201 FOR VALUES FROM ('2026-12-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');
ALTER TABLE ONLY public.vpc_instances ATTACH PARTITION public.vpc_instances_20270101 FOR VALUES FROM ('2027-01-01 00:00:00+00') TO ('2027-02-01 00:00:00+00');
ALTER TABLE ONLY public.vpc_instances ATTACH PARTITION public.vpc_instances_default DEFAULT;
ALTER TABLE ONLY public.vpc_performance ATTACH PARTITION public.vpc_performance_20261109 FOR VALUES FROM ('2026-11-09 00:00:00+00') TO ('2026-11-16 00:00:00+00');
ALTER TABLE ONLY public.vpc_performance ATTACH PARTITION public.vpc_performance_20261116 FOR VALUES FROM ('2026-11-16 00:00:00+00') TO ('2026-11-23 00:00:00+00');
ALTER TABLE ONLY public.vpc_performance ATTACH PARTITION public.vpc_performance_20261123 FOR VALUES FROM ('2026-11-23 00:00:00+00') TO ('2026-11-30 00:00:00+00');
ALTER TABLE ONLY public.vpc_performance ATTACH PARTITION public.vpc_performance_20261130 FOR VALUES FROM ('2026-11-30 00:00:00+00') TO ('2026-12-07 00:00:00+00');
ALTER TABLE ONLY public.vpc_performance ATTACH PARTITION public.vpc_performance_default DEFAULT;
INSERT INTO public.bench_effects VALUES ('01a1fd1d-0807-7000-93b5-9d50e960081c', 1, '2026-11-21 07:58:20.704575+00');
INSERT INTO public.bench_effects VALUES ('01a1fd1d-0807-7002-9c6d-e0c07d88f951', 2, '2026-11-21 07:58:20.742256+00');
INSERT INTO public.bench_effects VALUES ('01a1fd1d-0807-7001-92e2-a4e3c96cab06', 2, '2026-11-21 07:58:20.742256+00');
INSERT INTO public.due VALUES ('2026-11-21 08:08:20+00', '01a1fd1d-0826-7000-b774-5600323ea082');
INSERT INTO public.due VALUES ('2026-11-21 07:58:20.719307+00', '01a1fd1d-0807-7001-92e2-a4e3c96cab06');
INSERT INTO public.due VALUES ('2026-11-21 07:58:20.719307+00', '01a1fd1d-0807-7002-9c6d-e0c07d88f951');
INSERT INTO public.due VALUES ('2026-11-21 07:58:20.719307+00', '01a1fd1d-0810-7000-963b-414227aa7b5d');
INSERT INTO public.due VALUES ('2026-11-21 07:58:20.719307+00', '01a1fd1d-0810-7001-b7bf-98c7a9e752b4');
INSERT INTO public.due VALUES ('2026-11-21 07:58:20.719307+00', '01a1fd1d-0810-7002-9142-c2b77b14d7cf');
INSERT INTO public.due VALUES ('2026-11-21 07:58:20.840256+00', '01a1fd1d-0810-7001-b7bf-98c7a9e752b4');
INSERT INTO public.due VALUES ('2026-11-21 07:58:27+00', '01a1fd1d-092f-7000-b0bb-715d0d0cd160');
INSERT INTO public.due VALUES ('2026-11-21 07:58:27+00', '01a1fd1d-092f-7001-8c51-16345fff3667');
INSERT INTO public.due VALUES ('2026-11-21 07:58:21.011842+00', '01a1fd1d-092f-7002-9d23-5dc5777178da');
INSERT INTO public.due VALUES ('2026-11-21 07:58:21.277516+00', '01a1fd1d-092f-7002-9d23-5dc5777178da');
INSERT INTO public.due VALUES ('2026-11-21 07:58:21.544716+00', '01a1fd1d-092f-7002-9d23-5dc5777178da');
INSERT INTO public.due VALUES ('2026-11-21 07:58:22.179336+00', '01a1fd1d-092f-7002-9d23-5dc5777178da');
INSERT INTO public.due VALUES ('2026-11-21 07:58:22.818746+00', '01a1fd1d-092f-7002-9d23-5dc5777178da');
INSERT INTO public.due VALUES ('2026-11-21 07:58:24.168739+00', '01a1fd1d-092f-7002-9d23-5dc5777178da');
INSERT INTO public.flotilla_migrations VALUES (1, 'jobs', '709aa8dcb3f9dd01742f3b76500e386e2e404624e5016347fe1526aab913c358', '2026-11-21 07:58:20.116363+00');
INSERT INTO public.flotilla_migrations VALUES (2, 'idempotency_keys', 'c2352c5c13ac6baaf02bd0b2dcb510716f942764bfb2db9658c323fd52028a55', '2026-11-21 07:58:20.120309+00');
INSERT INTO public.flotilla_migrations VALUES (3, 'job_kinds', '49cb8fd6ae5d94cb8a72ac0b5374341710131ecb559fca00ce41c64313b452d3', '2026-11-21 07:58:20.124753+00');
INSERT INTO public.flotilla_migrations VALUES (4, 'enqueueing', '3a35aafd7f02507793cdcb38050460bb824a8eb4c895c2a28de62b641378c4be', '2026-11-21 07:58:20.129615+00');
INSERT INTO public.flotilla_migrations VALUES (100, 'accounts', 'fd2f1e7f75f71ab4fd73a8e1991375d8284ebd4952d9be939d2da93e8f88429b', '2026-11-21 07:58:20.13656+00');
INSERT INTO public.flotilla_migrations VALUES (200, 'scans', 'bbf2efb159926afeac42c1ea7104e1a7f96ef09e87d2d718c28a108f82300cf0', '2026-11-21 07:58:20.143744+00');
INSERT INTO public.flotilla_migrations VALUES (201, 'resources', 'b09e20bd7e1f329c567b3abc41581f8699b9e6b2ca87e474ea2a27eea3fa5a38', '2026-11-21 07:58:20.222913+00');
INSERT INTO public.flotilla_migrations VALUES (202, 'performance', '8853e668e3c70b5ffcdc03597c8461a20f5698d338f19e9fe37ad040cdfdce7d', '2026-11-21 07:58:20.256228+00');
INSERT INTO public.flotilla_migrations VALUES (203, 'findings', 'ffbbcdb813b6491aeb55f70ee9b06c959d0827dcd90b800e5aa60724416701ee', '2026-11-21 07:58:20.262054+00');
INSERT INTO public.idempotency_keys VALUES ('01a1fd1d-078b-7000-839e-28cf2165832e', 'POST', '/jobs/batch', '3804EBF1-2B3C-4315-8A16-8598C2C19F75', '\x10d3549d44322864895e2c929a19bdf43da6a39504896f00807305bb189c72b3', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316131666431642d303830372d373030302d393362352d396435306539363030383163222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666431642d303830372d373030302d393362352d396435306539363030383163227d2c7b226964223a2230316131666431642d303830372d373030312d393265322d613465336339366361623036222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666431642d303830372d373030312d393265322d613465336339366361623036227d2c7b226964223a2230316131666431642d303830372d373030322d396336642d653063303764383866393531222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666431642d303830372d373030322d396336642d653063303764383866393531227d5d7d', '2026-11-21 07:58:20.681828+00');
INSERT INTO public.idempotency_keys VALUES ('01a1fd1d-078b-7000-839e-28cf2165832e', 'POST', '/jobs/batch', '0CF19D6B-07E0-412C-A1CE-4BE1C469B367', '\xeed7c6ebf70a734494847fe775c059ad33c5e12f4f96728c3a62c17b2fcad3d6', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316131666431642d303831302d373030302d393633622d343134323237616137623564222c226b696e64223a2262656e63682e6661696c222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666431642d303831302d373030302d393633622d343134323237616137623564227d2c7b226964223a2230316131666431642d303831302d373030312d623762662d393863376139653735326234222c226b696e64223a2262656e63682e6661696c222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666431642d303831302d373030312d623762662d393863376139653735326234227d2c7b226964223a2230316131666431642d303831302d373030322d393134322d633262373762313464376366222c226b696e64223a2262656e63682e6372617368222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666431642d303831302d373030322d393134322d633262373762313464376366227d5d7d', '2026-11-21 07:58:20.690057+00');
INSERT INTO public.idempotency_keys VALUES ('01a1fd1d-078b-7000-839e-28cf2165832e', 'POST', '/jobs/batch', 'CD5D9813-962F-4B93-AC04-9924297DEEC9', '\xc3dd3900c2c7b96757c3dc72965c65c961ac89ba39866525d679835717be1c57', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316131666431642d303932662d373030302d623062622d373135643064306364313630222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a227363686564756c6564222c227374617475735f75726c223a222f6a6f62732f30316131666431642d303932662d373030302d623062622d373135643064306364313630227d2c7b226964223a2230316131666431642d303932662d373030312d386335312d313633343566666633363637222c226b696e64223a2262656e63682e736c656570222c22737461747573223a227363686564756c6564222c227374617475735f75726c223a222f6a6f62732f30316131666431642d303932662d373030312d386335312d313633343566666633363637227d2c7b226964223a2230316131666431642d303932662d373030322d396432332d356463353737373137386461222c226b696e64223a2262656e63682e6661696c222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666431642d303932662d373030322d396432332d356463353737373137386461227d5d7d', '2026-11-21 07:58:20.976892+00');
INSERT INTO public.idempotency_keys VALUES ('01a1fd1d-078b-7000-839e-28cf2165832e', 'POST', '/jobs/batch', '9883C78C-E352-40E4-9A92-F48F4E01A6A1', '\x7c16f47c1aa607c39b26c9592a9faade07d09b4d272ad32bd320df980841e865', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316131666431642d313064352d373030302d393932372d376662376164346631323765222c226b696e64223a2262656e63682e736c656570222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666431642d313064352d373030302d393932372d376662376164346631323765227d2c7b226964223a2230316131666431642d313064352d373030312d383636632d633532656232613130626136222c226b696e64223a2262656e63682e736c656570222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666431642d313064352d373030312d383636632d633532656232613130626136227d2c7b226964223a2230316131666431642d313064352d373030322d623833332d633231366362623239323739222c226b696e64223a2262656e63682e736c656570222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666431642d313064352d373030322d623833332d633231366362623239323739227d2c7b226964223a2230316131666431642d313064352d373030332d623662322d353333613035313336633035222c226b696e64223a2262656e63682e736c656570222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666431642d313064352d373030332d623662322d353333613035313336633035227d5d7d', '2026-11-21 07:58:22.934852+00');
INSERT INTO public.idempotency_keys VALUES ('01a1fd1d-078b-7000-839e-28cf2165832e', 'POST', '/jobs/batch', '93FC1C44-5897-4336-BA96-B380C4EFDE63', '\xd6135ce3576eec0e0259e62bb295080d1672707c59d173edb805839b100339eb', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316131666431642d313134642d373030302d386639322d373366623863306661666130222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666431642d313134642d373030302d386639322d373366623863306661666130227d2c7b226964223a2230316131666431642d313134642d373030312d383465302d663461373962383161643565222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666431642d313134642d373030312d383465302d663461373962383161643565227d2c7b226964223a2230316131666431642d313134642d373030322d386233342d333037633964313434363462222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666431642d313134642d373030322d386233342d333037633964313434363462227d2c7b226964223a2230316131666431642d313134642d373030332d623438332d313338633562636262326232222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666431642d313134642d373030332d623438332d313338633562636262326232227d2c7b226964223a2230316131666431642d313134642d373030342d383932382d643164656264336134383663222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666431642d313134642d373030342d383932382d643164656264336134383663227d2c7b226964223a2230316131666431642d313134642d373030352d623264382d353765316333623061303436222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666431642d313134642d373030352d623264382d353765316333623061303436227d5d7d', '2026-11-21 07:58:23.054577+00');
INSERT INTO public.idempotency_keys VALUES ('01a1fd1d-078b-7000-839e-28cf2165832e', 'POST', '/jobs/batch', 'E87DF132-E602-4A83-8C84-7A2D4D43F076', '\x31b194a895440f6d884b7b96441d8c1a51140db05067b249c62b866985b133a3', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316131666431642d313135312d373030302d626234372d376238613038663562616439222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666431642d313135312d373030302d626234372d376238613038663562616439227d5d7d', '2026-11-21 07:58:23.058344+00');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fd1d-0807-7001-92e2-a4e3c96cab06', 1, '9e1e826f-5412-4abc-8103-1d6df1180895', '0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', '2026-11-21 07:58:20.696541+00', '2026-11-21 07:58:20.719307+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fd1d-0807-7002-9c6d-e0c07d88f951', 1, '34a0aa0e-e341-4823-bd4b-744d29f5c4b9', '0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', '2026-11-21 07:58:20.696541+00', '2026-11-21 07:58:20.719307+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fd1d-0810-7000-963b-414227aa7b5d', 1, '6e201968-feb0-4dfa-8f94-e0f87cf0f34e', '0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', '2026-11-21 07:58:20.701688+00', '2026-11-21 07:58:20.719307+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fd1d-0810-7001-b7bf-98c7a9e752b4', 1, '9e1e826f-5412-4abc-8103-1d6df1180895', '0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', '2026-11-21 07:58:20.701688+00', '2026-11-21 07:58:20.719307+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fd1d-0810-7002-9142-c2b77b14d7cf', 1, '34a0aa0e-e341-4823-bd4b-744d29f5c4b9', '0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', '2026-11-21 07:58:20.701688+00', '2026-11-21 07:58:20.719307+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fd1d-0810-7001-b7bf-98c7a9e752b4', 2, '9e1e826f-5412-4abc-8103-1d6df1180895', '0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', '2026-11-21 07:58:20.735038+00', '2026-11-21 07:58:20.742256+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 2."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fd1d-092f-7002-9d23-5dc5777178da', 1, '6e201968-feb0-4dfa-8f94-e0f87cf0f34e', '0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', '2026-11-21 07:58:20.980149+00', '2026-11-21 07:58:20.980842+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 1."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fd1d-092f-7002-9d23-5dc5777178da', 2, '6e201968-feb0-4dfa-8f94-e0f87cf0f34e', '0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', '2026-11-21 07:58:21.162668+00', '2026-11-21 07:58:21.163516+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 2."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fd1d-092f-7002-9d23-5dc5777178da', 3, '6e201968-feb0-4dfa-8f94-e0f87cf0f34e', '0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', '2026-11-21 07:58:21.413845+00', '2026-11-21 07:58:21.414716+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 3."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fd1d-092f-7002-9d23-5dc5777178da', 4, '6e201968-feb0-4dfa-8f94-e0f87cf0f34e', '0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', '2026-11-21 07:58:21.664863+00', '2026-11-21 07:58:21.666336+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 4."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fd1d-092f-7002-9d23-5dc5777178da', 5, '6e201968-feb0-4dfa-8f94-e0f87cf0f34e', '0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', '2026-11-21 07:58:22.417821+00', '2026-11-21 07:58:22.418746+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 5."}');
INSERT INTO public.job_kinds VALUES ('bench.crash', 'bench', 60000, 8, 100, 5000, 1000, '2026-11-21 07:58:20.64239+00');
INSERT INTO public.job_kinds VALUES ('bench.fail', 'bench', 60000, 8, 100, 5000, 1000, '2026-11-21 07:58:20.64239+00');
INSERT INTO public.job_kinds VALUES ('bench.noop', 'bench', 60000, 8, 100, 5000, 1000, '2026-11-21 07:58:20.64239+00');
INSERT INTO public.job_kinds VALUES ('bench.sleep', 'bench', 60000, 8, 100, 5000, 1000, '2026-11-21 07:58:20.64239+00');
INSERT INTO public.job_kinds VALUES ('bench.spin', 'bench', 60000, 8, 100, 5000, 1000, '2026-11-21 07:58:20.64239+00');
INSERT INTO public.job_partitions VALUES ('jobs_20261122', '01a2008d-7400-0000-0000-000000000000', '01a205b3-d000-0000-0000-000000000000', '01a2008d-7400-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261123', '01a205b3-d000-0000-0000-000000000000', '01a20ada-2c00-0000-0000-000000000000', '01a205b3-d000-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261124', '01a20ada-2c00-0000-0000-000000000000', '01a21000-8800-0000-0000-000000000000', '01a20ada-2c00-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261125', '01a21000-8800-0000-0000-000000000000', '01a21526-e400-0000-0000-000000000000', '01a21000-8800-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261126', '01a21526-e400-0000-0000-000000000000', '01a21a4d-4000-0000-0000-000000000000', '01a21526-e400-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261127', '01a21a4d-4000-0000-0000-000000000000', '01a21f73-9c00-0000-0000-000000000000', '01a21a4d-4000-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261128', '01a21f73-9c00-0000-0000-000000000000', '01a22499-f800-0000-0000-000000000000', '01a21f73-9c00-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261120', '01a1f640-bc00-0000-0000-000000000000', '01a1fb67-1800-0000-0000-000000000000', '01a1fb67-1800-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261121', '01a1fb67-1800-0000-0000-000000000000', '01a2008d-7400-0000-0000-000000000000', '01a1fd1c-2180-0000-0000-000000000000');
INSERT INTO public.job_unique VALUES ('03db4258-316e-4852-89b1-e1dee42079af', 'bench.noop', 'once', '01a1fd1d-092f-7000-b0bb-715d0d0cd160', NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fd1d-0810-7000-963b-414227aa7b5d', '6e201968-feb0-4dfa-8f94-e0f87cf0f34e', 'bench.fail', 'bench', 'failed', 4, 2, 1, 1, 1, 60000, 8963603367915173709, '0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', '2026-11-21 07:58:20.690057+00', NULL, NULL, '2026-11-21 07:58:20.735038+00', '2026-11-21 07:58:20.747022+00', NULL, 'error', NULL, NULL, '00-95cadf00668acfdf59c02afabbb09ba7-cf49e0357486c9bb-01', '1f8f8e3b-e64b-40bb-adef-a6d197d2ac9d', '{"times": 99}', NULL, '{"code": "bench", "message": "Failed as asked, attempt 2."}', NULL, false);
INSERT INTO public.jobs_20261121 VALUES ('01a1fd1d-10d5-7001-866c-c52eb2a10ba6', '9e1e826f-5412-4abc-8103-1d6df1180895', 'bench.sleep', 'bench', 'running', 4, 1, 0, 0, 8, 60000, 3516713413606909511, '0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', '2026-11-21 07:58:22.934852+00', NULL, NULL, '2026-11-21 07:58:22.937929+00', NULL, '2026-11-21 07:58:23.061367+00', NULL, NULL, NULL, '00-0d3ed66eaa05ac9bff4b3b401e576dc7-191bdc92be97ee7f-01', 'bb42cd40-cfbd-440f-99ed-b8d492852386', '{"ms": 2501}', NULL, NULL, NULL, false);
INSERT INTO public.jobs_20261121 VALUES ('01a1fd1d-0810-7001-b7bf-98c7a9e752b4', '9e1e826f-5412-4abc-8103-1d6df1180895', 'bench.fail', 'bench', 'succeeded', 4, 3, 1, 1, 8, 60000, -5429261768698827197, '0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', '2026-11-21 07:58:20.690057+00', '2026-11-21 07:58:20.840256+00', NULL, '2026-11-21 07:58:20.911704+00', '2026-11-21 07:58:20.914118+00', NULL, 'succeeded', NULL, NULL, '00-95cadf00668acfdf59c02afabbb09ba7-cf49e0357486c9bb-01', '1f8f8e3b-e64b-40bb-adef-a6d197d2ac9d', '{"times": 2}', '{}', NULL, NULL, false);
INSERT INTO public.jobs_20261121 VALUES ('01a1fd1d-092f-7002-9d23-5dc5777178da', '6e201968-feb0-4dfa-8f94-e0f87cf0f34e', 'bench.fail', 'bench', 'retrying', 4, 6, 6, 0, 8, 60000, -2737967063902144132, '0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', '2026-11-21 07:58:20.976892+00', '2026-11-21 07:58:24.168739+00', NULL, '2026-11-21 07:58:22.919905+00', '2026-11-21 07:58:22.920739+00', NULL, 'error', NULL, NULL, '00-b81460f2eb37c86ca2e75f850b6f0b8d-186ad5635753f36b-01', 'cb2eb2a8-b0d7-4ac9-bb0d-03dd2c8a6238', '{"times": 7}', NULL, '{"code": "bench", "message": "Failed as asked, attempt 6."}', NULL, false);
INSERT INTO public.jobs_20261121 VALUES ('01a1fd1d-0807-7001-92e2-a4e3c96cab06', '9e1e826f-5412-4abc-8103-1d6df1180895', 'bench.noop', 'bench', 'succeeded', 4, 2, 0, 1, 8, 60000, -5514843464496922828, '0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', '2026-11-21 07:58:20.681828+00', NULL, NULL, '2026-11-21 07:58:20.735038+00', '2026-11-21 07:58:20.742256+00', NULL, 'succeeded', NULL, NULL, '00-3317968b04ddc630e160fccfda919971-c643de2c472b863d-01', 'a6cc1c19-f20b-4672-aecf-4af19feabf47', '{}', '{}', NULL, NULL, false);
INSERT INTO public.jobs_20261121 VALUES ('01a1fd1d-0807-7000-93b5-9d50e960081c', '6e201968-feb0-4dfa-8f94-e0f87cf0f34e', 'bench.noop', 'bench', 'succeeded', 4, 1, 0, 0, 8, 60000, 4930309399821136389, '0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', '2026-11-21 07:58:20.681828+00', NULL, NULL, '2026-11-21 07:58:20.696541+00', '2026-11-21 07:58:20.704575+00', NULL, 'succeeded', NULL, NULL, '00-3317968b04ddc630e160fccfda919971-c643de2c472b863d-01', 'a6cc1c19-f20b-4672-aecf-4af19feabf47', '{}', '{}', NULL, NULL, false);
INSERT INTO public.jobs_20261121 VALUES ('01a1fd1d-0826-7000-b774-5600323ea082', '01a1fd1d-078b-7001-a17e-f643420b09ce', 'bench.noop', 'bench', 'cancelled', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 07:58:20.713536+00', '2026-11-21 08:08:20+00', NULL, NULL, '2026-11-21 07:58:20.716468+00', '2026-11-21 07:58:20.716468+00', 'cancelled', NULL, NULL, '00-ec69c60379a94cd1b178b0fcd4b6fae9-08cb6506d8b55125-01', '1a7f87eb-dc8e-4dfe-bfd0-a20a83c9846d', '{}', NULL, '{"code": "cancelled", "message": "The job was cancelled."}', NULL, false);
INSERT INTO public.jobs_20261121 VALUES ('01a1fd1d-092f-7000-b0bb-715d0d0cd160', '03db4258-316e-4852-89b1-e1dee42079af', 'bench.noop', 'bench', 'scheduled', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 07:58:20.976892+00', '2026-11-21 07:58:27+00', NULL, NULL, NULL, NULL, NULL, 'once', NULL, '00-b81460f2eb37c86ca2e75f850b6f0b8d-186ad5635753f36b-01', 'cb2eb2a8-b0d7-4ac9-bb0d-03dd2c8a6238', '{}', NULL, NULL, NULL, false);
INSERT INTO public.jobs_20261121 VALUES ('01a1fd1d-092f-7001-8c51-16345fff3667', '13ab6a7d-98a1-46c5-90d3-1c8bab0b40c6', 'bench.sleep', 'bench', 'scheduled', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 07:58:20.976892+00', '2026-11-21 07:58:27+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-b81460f2eb37c86ca2e75f850b6f0b8d-186ad5635753f36b-01', 'cb2eb2a8-b0d7-4ac9-bb0d-03dd2c8a6238', '{"ms": 10}', NULL, NULL, NULL, false);
INSERT INTO public.jobs_20261121 VALUES ('01a1fd1d-0807-7002-9c6d-e0c07d88f951', '34a0aa0e-e341-4823-bd4b-744d29f5c4b9', 'bench.noop', 'bench', 'succeeded', 4, 2, 0, 1, 8, 60000, -845731552787692469, '0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', '2026-11-21 07:58:20.681828+00', NULL, NULL, '2026-11-21 07:58:20.735038+00', '2026-11-21 07:58:20.742256+00', NULL, 'succeeded', NULL, NULL, '00-3317968b04ddc630e160fccfda919971-c643de2c472b863d-01', 'a6cc1c19-f20b-4672-aecf-4af19feabf47', '{}', '{}', NULL, NULL, false);
INSERT INTO public.jobs_20261121 VALUES ('01a1fd1d-0810-7002-9142-c2b77b14d7cf', '34a0aa0e-e341-4823-bd4b-744d29f5c4b9', 'bench.crash', 'bench', 'succeeded', 4, 2, 0, 1, 8, 60000, 8338323280193438732, '0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', '2026-11-21 07:58:20.690057+00', NULL, NULL, '2026-11-21 07:58:20.735038+00', '2026-11-21 07:58:20.747022+00', NULL, 'succeeded', NULL, NULL, '00-95cadf00668acfdf59c02afabbb09ba7-cf49e0357486c9bb-01', '1f8f8e3b-e64b-40bb-adef-a6d197d2ac9d', '{"times": 1}', '{}', NULL, NULL, false);
INSERT INTO public.jobs_20261121 VALUES ('01a1fd1d-10d5-7000-9927-7fb7ad4f127e', '6e201968-feb0-4dfa-8f94-e0f87cf0f34e', 'bench.sleep', 'bench', 'running', 4, 1, 0, 0, 8, 60000, -376620174853930771, '0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', '2026-11-21 07:58:22.934852+00', NULL, NULL, '2026-11-21 07:58:22.937929+00', NULL, NULL, NULL, NULL, NULL, '00-0d3ed66eaa05ac9bff4b3b401e576dc7-191bdc92be97ee7f-01', 'bb42cd40-cfbd-440f-99ed-b8d492852386', '{"ms": 2500}', NULL, NULL, NULL, false);
INSERT INTO public.jobs_20261121 VALUES ('01a1fd1d-10d5-7002-b833-c216cbb29279', '34a0aa0e-e341-4823-bd4b-744d29f5c4b9', 'bench.sleep', 'bench', 'running', 4, 1, 0, 0, 8, 60000, 4395322320558347570, '0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', '2026-11-21 07:58:22.934852+00', NULL, NULL, '2026-11-21 07:58:22.937929+00', NULL, NULL, NULL, NULL, NULL, '00-0d3ed66eaa05ac9bff4b3b401e576dc7-191bdc92be97ee7f-01', 'bb42cd40-cfbd-440f-99ed-b8d492852386', '{"ms": 2502}', NULL, NULL, NULL, false);
INSERT INTO public.jobs_20261121 VALUES ('01a1fd1d-10d5-7003-b6b2-533a05136c05', '03db4258-316e-4852-89b1-e1dee42079af', 'bench.sleep', 'bench', 'running', 4, 1, 0, 0, 8, 60000, 6639161625335084677, '0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', '2026-11-21 07:58:22.934852+00', NULL, NULL, '2026-11-21 07:58:22.937929+00', NULL, NULL, NULL, NULL, NULL, '00-0d3ed66eaa05ac9bff4b3b401e576dc7-191bdc92be97ee7f-01', 'bb42cd40-cfbd-440f-99ed-b8d492852386', '{"ms": 2503}', NULL, NULL, NULL, false);
INSERT INTO public.jobs_20261121 VALUES ('01a1fd1d-114d-7000-8f92-73fb8c0fafa0', '6e201968-feb0-4dfa-8f94-e0f87cf0f34e', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 07:58:23.054577+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-ecde752de1eae2f4c5abdf6e250a42ff-a793837b050fdf75-01', '96a2a3d4-e6d6-4a66-b137-c1889cc5f152', '{}', NULL, NULL, NULL, false);
INSERT INTO public.jobs_20261121 VALUES ('01a1fd1d-114d-7001-84e0-f4a79b81ad5e', '9e1e826f-5412-4abc-8103-1d6df1180895', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 07:58:23.054577+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-ecde752de1eae2f4c5abdf6e250a42ff-a793837b050fdf75-01', '96a2a3d4-e6d6-4a66-b137-c1889cc5f152', '{}', NULL, NULL, NULL, false);
INSERT INTO public.jobs_20261121 VALUES ('01a1fd1d-114d-7002-8b34-307c9d14464b', '34a0aa0e-e341-4823-bd4b-744d29f5c4b9', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 07:58:23.054577+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-ecde752de1eae2f4c5abdf6e250a42ff-a793837b050fdf75-01', '96a2a3d4-e6d6-4a66-b137-c1889cc5f152', '{}', NULL, NULL, NULL, false);
INSERT INTO public.jobs_20261121 VALUES ('01a1fd1d-114d-7003-b483-138c5bcbb2b2', '03db4258-316e-4852-89b1-e1dee42079af', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 07:58:23.054577+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-ecde752de1eae2f4c5abdf6e250a42ff-a793837b050fdf75-01', '96a2a3d4-e6d6-4a66-b137-c1889cc5f152', '{}', NULL, NULL, NULL, false);
INSERT INTO public.jobs_20261121 VALUES ('01a1fd1d-114d-7004-8928-d1debd3a486c', '13ab6a7d-98a1-46c5-90d3-1c8bab0b40c6', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 07:58:23.054577+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-ecde752de1eae2f4c5abdf6e250a42ff-a793837b050fdf75-01', '96a2a3d4-e6d6-4a66-b137-c1889cc5f152', '{}', NULL, NULL, NULL, false);
INSERT INTO public.jobs_20261121 VALUES ('01a1fd1d-114d-7005-b2d8-57e1c3b0a046', '6e201968-feb0-4dfa-8f94-e0f87cf0f34e', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 07:58:23.054577+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-ecde752de1eae2f4c5abdf6e250a42ff-a793837b050fdf75-01', '96a2a3d4-e6d6-4a66-b137-c1889cc5f152', '{}', NULL, NULL, NULL, false);
INSERT INTO public.jobs_20261121 VALUES ('01a1fd1d-1151-7000-bb47-7b8a08f5bad9', '9e1e826f-5412-4abc-8103-1d6df1180895', 'bench.noop', 'bench', 'queued', 0, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 07:58:23.058344+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'a limit', '00-2413667da3cee544ba58acc785e11455-7f086462e43e5a53-01', '2e1374b6-c65c-4f25-9c25-d8278069d903', '{}', NULL, NULL, NULL, false);
INSERT INTO public.scan_tables VALUES ('ec2_instances', 'scan_timestamp', 'month', 'resources');
INSERT INTO public.scan_tables VALUES ('s3_buckets', 'scan_timestamp', 'month', 'resources');
INSERT INTO public.scan_tables VALUES ('vpc_instances', 'scan_timestamp', 'month', 'resources');
INSERT INTO public.scan_tables VALUES ('rds_instances', 'scan_timestamp', 'month', 'resources');
INSERT INTO public.scan_tables VALUES ('ec2_performance', 'timestamp', 'week', 'metrics');
INSERT INTO public.scan_tables VALUES ('s3_performance', 'timestamp', 'week', 'metrics');
INSERT INTO public.scan_tables VALUES ('vpc_performance', 'timestamp', 'week', 'metrics');
INSERT INTO public.scan_tables VALUES ('rds_performance', 'timestamp', 'week', 'metrics');
INSERT INTO public.worker_sessions VALUES ('0bf428f9-5f5d-4a7b-adc0-23c7d3265b41', 'bench', '{bench}', 'vm', 26823, 8, '0.1.0', '2026-11-21 07:58:20.64712+00', '2026-11-21 07:58:22.324295+00', false);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_external_id_key UNIQUE (external_id);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bulk_operations
    ADD CONSTRAINT bulk_operations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.due
    ADD CONSTRAINT due_pkey PRIMARY KEY (run_at, id);
ALTER TABLE ONLY public.ec2_instances
    ADD CONSTRAINT ec2_instances_pkey PRIMARY KEY (scan_run_id, region, instance_id, scan_timestamp);
ALTER TABLE ONLY public.ec2_instances_20261001
    ADD CONSTRAINT ec2_instances_20261001_pkey PRIMARY KEY (scan_run_id, region, instance_id, scan_timestamp);
ALTER TABLE ONLY public.ec2_instances_20261101
    ADD CONSTRAINT ec2_instances_20261101_pkey PRIMARY KEY (scan_run_id, region, instance_id, scan_timestamp);
ALTER TABLE ONLY public.ec2_instances_20261201
    ADD CONSTRAINT ec2_instances_20261201_pkey PRIMARY KEY (scan_run_id, region, instance_id, scan_timestamp);
ALTER TABLE ONLY public.ec2_instances_20270101
    ADD CONSTRAINT ec2_instances_20270101_pkey PRIMARY KEY (scan_run_id, region, instance_id, scan_timestamp);
ALTER TABLE ONLY public.ec2_instances_default
    ADD CONSTRAINT ec2_instances_default_pkey PRIMARY KEY (scan_run_id, region, instance_id, scan_timestamp);
ALTER TABLE ONLY public.ec2_performance
    ADD CONSTRAINT ec2_performance_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.ec2_performance_20261109
    ADD CONSTRAINT ec2_performance_20261109_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.ec2_performance_20261116
    ADD CONSTRAINT ec2_performance_20261116_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.ec2_performance_20261123
    ADD CONSTRAINT ec2_performance_20261123_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.ec2_performance_20261130
    ADD CONSTRAINT ec2_performance_20261130_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.ec2_performance_default
    ADD CONSTRAINT ec2_performance_default_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.enqueued
    ADD CONSTRAINT enqueued_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.findings
    ADD CONSTRAINT findings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.flotilla_migrations
    ADD CONSTRAINT flotilla_migrations_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (caller, method, path, key);
ALTER TABLE ONLY public.job_attempts
    ADD CONSTRAINT job_attempts_pkey PRIMARY KEY (job_id, attempt);
ALTER TABLE ONLY public.job_attempts_20261120
    ADD CONSTRAINT job_attempts_20261120_pkey PRIMARY KEY (job_id, attempt);
ALTER TABLE ONLY public.job_attempts_20261121
    ADD CONSTRAINT job_attempts_20261121_pkey PRIMARY KEY (job_id, attempt);
ALTER TABLE ONLY public.job_attempts_20261122
    ADD CONSTRAINT job_attempts_20261122_pkey PRIMARY KEY (job_id, attempt);
ALTER TABLE ONLY public.job_attempts_20261123
    ADD CONSTRAINT job_attempts_20261123_pkey PRIMARY KEY (job_id, attempt);
ALTER TABLE ONLY public.job_attempts_20261124
    ADD CONSTRAINT job_attempts_20261124_pkey PRIMARY KEY (job_id, attempt);
ALTER TABLE ONLY public.job_attempts_20261125
    ADD CONSTRAINT job_attempts_20261125_pkey PRIMARY KEY (job_id, attempt);
ALTER TABLE ONLY public.job_attempts_20261126
    ADD CONSTRAINT job_attempts_20261126_pkey PRIMARY KEY (job_id, attempt);
ALTER TABLE ONLY public.job_attempts_20261127
    ADD CONSTRAINT job_attempts_20261127_pkey PRIMARY KEY (job_id, attempt);
ALTER TABLE ONLY public.job_attempts_20261128
    ADD CONSTRAINT job_attempts_20261128_pkey PRIMARY KEY (job_id, attempt);
ALTER TABLE ONLY public.job_attempts_default
    ADD CONSTRAINT job_attempts_default_pkey PRIMARY KEY (job_id, attempt);
ALTER TABLE ONLY public.job_kinds
    ADD CONSTRAINT job_kinds_pkey PRIMARY KEY (kind);
ALTER TABLE ONLY public.job_partitions
    ADD CONSTRAINT job_partitions_lower_key UNIQUE (lower);
ALTER TABLE ONLY public.job_partitions
    ADD CONSTRAINT job_partitions_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.job_unique
    ADD CONSTRAINT job_unique_pkey PRIMARY KEY (tenant, kind, key);
ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.jobs_20261120
    ADD CONSTRAINT jobs_20261120_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.jobs_20261121
    ADD CONSTRAINT jobs_20261121_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.jobs_20261122
    ADD CONSTRAINT jobs_20261122_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.jobs_20261123
    ADD CONSTRAINT jobs_20261123_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.jobs_20261124
    ADD CONSTRAINT jobs_20261124_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.jobs_20261125
    ADD CONSTRAINT jobs_20261125_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.jobs_20261126
    ADD CONSTRAINT jobs_20261126_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.jobs_20261127
    ADD CONSTRAINT jobs_20261127_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.jobs_20261128
    ADD CONSTRAINT jobs_20261128_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.jobs_default
    ADD CONSTRAINT jobs_default_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rds_instances
    ADD CONSTRAINT rds_instances_pkey PRIMARY KEY (scan_run_id, region, db_identifier, scan_timestamp);
ALTER TABLE ONLY public.rds_instances_20261001
    ADD CONSTRAINT rds_instances_20261001_pkey PRIMARY KEY (scan_run_id, region, db_identifier, scan_timestamp);
ALTER TABLE ONLY public.rds_instances_20261101
    ADD CONSTRAINT rds_instances_20261101_pkey PRIMARY KEY (scan_run_id, region, db_identifier, scan_timestamp);
ALTER TABLE ONLY public.rds_instances_20261201
    ADD CONSTRAINT rds_instances_20261201_pkey PRIMARY KEY (scan_run_id, region, db_identifier, scan_timestamp);
ALTER TABLE ONLY public.rds_instances_20270101
    ADD CONSTRAINT rds_instances_20270101_pkey PRIMARY KEY (scan_run_id, region, db_identifier, scan_timestamp);
ALTER TABLE ONLY public.rds_instances_default
    ADD CONSTRAINT rds_instances_default_pkey PRIMARY KEY (scan_run_id, region, db_identifier, scan_timestamp);
ALTER TABLE ONLY public.rds_performance
    ADD CONSTRAINT rds_performance_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.rds_performance_20261109
    ADD CONSTRAINT rds_performance_20261109_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.rds_performance_20261116
    ADD CONSTRAINT rds_performance_20261116_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.rds_performance_20261123
    ADD CONSTRAINT rds_performance_20261123_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.rds_performance_20261130
    ADD CONSTRAINT rds_performance_20261130_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.rds_performance_default
    ADD CONSTRAINT rds_performance_default_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.resources
    ADD CONSTRAINT resources_account_type_region_identifier_cloud_account_prov_key UNIQUE (account, type, region, identifier, cloud_account, provider);
ALTER TABLE ONLY public.resources
    ADD CONSTRAINT resources_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.s3_buckets
    ADD CONSTRAINT s3_buckets_pkey PRIMARY KEY (scan_run_id, region, bucket_name, scan_timestamp);
ALTER TABLE ONLY public.s3_buckets_20261001
    ADD CONSTRAINT s3_buckets_20261001_pkey PRIMARY KEY (scan_run_id, region, bucket_name, scan_timestamp);
ALTER TABLE ONLY public.s3_buckets_20261101
    ADD CONSTRAINT s3_buckets_20261101_pkey PRIMARY KEY (scan_run_id, region, bucket_name, scan_timestamp);
ALTER TABLE ONLY public.s3_buckets_20261201
    ADD CONSTRAINT s3_buckets_20261201_pkey PRIMARY KEY (scan_run_id, region, bucket_name, scan_timestamp);
ALTER TABLE ONLY public.s3_buckets_20270101
    ADD CONSTRAINT s3_buckets_20270101_pkey PRIMARY KEY (scan_run_id, region, bucket_name, scan_timestamp);
ALTER TABLE ONLY public.s3_buckets_default
    ADD CONSTRAINT s3_buckets_default_pkey PRIMARY KEY (scan_run_id, region, bucket_name, scan_timestamp);
ALTER TABLE ONLY public.s3_performance
    ADD CONSTRAINT s3_performance_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.s3_performance_20261109
    ADD CONSTRAINT s3_performance_20261109_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.s3_performance_20261116
    ADD CONSTRAINT s3_performance_20261116_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.s3_performance_20261123
    ADD CONSTRAINT s3_performance_20261123_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.s3_performance_20261130
    ADD CONSTRAINT s3_performance_20261130_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.s3_performance_default
    ADD CONSTRAINT s3_performance_default_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.scan_coverage
    ADD CONSTRAINT scan_coverage_pkey PRIMARY KEY (account, service_type, provider, cloud_account, region);
ALTER TABLE ONLY public.scan_runs
    ADD CONSTRAINT scan_runs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.scan_runs
    ADD CONSTRAINT scan_runs_scan_id_service_type_key UNIQUE (scan_id, service_type);
ALTER TABLE ONLY public.scan_tables
    ADD CONSTRAINT scan_tables_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.scans
    ADD CONSTRAINT scans_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vpc_instances
    ADD CONSTRAINT vpc_instances_pkey PRIMARY KEY (scan_run_id, region, vpc_id, scan_timestamp);
ALTER TABLE ONLY public.vpc_instances_20261001
    ADD CONSTRAINT vpc_instances_20261001_pkey PRIMARY KEY (scan_run_id, region, vpc_id, scan_timestamp);
ALTER TABLE ONLY public.vpc_instances_20261101
    ADD CONSTRAINT vpc_instances_20261101_pkey PRIMARY KEY (scan_run_id, region, vpc_id, scan_timestamp);
ALTER TABLE ONLY public.vpc_instances_20261201
    ADD CONSTRAINT vpc_instances_20261201_pkey PRIMARY KEY (scan_run_id, region, vpc_id, scan_timestamp);
ALTER TABLE ONLY public.vpc_instances_20270101
    ADD CONSTRAINT vpc_instances_20270101_pkey PRIMARY KEY (scan_run_id, region, vpc_id, scan_timestamp);
ALTER TABLE ONLY public.vpc_instances_default
    ADD CONSTRAINT vpc_instances_default_pkey PRIMARY KEY (scan_run_id, region, vpc_id, scan_timestamp);
ALTER TABLE ONLY public.vpc_performance
    ADD CONSTRAINT vpc_performance_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.vpc_performance_20261109
    ADD CONSTRAINT vpc_performance_20261109_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.vpc_performance_20261116
    ADD CONSTRAINT vpc_performance_20261116_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.vpc_performance_20261123
    ADD CONSTRAINT vpc_performance_20261123_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.vpc_performance_20261130
    ADD CONSTRAINT vpc_performance_20261130_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.vpc_performance_default
    ADD CONSTRAINT vpc_performance_default_pkey PRIMARY KEY (resource_id, "timestamp");
ALTER TABLE ONLY public.worker_sessions
    ADD CONSTRAINT worker_sessions_pkey PRIMARY KEY (id);
CREATE INDEX bulk_operations_to_do ON public.bulk_operations USING btree (next_at) WHERE (status = 'running'::text);
CREATE INDEX ec2_instances_by_account ON ONLY public.ec2_instances USING btree (account);
CREATE INDEX ec2_instances_20261001_account_idx ON public.ec2_instances_20261001 USING btree (account);
CREATE INDEX ec2_instances_by_resource ON ONLY public.ec2_instances USING btree (resource_id, scan_timestamp);
CREATE INDEX ec2_instances_20261001_resource_id_scan_timestamp_idx ON public.ec2_instances_20261001 USING btree (resource_id, scan_timestamp);
CREATE INDEX ec2_instances_20261101_account_idx ON public.ec2_instances_20261101 USING btree (account);
CREATE INDEX ec2_instances_20261101_resource_id_scan_timestamp_idx ON public.ec2_instances_20261101 USING btree (resource_id, scan_timestamp);
CREATE INDEX ec2_instances_20261201_account_idx ON public.ec2_instances_20261201 USING btree (account);
CREATE INDEX ec2_instances_20261201_resource_id_scan_timestamp_idx ON public.ec2_instances_20261201 USING btree (resource_id, scan_timestamp);
CREATE INDEX ec2_instances_20270101_account_idx ON public.ec2_instances_20270101 USING btree (account);
CREATE INDEX ec2_instances_20270101_resource_id_scan_timestamp_idx ON public.ec2_instances_20270101 USING btree (resource_id, scan_timestamp);
CREATE INDEX ec2_instances_default_account_idx ON public.ec2_instances_default USING btree (account);
CREATE INDEX ec2_instances_default_resource_id_scan_timestamp_idx ON public.ec2_instances_default USING btree (resource_id, scan_timestamp);
CREATE INDEX findings_by_account ON public.findings USING btree (account, id);
CREATE INDEX findings_by_resource ON public.findings USING btree (resource_id, rule, opened_at);
CREATE INDEX findings_by_run ON public.findings USING btree (opened_run);
CREATE UNIQUE INDEX findings_open ON public.findings USING btree (resource_id, rule) WHERE (closed_at IS NULL);
CREATE INDEX findings_open_by_account ON public.findings USING btree (account, id) WHERE (closed_at IS NULL);
CREATE INDEX idempotency_keys_by_age ON public.idempotency_keys USING btree (created_at);
CREATE INDEX job_unique_by_job ON public.job_unique USING btree (job_id);
CREATE INDEX job_unique_by_time ON public.job_unique USING btree (held_until) WHERE (held_until IS NOT NULL);
CREATE INDEX jobs_by_tenant ON ONLY public.jobs USING btree (tenant, id);
CREATE INDEX jobs_20261120_tenant_id_idx ON public.jobs_20261120 USING btree (tenant, id);
CREATE INDEX jobs_20261121_tenant_id_idx ON public.jobs_20261121 USING btree (tenant, id);
CREATE INDEX jobs_20261122_tenant_id_idx ON public.jobs_20261122 USING btree (tenant, id);
CREATE INDEX jobs_20261123_tenant_id_idx ON public.jobs_20261123 USING btree (tenant, id);
CREATE INDEX jobs_20261124_tenant_id_idx ON public.jobs_20261124 USING btree (tenant, id);
CREATE INDEX jobs_20261125_tenant_id_idx ON public.jobs_20261125 USING btree (tenant, id);
CREATE INDEX jobs_20261126_tenant_id_idx ON public.jobs_20261126 USING btree (tenant, id);
CREATE INDEX jobs_20261127_tenant_id_idx ON public.jobs_20261127 USING btree (tenant, id);
CREATE INDEX jobs_20261128_tenant_id_idx ON public.jobs_20261128 USING btree (tenant, id);
CREATE INDEX jobs_default_tenant_id_idx ON public.jobs_default USING btree (tenant, id);
CREATE INDEX rds_instances_by_account ON ONLY public.rds_instances USING btree (account);
CREATE INDEX rds_instances_20261001_account_idx ON public.rds_instances_20261001 USING btree (account);
CREATE INDEX rds_instances_by_resource ON ONLY public.rds_instances USING btree (resource_id, scan_timestamp);
CREATE INDEX rds_instances_20261001_resource_id_scan_timestamp_idx ON public.rds_instances_20261001 USING btree (resource_id, scan_timestamp);
CREATE INDEX rds_instances_20261101_account_idx ON public.rds_instances_20261101 USING btree (account);
CREATE INDEX rds_instances_20261101_resource_id_scan_timestamp_idx ON public.rds_instances_20261101 USING btree (resource_id, scan_timestamp);
CREATE INDEX rds_instances_20261201_account_idx ON public.rds_instances_20261201 USING btree (account);
CREATE INDEX rds_instances_20261201_resource_id_scan_timestamp_idx ON public.rds_instances_20261201 USING btree (resource_id, scan_timestamp);
CREATE INDEX rds_instances_20270101_account_idx ON public.rds_instances_20270101 USING btree (account);
CREATE INDEX rds_instances_20270101_resource_id_scan_timestamp_idx ON public.rds_instances_20270101 USING btree (resource_id, scan_timestamp);
CREATE INDEX rds_instances_default_account_idx ON public.rds_instances_default USING btree (account);
CREATE INDEX rds_instances_default_resource_id_scan_timestamp_idx ON public.rds_instances_default USING btree (resource_id, scan_timestamp);
CREATE INDEX resources_by_closed_run ON public.resources USING btree (closed_run);
CREATE INDEX resources_by_first_run ON public.resources USING btree (first_run);
CREATE INDEX resources_by_identifier ON public.resources USING btree (account, type, identifier);
CREATE INDEX resources_by_latest_run ON public.resources USING btree (latest_run);
CREATE INDEX resources_by_latest_sighting ON public.resources USING btree (latest_seen_at);
CREATE INDEX s3_buckets_by_account ON ONLY public.s3_buckets USING btree (account);
CREATE INDEX s3_buckets_20261001_account_idx ON public.s3_buckets_20261001 USING btree (account);
CREATE INDEX s3_buckets_by_resource ON ONLY public.s3_buckets USING btree (resource_id, scan_timestamp);
CREATE INDEX s3_buckets_20261001_resource_id_scan_timestamp_idx ON public.s3_buckets_20261001 USING btree (resource_id, scan_timestamp);
CREATE INDEX s3_buckets_20261101_account_idx ON public.s3_buckets_20261101 USING btree (account);
CREATE INDEX s3_buckets_20261101_resource_id_scan_timestamp_idx ON public.s3_buckets_20261101 USING btree (resource_id, scan_timestamp);
CREATE INDEX s3_buckets_20261201_account_idx ON public.s3_buckets_20261201 USING btree (account);
CREATE INDEX s3_buckets_20261201_resource_id_scan_timestamp_idx ON public.s3_buckets_20261201 USING btree (resource_id, scan_timestamp);
CREATE INDEX s3_buckets_20270101_account_idx ON public.s3_buckets_20270101 USING btree (account);
CREATE INDEX s3_buckets_20270101_resource_id_scan_timestamp_idx ON public.s3_buckets_20270101 USING btree (resource_id, scan_timestamp);
CREATE INDEX s3_buckets_default_account_idx ON public.s3_buckets_default USING btree (account);
CREATE INDEX s3_buckets_default_resource_id_scan_timestamp_idx ON public.s3_buckets_default USING btree (resource_id, scan_timestamp);
CREATE INDEX scan_coverage_by_run ON public.scan_coverage USING btree (scan_run_id);
CREATE INDEX scan_runs_by_account ON public.scan_runs USING btree (account);
CREATE INDEX scan_runs_by_service ON public.scan_runs USING btree (account, service_type, id);
CREATE INDEX scan_runs_by_user ON public.scan_runs USING btree (user_id);
CREATE INDEX scans_by_account ON public.scans USING btree (account, id);
CREATE INDEX scans_by_user ON public.scans USING btree (user_id);
CREATE INDEX users_by_account ON public.users USING btree (account);
CREATE UNIQUE INDEX users_by_email ON public.users USING btree (lower((email COLLATE "C")));
CREATE INDEX vpc_instances_by_account ON ONLY public.vpc_instances USING btree (account);
CREATE INDEX vpc_instances_20261001_account_idx ON public.vpc_instances_20261001 USING btree (account);
CREATE INDEX vpc_instances_by_resource ON ONLY public.vpc_instances USING btree (resource_id, scan_timestamp);
CREATE INDEX vpc_instances_20261001_resource_id_scan_timestamp_idx ON public.vpc_instances_20261001 USING btree (resource_id, scan_timestamp);
CREATE INDEX vpc_instances_20261101_account_idx ON public.vpc_instances_20261101 USING btree (account);
CREATE INDEX vpc_instances_20261101_resource_id_scan_timestamp_idx ON public.vpc_instances_20261101 USING btree (resource_id, scan_timestamp);
CREATE INDEX vpc_instances_20261201_account_idx ON public.vpc_instances_20261201 USING btree (account);
CREATE INDEX vpc_instances_20261201_resource_id_scan_timestamp_idx ON public.vpc_instances_20261201 USING btree (resource_id, scan_timestamp);
CREATE INDEX vpc_instances_20270101_account_idx ON public.vpc_instances_20270101 USING btree (account);
CREATE INDEX vpc_instances_20270101_resource_id_scan_timestamp_idx ON public.vpc_instances_20270101 USING btree (resource_id, scan_timestamp);
CREATE INDEX vpc_instances_default_account_idx ON public.vpc_instances_default USING btree (account);
CREATE INDEX vpc_instances_default_resource_id_scan_timestamp_idx ON public.vpc_instances_default USING btree (resource_id, scan_timestamp);
ALTER INDEX public.ec2_instances_by_account ATTACH PARTITION public.ec2_instances_20261001_account_idx;
ALTER INDEX public.ec2_instances_pkey ATTACH PARTITION public.ec2_instances_20261001_pkey;
ALTER INDEX public.ec2_instances_by_resource ATTACH PARTITION public.ec2_instances_20261001_resource_id_scan_timestamp_idx;
ALTER INDEX public.ec2_instances_by_account ATTACH PARTITION public.ec2_instances_20261101_account_idx;
ALTER INDEX public.ec2_instances_pkey ATTACH PARTITION public.ec2_instances_20261101_pkey;
ALTER INDEX public.ec2_instances_by_resource ATTACH PARTITION public.ec2_instances_20261101_resource_id_scan_timestamp_idx;
ALTER INDEX public.ec2_instances_by_account ATTACH PARTITION public.ec2_instances_20261201_account_idx;
ALTER INDEX public.ec2_instances_pkey ATTACH PARTITION public.ec2_instances_20261201_pkey;
ALTER INDEX public.ec2_instances_by_resource ATTACH PARTITION public.ec2_instances_20261201_resource_id_scan_timestamp_idx;
ALTER INDEX public.ec2_instances_by_account ATTACH PARTITION public.ec2_instances_20270101_account_idx;
ALTER INDEX public.ec2_instances_pkey ATTACH PARTITION public.ec2_instances_20270101_pkey;
ALTER INDEX public.ec2_instances_by_resource ATTACH PARTITION public.ec2_instances_20270101_resource_id_scan_timestamp_idx;
ALTER INDEX public.ec2_instances_by_account ATTACH PARTITION public.ec2_instances_default_account_idx;
ALTER INDEX public.ec2_instances_pkey ATTACH PARTITION public.ec2_instances_default_pkey;
ALTER INDEX public.ec2_instances_by_resource ATTACH PARTITION public.ec2_instances_default_resource_id_scan_timestamp_idx;
ALTER INDEX public.ec2_performance_pkey ATTACH PARTITION public.ec2_performance_20261109_pkey;
ALTER INDEX public.ec2_performance_pkey ATTACH PARTITION public.ec2_performance_20261116_pkey;
ALTER INDEX public.ec2_performance_pkey ATTACH PARTITION public.ec2_performance_20261123_pkey;
ALTER INDEX public.ec2_performance_pkey ATTACH PARTITION public.ec2_performance_20261130_pkey;
ALTER INDEX public.ec2_performance_pkey ATTACH PARTITION public.ec2_performance_default_pkey;
ALTER INDEX public.job_attempts_pkey ATTACH PARTITION public.job_attempts_20261120_pkey;
ALTER INDEX public.job_attempts_pkey ATTACH PARTITION public.job_attempts_20261121_pkey;
ALTER INDEX public.job_attempts_pkey ATTACH PARTITION public.job_attempts_20261122_pkey;
ALTER INDEX public.job_attempts_pkey ATTACH PARTITION public.job_attempts_20261123_pkey;
ALTER INDEX public.job_attempts_pkey ATTACH PARTITION public.job_attempts_20261124_pkey;
ALTER INDEX public.job_attempts_pkey ATTACH PARTITION public.job_attempts_20261125_pkey;
ALTER INDEX public.job_attempts_pkey ATTACH PARTITION public.job_attempts_20261126_pkey;
ALTER INDEX public.job_attempts_pkey ATTACH PARTITION public.job_attempts_20261127_pkey;
ALTER INDEX public.job_attempts_pkey ATTACH PARTITION public.job_attempts_20261128_pkey;
ALTER INDEX public.job_attempts_pkey ATTACH PARTITION public.job_attempts_default_pkey;
ALTER INDEX public.jobs_pkey ATTACH PARTITION public.jobs_20261120_pkey;
ALTER INDEX public.jobs_by_tenant ATTACH PARTITION public.jobs_20261120_tenant_id_idx;
ALTER INDEX public.jobs_pkey ATTACH PARTITION public.jobs_20261121_pkey;
ALTER INDEX public.jobs_by_tenant ATTACH PARTITION public.jobs_20261121_tenant_id_idx;
ALTER INDEX public.jobs_pkey ATTACH PARTITION public.jobs_20261122_pkey;
ALTER INDEX public.jobs_by_tenant ATTACH PARTITION public.jobs_20261122_tenant_id_idx;
ALTER INDEX public.jobs_pkey ATTACH PARTITION public.jobs_20261123_pkey;
ALTER INDEX public.jobs_by_tenant ATTACH PARTITION public.jobs_20261123_tenant_id_idx;
ALTER INDEX public.jobs_pkey ATTACH PARTITION public.jobs_20261124_pkey;
ALTER INDEX public.jobs_by_tenant ATTACH PARTITION public.jobs_20261124_tenant_id_idx;
ALTER INDEX public.jobs_pkey ATTACH PARTITION public.jobs_20261125_pkey;
ALTER INDEX public.jobs_by_tenant ATTACH PARTITION public.jobs_20261125_tenant_id_idx;
ALTER INDEX public.jobs_pkey ATTACH PARTITION public.jobs_20261126_pkey;
ALTER INDEX public.jobs_by_tenant ATTACH PARTITION public.jobs_20261126_tenant_id_idx;
ALTER INDEX public.jobs_pkey ATTACH PARTITION public.jobs_20261127_pkey;
ALTER INDEX public.jobs_by_tenant ATTACH PARTITION public.jobs_20261127_tenant_id_idx;
ALTER INDEX public.jobs_pkey ATTACH PARTITION public.jobs_20261128_pkey;
ALTER INDEX public.jobs_by_tenant ATTACH PARTITION public.jobs_20261128_tenant_id_idx;
ALTER INDEX public.jobs_pkey ATTACH PARTITION public.jobs_default_pkey;
ALTER INDEX public.jobs_by_tenant ATTACH PARTITION public.jobs_default_tenant_id_idx;
ALTER INDEX public.rds_instances_by_account ATTACH PARTITION public.rds_instances_20261001_account_idx;
ALTER INDEX public.rds_instances_pkey ATTACH PARTITION public.rds_instances_20261001_pkey;
ALTER INDEX public.rds_instances_by_resource ATTACH PARTITION public.rds_instances_20261001_resource_id_scan_timestamp_idx;
ALTER INDEX public.rds_instances_by_account ATTACH PARTITION public.rds_instances_20261101_account_idx;
ALTER INDEX public.rds_instances_pkey ATTACH PARTITION public.rds_instances_20261101_pkey;
ALTER INDEX public.rds_instances_by_resource ATTACH PARTITION public.rds_instances_20261101_resource_id_scan_timestamp_idx;
ALTER INDEX public.rds_instances_by_account ATTACH PARTITION public.rds_instances_20261201_account_idx;
ALTER INDEX public.rds_instances_pkey ATTACH PARTITION public.rds_instances_20261201_pkey;
ALTER INDEX public.rds_instances_by_resource ATTACH PARTITION public.rds_instances_20261201_resource_id_scan_timestamp_idx;
ALTER INDEX public.rds_instances_by_account ATTACH PARTITION public.rds_instances_20270101_account_idx;
ALTER INDEX public.rds_instances_pkey ATTACH PARTITION public.rds_instances_20270101_pkey;
ALTER INDEX public.rds_instances_by_resource ATTACH PARTITION public.rds_instances_20270101_resource_id_scan_timestamp_idx;
ALTER INDEX public.rds_instances_by_account ATTACH PARTITION public.rds_instances_default_account_idx;
ALTER INDEX public.rds_instances_pkey ATTACH PARTITION public.rds_instances_default_pkey;
ALTER INDEX public.rds_instances_by_resource ATTACH PARTITION public.rds_instances_default_resource_id_scan_timestamp_idx;
ALTER INDEX public.rds_performance_pkey ATTACH PARTITION public.rds_performance_20261109_pkey;
ALTER INDEX public.rds_performance_pkey ATTACH PARTITION public.rds_performance_20261116_pkey;
ALTER INDEX public.rds_performance_pkey ATTACH PARTITION public.rds_performance_20261123_pkey;
ALTER INDEX public.rds_performance_pkey ATTACH PARTITION public.rds_performance_20261130_pkey;
ALTER INDEX public.rds_performance_pkey ATTACH PARTITION public.rds_performance_default_pkey;
ALTER INDEX public.s3_buckets_by_account ATTACH PARTITION public.s3_buckets_20261001_account_idx;
ALTER INDEX public.s3_buckets_pkey ATTACH PARTITION public.s3_buckets_20261001_pkey;
ALTER INDEX public.s3_buckets_by_resource ATTACH PARTITION public.s3_buckets_20261001_resource_id_scan_timestamp_idx;
ALTER INDEX public.s3_buckets_by_account ATTACH PARTITION public.s3_buckets_20261101_account_idx;
ALTER INDEX public.s3_buckets_pkey ATTACH PARTITION public.s3_buckets_20261101_pkey;
ALTER INDEX public.s3_buckets_by_resource ATTACH PARTITION public.s3_buckets_20261101_resource_id_scan_timestamp_idx;
ALTER INDEX public.s3_buckets_by_account ATTACH PARTITION public.s3_buckets_20261201_account_idx;
ALTER INDEX public.s3_buckets_pkey ATTACH PARTITION public.s3_buckets_20261201_pkey;
ALTER INDEX public.s3_buckets_by_resource ATTACH PARTITION public.s3_buckets_20261201_resource_id_scan_timestamp_idx;
ALTER INDEX public.s3_buckets_by_account ATTACH PARTITION public.s3_buckets_20270101_account_idx;
ALTER INDEX public.s3_buckets_pkey ATTACH PARTITION public.s3_buckets_20270101_pkey;
ALTER INDEX public.s3_buckets_by_resource ATTACH PARTITION public.s3_buckets_20270101_resource_id_scan_timestamp_idx;
ALTER INDEX public.s3_buckets_by_account ATTACH PARTITION public.s3_buckets_default_account_idx;
ALTER INDEX public.s3_buckets_pkey ATTACH PARTITION public.s3_buckets_default_pkey;
ALTER INDEX public.s3_buckets_by_resource ATTACH PARTITION public.s3_buckets_default_resource_id_scan_timestamp_idx;
ALTER INDEX public.s3_performance_pkey ATTACH PARTITION public.s3_performance_20261109_pkey;
ALTER INDEX public.s3_performance_pkey ATTACH PARTITION public.s3_performance_20261116_pkey;
ALTER INDEX public.s3_performance_pkey ATTACH PARTITION public.s3_performance_20261123_pkey;
ALTER INDEX public.s3_performance_pkey ATTACH PARTITION public.s3_performance_20261130_pkey;
ALTER INDEX public.s3_performance_pkey ATTACH PARTITION public.s3_performance_default_pkey;
ALTER INDEX public.vpc_instances_by_account ATTACH PARTITION public.vpc_instances_20261001_account_idx;
ALTER INDEX public.vpc_instances_pkey ATTACH PARTITION public.vpc_instances_20261001_pkey;
ALTER INDEX public.vpc_instances_by_resource ATTACH PARTITION public.vpc_instances_20261001_resource_id_scan_timestamp_idx;
ALTER INDEX public.vpc_instances_by_account ATTACH PARTITION public.vpc_instances_20261101_account_idx;
ALTER INDEX public.vpc_instances_pkey ATTACH PARTITION public.vpc_instances_20261101_pkey;
ALTER INDEX public.vpc_instances_by_resource ATTACH PARTITION public.vpc_instances_20261101_resource_id_scan_timestamp_idx;
ALTER INDEX public.vpc_instances_by_account ATTACH PARTITION public.vpc_instances_20261201_account_idx;
ALTER INDEX public.vpc_instances_pkey ATTACH PARTITION public.vpc_instances_20261201_pkey;
ALTER INDEX public.vpc_instances_by_resource ATTACH PARTITION public.vpc_instances_20261201_resource_id_scan_timestamp_idx;
ALTER INDEX public.vpc_instances_by_account ATTACH PARTITION public.vpc_instances_20270101_account_idx;
ALTER INDEX public.vpc_instances_pkey ATTACH PARTITION public.vpc_instances_20270101_pkey;
ALTER INDEX public.vpc_instances_by_resource ATTACH PARTITION public.vpc_instances_20270101_resource_id_scan_timestamp_idx;
ALTER INDEX public.vpc_instances_by_account ATTACH PARTITION public.vpc_instances_default_account_idx;
ALTER INDEX public.vpc_instances_pkey ATTACH PARTITION public.vpc_instances_default_pkey;
ALTER INDEX public.vpc_instances_by_resource ATTACH PARTITION public.vpc_instances_default_resource_id_scan_timestamp_idx;
ALTER INDEX public.vpc_performance_pkey ATTACH PARTITION public.vpc_performance_20261109_pkey;
ALTER INDEX public.vpc_performance_pkey ATTACH PARTITION public.vpc_performance_20261116_pkey;
ALTER INDEX public.vpc_performance_pkey ATTACH PARTITION public.vpc_performance_20261123_pkey;
ALTER INDEX public.vpc_performance_pkey ATTACH PARTITION public.vpc_performance_20261130_pkey;
ALTER INDEX public.vpc_performance_pkey ATTACH PARTITION public.vpc_performance_default_pkey;
ALTER TABLE public.ec2_instances
    ADD CONSTRAINT ec2_instances_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES public.resources(id) ON DELETE CASCADE;
ALTER TABLE public.ec2_instances
    ADD CONSTRAINT ec2_instances_scan_run_id_fkey1 FOREIGN KEY (scan_run_id) REFERENCES public.scan_runs(id) ON DELETE CASCADE;
ALTER TABLE public.ec2_performance
    ADD CONSTRAINT ec2_performance_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES public.resources(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.findings
    ADD CONSTRAINT findings_account_fkey FOREIGN KEY (account) REFERENCES public.accounts(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.findings
    ADD CONSTRAINT findings_opened_run_fkey FOREIGN KEY (opened_run) REFERENCES public.scan_runs(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.findings
    ADD CONSTRAINT findings_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES public.resources(id) ON DELETE CASCADE;
ALTER TABLE public.rds_instances
    ADD CONSTRAINT rds_instances_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES public.resources(id) ON DELETE CASCADE;
ALTER TABLE public.rds_instances
    ADD CONSTRAINT rds_instances_scan_run_id_fkey FOREIGN KEY (scan_run_id) REFERENCES public.scan_runs(id) ON DELETE CASCADE;
ALTER TABLE public.rds_performance
    ADD CONSTRAINT rds_performance_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES public.resources(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.resources
    ADD CONSTRAINT resources_account_fkey FOREIGN KEY (account) REFERENCES public.accounts(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.resources
    ADD CONSTRAINT resources_closed_run_fkey FOREIGN KEY (closed_run) REFERENCES public.scan_runs(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.resources
    ADD CONSTRAINT resources_first_run_fkey FOREIGN KEY (first_run) REFERENCES public.scan_runs(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.resources
    ADD CONSTRAINT resources_latest_run_fkey FOREIGN KEY (latest_run) REFERENCES public.scan_runs(id) ON DELETE SET NULL;
ALTER TABLE public.s3_buckets
    ADD CONSTRAINT s3_buckets_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES public.resources(id) ON DELETE CASCADE;
ALTER TABLE public.s3_buckets
    ADD CONSTRAINT s3_buckets_scan_run_id_fkey FOREIGN KEY (scan_run_id) REFERENCES public.scan_runs(id) ON DELETE CASCADE;
ALTER TABLE public.s3_performance
    ADD CONSTRAINT s3_performance_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES public.resources(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.scan_coverage
    ADD CONSTRAINT scan_coverage_account_fkey FOREIGN KEY (account) REFERENCES public.accounts(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.scan_coverage
    ADD CONSTRAINT scan_coverage_scan_run_id_fkey FOREIGN KEY (scan_run_id) REFERENCES public.scan_runs(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.scan_runs
    ADD CONSTRAINT scan_runs_account_fkey FOREIGN KEY (account) REFERENCES public.accounts(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.scan_runs
    ADD CONSTRAINT scan_runs_scan_id_fkey FOREIGN KEY (scan_id) REFERENCES public.scans(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.scans
    ADD CONSTRAINT scans_account_fkey FOREIGN KEY (account) REFERENCES public.accounts(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_account_fkey FOREIGN KEY (account) REFERENCES public.accounts(id) ON DELETE CASCADE;
ALTER TABLE public.vpc_instances
    ADD CONSTRAINT vpc_instances_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES public.resources(id) ON DELETE CASCADE;
ALTER TABLE public.vpc_instances
    ADD CONSTRAINT vpc_instances_scan_run_id_fkey FOREIGN KEY (scan_run_id) REFERENCES public.scan_runs(id) ON DELETE CASCADE;
ALTER TABLE public.vpc_performance
    ADD CONSTRAINT vpc_performance_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES public.resources(id) ON DELETE CASCADE;
ALTER TABLE public.accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY accounts ON public.accounts TO flotilla_accounts USING (true) WITH CHECK (true);
CREATE POLICY accounts ON public.users TO flotilla_accounts USING (true) WITH CHECK (true);
CREATE POLICY dispatcher ON public.job_attempts TO flotilla_dispatcher USING (true) WITH CHECK (true);
CREATE POLICY dispatcher ON public.jobs TO flotilla_dispatcher USING (true) WITH CHECK (true);
ALTER TABLE public.ec2_instances ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.ec2_performance ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.findings ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.job_attempts ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.rds_instances ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.rds_performance ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.resources ENABLE ROW LEVEL SECURITY;
CREATE POLICY retention ON public.resources TO postgres USING ((latest_seen_at < (now() - '30 days'::interval)));
CREATE POLICY retention ON public.scans TO postgres USING ((id < flotilla.uuid_floor((now() - '30 days'::interval))));
ALTER TABLE public.s3_buckets ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.s3_performance ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.scan_coverage ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.scan_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.scans ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON public.accounts TO flotilla_tenant USING ((id = flotilla.current_tenant())) WITH CHECK ((id = flotilla.current_tenant()));
CREATE POLICY tenant ON public.ec2_instances TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON public.ec2_performance TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON public.findings TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON public.job_attempts FOR SELECT TO flotilla_tenant USING ((tenant = flotilla.current_tenant()));
CREATE POLICY tenant ON public.jobs FOR SELECT TO flotilla_tenant USING ((tenant = flotilla.current_tenant()));
CREATE POLICY tenant ON public.rds_instances TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON public.rds_performance TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON public.resources TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON public.s3_buckets TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON public.s3_performance TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON public.scan_coverage TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON public.scan_runs TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON public.scans TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON public.users FOR SELECT TO flotilla_tenant USING ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON public.vpc_instances TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON public.vpc_performance TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.vpc_instances ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.vpc_performance ENABLE ROW LEVEL SECURITY;
GRANT USAGE ON SCHEMA flotilla TO flotilla_dispatcher;
GRANT USAGE ON SCHEMA flotilla TO flotilla_tenant;
GRANT USAGE ON SCHEMA flotilla TO flotilla_api;
GRANT USAGE ON SCHEMA flotilla TO flotilla_accounts;
REVOKE ALL ON FUNCTION flotilla.announce_findings(run uuid, findings jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.announce_findings(run uuid, findings jsonb) TO flotilla_tenant;
REVOKE ALL ON FUNCTION flotilla.drop_scan_history(keep_resources interval, keep_metrics interval) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.drop_scan_history(keep_resources interval, keep_metrics interval) TO flotilla_dispatcher;
REVOKE ALL ON FUNCTION flotilla.enqueue(kind text, payload jsonb, tenant uuid, priority integer, run_at timestamp with time zone, expires_at timestamp with time zone, timeout interval, max_attempts integer, unique_key text, unique_for interval, limit_key text, queue text) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.enqueue(kind text, payload jsonb, tenant uuid, priority integer, run_at timestamp with time zone, expires_at timestamp with time zone, timeout interval, max_attempts integer, unique_key text, unique_for interval, limit_key text, queue text) TO postgres;
REVOKE ALL ON FUNCTION flotilla.ensure_partitions(ahead integer) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.ensure_partitions(ahead integer) TO flotilla_dispatcher;
REVOKE ALL ON FUNCTION flotilla.ensure_scan_partitions(ahead integer) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.ensure_scan_partitions(ahead integer) TO flotilla_dispatcher;
REVOKE ALL ON FUNCTION flotilla.make_scan_partition(parent text, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.make_scan_partition(parent text, moment timestamp with time zone) TO flotilla_dispatcher;
REVOKE ALL ON FUNCTION flotilla.replace_password_hash(user_id uuid, old_hash text, new_hash text) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.replace_password_hash(user_id uuid, old_hash text, new_hash text) TO flotilla_api;
REVOKE ALL ON FUNCTION flotilla.sign_up(account_id uuid, user_id uuid, company_name text, role_arn text, external_id text, email text, password_hash text) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.sign_up(account_id uuid, user_id uuid, company_name text, role_arn text, external_id text, email text, password_hash text) TO flotilla_api;
REVOKE ALL ON FUNCTION flotilla.user_for_signin(address text) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.user_for_signin(address text) TO flotilla_api;
GRANT SELECT ON TABLE public.accounts TO flotilla_tenant;
GRANT SELECT,INSERT ON TABLE public.accounts TO flotilla_accounts;
GRANT UPDATE(company_name) ON TABLE public.accounts TO flotilla_tenant;
GRANT UPDATE(role_arn) ON TABLE public.accounts TO flotilla_tenant;
GRANT SELECT,INSERT ON TABLE public.bench_effects TO flotilla_dispatcher;
GRANT SELECT,INSERT ON TABLE public.bench_effects TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.bulk_operations TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.due TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.ec2_instances TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.ec2_performance TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.enqueued TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.findings TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.idempotency_keys TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.job_attempts TO flotilla_dispatcher;
GRANT SELECT ON TABLE public.job_attempts TO flotilla_tenant;
GRANT SELECT,INSERT,UPDATE ON TABLE public.job_kinds TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.job_partitions TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.job_unique TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.jobs TO flotilla_dispatcher;
GRANT SELECT ON TABLE public.jobs TO flotilla_tenant;
GRANT SELECT ON TABLE public.jobs_default TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.rds_instances TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.rds_performance TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.resources TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.s3_buckets TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.s3_performance TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.scan_coverage TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.scan_runs TO flotilla_tenant;
GRANT SELECT ON TABLE public.scan_tables TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.scans TO flotilla_tenant;
GRANT SELECT,INSERT ON TABLE public.users TO flotilla_accounts;
GRANT SELECT(id) ON TABLE public.users TO flotilla_tenant;
GRANT SELECT(account) ON TABLE public.users TO flotilla_tenant;
GRANT SELECT(email) ON TABLE public.users TO flotilla_tenant;
GRANT UPDATE(password_hash) ON TABLE public.users TO flotilla_accounts;
GRANT SELECT(role) ON TABLE public.users TO flotilla_tenant;
GRANT SELECT(created_at) ON TABLE public.users TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.vpc_instances TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.vpc_performance TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.worker_sessions TO flotilla_dispatcher;