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
CREATE TABLE public.due (
    run_at timestamp with time zone NOT NULL,
    id uuid NOT NULL
);
CREATE TABLE public.ec2_instances (
    scan_run_id uuid NOT NULL,
    account uuid NOT NULL,
    scan_timestamp timestamp with time zone NOT NULL,
    region text NOT NULL,
    instance_id text NOT NULL,
    instance_type text NOT NULL,
    state text NOT NULL,
    public_ip text,
    private_ip text,
    vpc_id text,
    launch_time timestamp with time zone,
    tags jsonb DEFAULT '{}'::jsonb NOT NULL
);
ALTER TABLE ONLY public.ec2_instances FORCE ROW LEVEL SECURITY;
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
    job_id uuid NOT NULL
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
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT jobs_priority_check CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT jobs_timeout_ms_check CHECK ((timeout_ms > 0))
);
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
    CONSTRAINT scan_runs_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'in_progress'::text, 'success'::text, 'error'::text, 'cancelled'::text])))
);
ALTER TABLE ONLY public.scan_runs FORCE ROW LEVEL SECURITY;
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
CREATE TABLE public.worker_sessions (
    id uuid NOT NULL,
    worker text NOT NULL,
    queues text[] NOT NULL,
    host text NOT NULL,
    pid integer NOT NULL,
    concurrency integer NOT NULL,
    version text NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    beat_at timestamp with time zone DEFAULT now() NOT NULL
)
WITH (fillfactor='50');
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
INSERT INTO public.bench_effects VALUES ('01a1fca0-5e08-7001-ad76-d2f30abd5bc7', 1, '2026-11-21 05:42:10.810119+00');
INSERT INTO public.bench_effects VALUES ('01a1fca0-5e08-7000-b9db-25cc9ecb712d', 1, '2026-11-21 05:42:10.830723+00');
INSERT INTO public.bench_effects VALUES ('01a1fca0-5e08-7002-b332-9740f995bf76', 1, '2026-11-21 05:42:10.859296+00');
INSERT INTO public.due VALUES ('2026-11-21 05:52:10+00', '01a1fca0-5e6e-7000-89a4-00332016aa1c');
INSERT INTO public.due VALUES ('2026-11-21 05:42:11.017267+00', '01a1fca0-5e68-7001-8014-04a72b868643');
INSERT INTO public.due VALUES ('2026-11-21 05:42:18+00', '01a1fca0-5f8e-7000-a123-611aab18430f');
INSERT INTO public.due VALUES ('2026-11-21 05:42:18+00', '01a1fca0-5f8e-7001-90db-786c5f44775c');
INSERT INTO public.due VALUES ('2026-11-21 05:42:11.135332+00', '01a1fca0-5f8e-7002-9b6c-cb24128cfad5');
INSERT INTO public.due VALUES ('2026-11-21 05:42:11.494716+00', '01a1fca0-5f8e-7002-9b6c-cb24128cfad5');
INSERT INTO public.due VALUES ('2026-11-21 05:42:11.647343+00', '01a1fca0-5f8e-7002-9b6c-cb24128cfad5');
INSERT INTO public.due VALUES ('2026-11-21 05:42:12.344185+00', '01a1fca0-5f8e-7002-9b6c-cb24128cfad5');
INSERT INTO public.due VALUES ('2026-11-21 05:42:12.605574+00', '01a1fca0-5f8e-7002-9b6c-cb24128cfad5');
INSERT INTO public.due VALUES ('2026-11-21 05:42:14.302807+00', '01a1fca0-5f8e-7002-9b6c-cb24128cfad5');
INSERT INTO public.flotilla_migrations VALUES (1, 'jobs', '709aa8dcb3f9dd01742f3b76500e386e2e404624e5016347fe1526aab913c358', '2026-11-21 05:42:09.60122+00');
INSERT INTO public.flotilla_migrations VALUES (2, 'idempotency_keys', 'c2352c5c13ac6baaf02bd0b2dcb510716f942764bfb2db9658c323fd52028a55', '2026-11-21 05:42:09.614364+00');
INSERT INTO public.flotilla_migrations VALUES (100, 'accounts', 'fd2f1e7f75f71ab4fd73a8e1991375d8284ebd4952d9be939d2da93e8f88429b', '2026-11-21 05:42:09.634848+00');
INSERT INTO public.flotilla_migrations VALUES (200, 'scans', 'bbf2efb159926afeac42c1ea7104e1a7f96ef09e87d2d718c28a108f82300cf0', '2026-11-21 05:42:09.679586+00');
INSERT INTO public.idempotency_keys VALUES ('01a1fca0-5c2f-7000-9afe-1deb6996d23a', 'POST', '/jobs/batch', '96620084-F365-4FEF-A637-6C3B4979C4B9', '\x3d3dca624c52894ba516bd2fa9e960bdb0dd5e5c7b3ff05a8bd98526f5d562a5', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316131666361302d356530382d373030302d623964622d323563633965636237313264222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666361302d356530382d373030302d623964622d323563633965636237313264227d2c7b226964223a2230316131666361302d356530382d373030312d616437362d643266333061626435626337222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666361302d356530382d373030312d616437362d643266333061626435626337227d2c7b226964223a2230316131666361302d356530382d373030322d623333322d393734306639393562663736222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666361302d356530382d373030322d623333322d393734306639393562663736227d5d7d', '2026-11-21 05:42:10.731314+00');
INSERT INTO public.idempotency_keys VALUES ('01a1fca0-5c2f-7000-9afe-1deb6996d23a', 'POST', '/jobs/batch', '4789304B-955C-482F-B9EC-54D986803C52', '\xae8495b8eac998b1a5097ec5c172211141ec6c358fec27f563c7fc7a3116609f', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316131666361302d356536382d373030302d623062322d636337643733383036366331222c226b696e64223a2262656e63682e6661696c222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666361302d356536382d373030302d623062322d636337643733383036366331227d2c7b226964223a2230316131666361302d356536382d373030312d383031342d303461373262383638363433222c226b696e64223a2262656e63682e6661696c222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666361302d356536382d373030312d383031342d303461373262383638363433227d2c7b226964223a2230316131666361302d356536382d373030322d393666652d353136326462313261316537222c226b696e64223a2262656e63682e6372617368222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666361302d356536382d373030322d393666652d353136326462313261316537227d5d7d', '2026-11-21 05:42:10.792496+00');
INSERT INTO public.idempotency_keys VALUES ('01a1fca0-5c2f-7000-9afe-1deb6996d23a', 'POST', '/jobs/batch', 'FC176335-A723-4DA8-93C6-A289872459F9', '\x5e1dfc961ad5d2b9c52b324fd6e9353b7904100624f1132254dc5d2fd3bd3325', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316131666361302d356638652d373030302d613132332d363131616162313834333066222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a227363686564756c6564222c227374617475735f75726c223a222f6a6f62732f30316131666361302d356638652d373030302d613132332d363131616162313834333066227d2c7b226964223a2230316131666361302d356638652d373030312d393064622d373836633566343437373563222c226b696e64223a2262656e63682e736c656570222c22737461747573223a227363686564756c6564222c227374617475735f75726c223a222f6a6f62732f30316131666361302d356638652d373030312d393064622d373836633566343437373563227d2c7b226964223a2230316131666361302d356638652d373030322d396236632d636232343132386366616435222c226b696e64223a2262656e63682e6661696c222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666361302d356638652d373030322d396236632d636232343132386366616435227d5d7d', '2026-11-21 05:42:11.086883+00');
INSERT INTO public.idempotency_keys VALUES ('01a1fca0-5c2f-7000-9afe-1deb6996d23a', 'POST', '/jobs/batch', '69670227-FB03-42A4-94B7-1445254816DD', '\x8d134ba4e53583ed8aa69752416bd605da0432d86b02d005d0b4ad1a5b9ead26', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316131666361302d363637622d373030302d626365322d326337326139343933616438222c226b696e64223a2262656e63682e736c656570222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666361302d363637622d373030302d626365322d326337326139343933616438227d2c7b226964223a2230316131666361302d363637622d373030312d626338652d656462633538373735313537222c226b696e64223a2262656e63682e736c656570222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666361302d363637622d373030312d626338652d656462633538373735313537227d2c7b226964223a2230316131666361302d363637622d373030322d616135302d653265656463613135633161222c226b696e64223a2262656e63682e736c656570222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666361302d363637622d373030322d616135302d653265656463613135633161227d2c7b226964223a2230316131666361302d363637622d373030332d626663352d653266646364373162393064222c226b696e64223a2262656e63682e736c656570222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666361302d363637622d373030332d626663352d653266646364373162393064227d5d7d', '2026-11-21 05:42:12.859624+00');
INSERT INTO public.idempotency_keys VALUES ('01a1fca0-5c2f-7000-9afe-1deb6996d23a', 'POST', '/jobs/batch', '8FC93BBF-171F-4B9E-B7DD-1B90A666BBFA', '\x8bcb62becee139609b3282a407639c2f18ccf98bdfede814aa76f03f8f7c03d0', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316131666361302d363731642d373030302d393637322d323633666631396337633238222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666361302d363731642d373030302d393637322d323633666631396337633238227d2c7b226964223a2230316131666361302d363731642d373030312d386130352d616538653537343361643730222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666361302d363731642d373030312d386130352d616538653537343361643730227d2c7b226964223a2230316131666361302d363731652d373030302d393137382d363663333263393764393261222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666361302d363731652d373030302d393137382d363663333263393764393261227d2c7b226964223a2230316131666361302d363731652d373030312d383836382d353932343462633361336565222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666361302d363731652d373030312d383836382d353932343462633361336565227d2c7b226964223a2230316131666361302d363731652d373030322d623061302d373030613631653530613939222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666361302d363731652d373030322d623061302d373030613631653530613939227d2c7b226964223a2230316131666361302d363731652d373030332d616334392d646136326434376566643534222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666361302d363731652d373030332d616334392d646136326434376566643534227d5d7d', '2026-11-21 05:42:13.022454+00');
INSERT INTO public.idempotency_keys VALUES ('01a1fca0-5c2f-7000-9afe-1deb6996d23a', 'POST', '/jobs/batch', '463CED7D-5489-48A5-B0D5-35C4BA4C7DD6', '\x7ca4a1407eb8fdb895b16b4e22cbd4647f9299eaca02865d8ab25d3c76c0e07d', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316131666361302d363732322d373030302d626338362d333732386461303162356434222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666361302d363732322d373030302d626338362d333732386461303162356434227d5d7d', '2026-11-21 05:42:13.026426+00');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fca0-5e68-7000-b0b2-cc7d738066c1', 1, '2ef8c7bd-674c-45a2-b3e2-6901dff1de26', '61bd7bdb-abc1-4ece-9bc8-3ca778ba623c', '2026-11-21 05:42:10.821371+00', '2026-11-21 05:42:10.847956+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fca0-5e68-7001-8014-04a72b868643', 1, '9ec6761a-f4cc-4092-b960-f9eadf47b7e3', '61bd7bdb-abc1-4ece-9bc8-3ca778ba623c', '2026-11-21 05:42:10.821371+00', '2026-11-21 05:42:10.847956+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fca0-5e68-7002-96fe-5162db12a1e7', 1, '646b4029-5618-4ffb-90c7-e943dfcf9f6f', '61bd7bdb-abc1-4ece-9bc8-3ca778ba623c', '2026-11-21 05:42:10.821371+00', '2026-11-21 05:42:10.847956+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fca0-5e68-7001-8014-04a72b868643', 2, '9ec6761a-f4cc-4092-b960-f9eadf47b7e3', '61bd7bdb-abc1-4ece-9bc8-3ca778ba623c', '2026-11-21 05:42:10.876222+00', '2026-11-21 05:42:10.919267+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 2."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fca0-5f8e-7002-9b6c-cb24128cfad5', 1, '2ef8c7bd-674c-45a2-b3e2-6901dff1de26', '61bd7bdb-abc1-4ece-9bc8-3ca778ba623c', '2026-11-21 05:42:11.090332+00', '2026-11-21 05:42:11.091332+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 1."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fca0-5f8e-7002-9b6c-cb24128cfad5', 2, '2ef8c7bd-674c-45a2-b3e2-6901dff1de26', '61bd7bdb-abc1-4ece-9bc8-3ca778ba623c', '2026-11-21 05:42:11.310731+00', '2026-11-21 05:42:11.311716+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 2."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fca0-5f8e-7002-9b6c-cb24128cfad5', 3, '2ef8c7bd-674c-45a2-b3e2-6901dff1de26', '61bd7bdb-abc1-4ece-9bc8-3ca778ba623c', '2026-11-21 05:42:11.567325+00', '2026-11-21 05:42:11.568343+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 3."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fca0-5f8e-7002-9b6c-cb24128cfad5', 4, '2ef8c7bd-674c-45a2-b3e2-6901dff1de26', '61bd7bdb-abc1-4ece-9bc8-3ca778ba623c', '2026-11-21 05:42:11.820192+00', '2026-11-21 05:42:11.821185+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 4."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fca0-5f8e-7002-9b6c-cb24128cfad5', 5, '2ef8c7bd-674c-45a2-b3e2-6901dff1de26', '61bd7bdb-abc1-4ece-9bc8-3ca778ba623c', '2026-11-21 05:42:12.59655+00', '2026-11-21 05:42:12.597574+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 5."}');
INSERT INTO public.job_partitions VALUES ('jobs_20261120', '01a1f640-bc00-0000-0000-000000000000', '01a1fb67-1800-0000-0000-000000000000', '01a1f640-bc00-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261121', '01a1fb67-1800-0000-0000-000000000000', '01a2008d-7400-0000-0000-000000000000', '01a1fb67-1800-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261122', '01a2008d-7400-0000-0000-000000000000', '01a205b3-d000-0000-0000-000000000000', '01a2008d-7400-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261123', '01a205b3-d000-0000-0000-000000000000', '01a20ada-2c00-0000-0000-000000000000', '01a205b3-d000-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261124', '01a20ada-2c00-0000-0000-000000000000', '01a21000-8800-0000-0000-000000000000', '01a20ada-2c00-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261125', '01a21000-8800-0000-0000-000000000000', '01a21526-e400-0000-0000-000000000000', '01a21000-8800-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261126', '01a21526-e400-0000-0000-000000000000', '01a21a4d-4000-0000-0000-000000000000', '01a21526-e400-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261127', '01a21a4d-4000-0000-0000-000000000000', '01a21f73-9c00-0000-0000-000000000000', '01a21a4d-4000-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261128', '01a21f73-9c00-0000-0000-000000000000', '01a22499-f800-0000-0000-000000000000', '01a21f73-9c00-0000-0000-000000000000');
INSERT INTO public.job_unique VALUES ('dd394173-c0db-4b58-84ea-ecf61ec4fb96', 'bench.noop', 'once', '01a1fca0-5f8e-7000-a123-611aab18430f');
INSERT INTO public.jobs_20261121 VALUES ('01a1fca0-5e6e-7000-89a4-00332016aa1c', '01a1fca0-5c2f-7001-9ac0-60e65c3bae5a', 'bench.noop', 'bench', 'cancelled', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 05:42:10.798566+00', '2026-11-21 05:52:10+00', NULL, NULL, '2026-11-21 05:42:10.8012+00', '2026-11-21 05:42:10.8012+00', 'cancelled', NULL, NULL, '00-ddc0b97fe84437d24a87a7823952b12f-a22f7de7fd68f367-01', '2528d503-7eae-48c5-8c17-89d463586474', '{}', NULL, '{"code": "cancelled", "message": "The job was cancelled."}', NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fca0-5e08-7001-ad76-d2f30abd5bc7', '9ec6761a-f4cc-4092-b960-f9eadf47b7e3', 'bench.noop', 'bench', 'succeeded', 4, 1, 0, 0, 8, 60000, 416112606163594098, '61bd7bdb-abc1-4ece-9bc8-3ca778ba623c', '2026-11-21 05:42:10.731314+00', NULL, NULL, '2026-11-21 05:42:10.787333+00', '2026-11-21 05:42:10.810119+00', NULL, 'succeeded', NULL, NULL, '00-d4fd9ad66927c695391e62bfd403eb43-74da858eb5ae8cd9-01', '564e7c6a-fbcb-4b60-9bdf-32513de414ea', '{}', '{}', NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fca0-5e08-7000-b9db-25cc9ecb712d', '2ef8c7bd-674c-45a2-b3e2-6901dff1de26', 'bench.noop', 'bench', 'succeeded', 4, 1, 0, 0, 8, 60000, 5703415614969088377, '61bd7bdb-abc1-4ece-9bc8-3ca778ba623c', '2026-11-21 05:42:10.731314+00', NULL, NULL, '2026-11-21 05:42:10.787333+00', '2026-11-21 05:42:10.830723+00', NULL, 'succeeded', NULL, NULL, '00-d4fd9ad66927c695391e62bfd403eb43-74da858eb5ae8cd9-01', '564e7c6a-fbcb-4b60-9bdf-32513de414ea', '{}', '{}', NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fca0-5e68-7000-b0b2-cc7d738066c1', '2ef8c7bd-674c-45a2-b3e2-6901dff1de26', 'bench.fail', 'bench', 'failed', 4, 2, 1, 1, 1, 60000, 4739966078825346046, '61bd7bdb-abc1-4ece-9bc8-3ca778ba623c', '2026-11-21 05:42:10.792496+00', NULL, NULL, '2026-11-21 05:42:10.876222+00', '2026-11-21 05:42:10.919267+00', NULL, 'error', NULL, NULL, '00-f89ec98f8595cf0e0cc7b3dd645550c9-a03d7a6212c87b23-01', '04b16202-22a9-4374-bed6-9808ede85db9', '{"times": 99}', NULL, '{"code": "bench", "message": "Failed as asked, attempt 2."}', NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fca0-5e68-7002-96fe-5162db12a1e7', '646b4029-5618-4ffb-90c7-e943dfcf9f6f', 'bench.crash', 'bench', 'succeeded', 4, 2, 0, 1, 8, 60000, -2396338152223267399, '61bd7bdb-abc1-4ece-9bc8-3ca778ba623c', '2026-11-21 05:42:10.792496+00', NULL, NULL, '2026-11-21 05:42:10.876222+00', '2026-11-21 05:42:10.945736+00', NULL, 'succeeded', NULL, NULL, '00-f89ec98f8595cf0e0cc7b3dd645550c9-a03d7a6212c87b23-01', '04b16202-22a9-4374-bed6-9808ede85db9', '{"times": 1}', '{}', NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fca0-5e08-7002-b332-9740f995bf76', '646b4029-5618-4ffb-90c7-e943dfcf9f6f', 'bench.noop', 'bench', 'succeeded', 4, 1, 0, 0, 8, 60000, 1247469377926986534, '61bd7bdb-abc1-4ece-9bc8-3ca778ba623c', '2026-11-21 05:42:10.731314+00', NULL, NULL, '2026-11-21 05:42:10.787333+00', '2026-11-21 05:42:10.859296+00', NULL, 'succeeded', NULL, NULL, '00-d4fd9ad66927c695391e62bfd403eb43-74da858eb5ae8cd9-01', '564e7c6a-fbcb-4b60-9bdf-32513de414ea', '{}', '{}', NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fca0-5e68-7001-8014-04a72b868643', '9ec6761a-f4cc-4092-b960-f9eadf47b7e3', 'bench.fail', 'bench', 'succeeded', 4, 3, 1, 1, 8, 60000, 6678177883219904796, '61bd7bdb-abc1-4ece-9bc8-3ca778ba623c', '2026-11-21 05:42:10.792496+00', '2026-11-21 05:42:11.017267+00', NULL, '2026-11-21 05:42:11.047616+00', '2026-11-21 05:42:11.050092+00', NULL, 'succeeded', NULL, NULL, '00-f89ec98f8595cf0e0cc7b3dd645550c9-a03d7a6212c87b23-01', '04b16202-22a9-4374-bed6-9808ede85db9', '{"times": 2}', '{}', NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fca0-5f8e-7000-a123-611aab18430f', 'dd394173-c0db-4b58-84ea-ecf61ec4fb96', 'bench.noop', 'bench', 'scheduled', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 05:42:11.086883+00', '2026-11-21 05:42:18+00', NULL, NULL, NULL, NULL, NULL, 'once', NULL, '00-34126ee1b1aa6e6c75f104889235c9a3-1b20b820482ca49d-01', 'fa87aa78-522f-4eac-9fc6-a27f8de148b2', '{}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fca0-5f8e-7001-90db-786c5f44775c', '468cf898-54fb-47ac-848b-03ce418c4041', 'bench.sleep', 'bench', 'scheduled', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 05:42:11.086883+00', '2026-11-21 05:42:18+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-34126ee1b1aa6e6c75f104889235c9a3-1b20b820482ca49d-01', 'fa87aa78-522f-4eac-9fc6-a27f8de148b2', '{"ms": 10}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fca0-5f8e-7002-9b6c-cb24128cfad5', '2ef8c7bd-674c-45a2-b3e2-6901dff1de26', 'bench.fail', 'bench', 'retrying', 4, 6, 6, 0, 8, 60000, -4629185200720826101, '61bd7bdb-abc1-4ece-9bc8-3ca778ba623c', '2026-11-21 05:42:11.086883+00', '2026-11-21 05:42:14.302807+00', NULL, '2026-11-21 05:42:12.852746+00', '2026-11-21 05:42:12.853807+00', NULL, 'error', NULL, NULL, '00-34126ee1b1aa6e6c75f104889235c9a3-1b20b820482ca49d-01', 'fa87aa78-522f-4eac-9fc6-a27f8de148b2', '{"times": 7}', NULL, '{"code": "bench", "message": "Failed as asked, attempt 6."}', NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fca0-667b-7000-bce2-2c72a9493ad8', '2ef8c7bd-674c-45a2-b3e2-6901dff1de26', 'bench.sleep', 'bench', 'running', 4, 1, 0, 0, 8, 60000, 3279409510193484133, '61bd7bdb-abc1-4ece-9bc8-3ca778ba623c', '2026-11-21 05:42:12.859624+00', NULL, NULL, '2026-11-21 05:42:12.864375+00', NULL, NULL, NULL, NULL, NULL, '00-8972d8feb2c42bc37f53b3ef94fc8b19-2b86a31d1d0bc5a3-01', '39a976ee-96e9-44a2-be20-cfda4d47b33d', '{"ms": 2500}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fca0-667b-7002-aa50-e2eedca15c1a', '646b4029-5618-4ffb-90c7-e943dfcf9f6f', 'bench.sleep', 'bench', 'running', 4, 1, 0, 0, 8, 60000, 5772749966036681481, '61bd7bdb-abc1-4ece-9bc8-3ca778ba623c', '2026-11-21 05:42:12.859624+00', NULL, NULL, '2026-11-21 05:42:12.864375+00', NULL, NULL, NULL, NULL, NULL, '00-8972d8feb2c42bc37f53b3ef94fc8b19-2b86a31d1d0bc5a3-01', '39a976ee-96e9-44a2-be20-cfda4d47b33d', '{"ms": 2502}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fca0-667b-7003-bfc5-e2fdcd71b90d', 'dd394173-c0db-4b58-84ea-ecf61ec4fb96', 'bench.sleep', 'bench', 'running', 4, 1, 0, 0, 8, 60000, 2821520638057405653, '61bd7bdb-abc1-4ece-9bc8-3ca778ba623c', '2026-11-21 05:42:12.859624+00', NULL, NULL, '2026-11-21 05:42:12.864375+00', NULL, NULL, NULL, NULL, NULL, '00-8972d8feb2c42bc37f53b3ef94fc8b19-2b86a31d1d0bc5a3-01', '39a976ee-96e9-44a2-be20-cfda4d47b33d', '{"ms": 2503}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fca0-671d-7000-9672-263ff19c7c28', '2ef8c7bd-674c-45a2-b3e2-6901dff1de26', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 05:42:13.022454+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-7f2d9603745a574530cc3612be544685-97be7f2b0ebb8367-01', '1cf94029-f75f-47a2-b264-6fcfe3b943c2', '{}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fca0-671d-7001-8a05-ae8e5743ad70', '9ec6761a-f4cc-4092-b960-f9eadf47b7e3', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 05:42:13.022454+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-7f2d9603745a574530cc3612be544685-97be7f2b0ebb8367-01', '1cf94029-f75f-47a2-b264-6fcfe3b943c2', '{}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fca0-671e-7000-9178-66c32c97d92a', '646b4029-5618-4ffb-90c7-e943dfcf9f6f', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 05:42:13.022454+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-7f2d9603745a574530cc3612be544685-97be7f2b0ebb8367-01', '1cf94029-f75f-47a2-b264-6fcfe3b943c2', '{}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fca0-671e-7001-8868-59244bc3a3ee', 'dd394173-c0db-4b58-84ea-ecf61ec4fb96', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 05:42:13.022454+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-7f2d9603745a574530cc3612be544685-97be7f2b0ebb8367-01', '1cf94029-f75f-47a2-b264-6fcfe3b943c2', '{}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fca0-671e-7002-b0a0-700a61e50a99', '468cf898-54fb-47ac-848b-03ce418c4041', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 05:42:13.022454+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-7f2d9603745a574530cc3612be544685-97be7f2b0ebb8367-01', '1cf94029-f75f-47a2-b264-6fcfe3b943c2', '{}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fca0-671e-7003-ac49-da62d47efd54', '2ef8c7bd-674c-45a2-b3e2-6901dff1de26', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 05:42:13.022454+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-7f2d9603745a574530cc3612be544685-97be7f2b0ebb8367-01', '1cf94029-f75f-47a2-b264-6fcfe3b943c2', '{}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fca0-6722-7000-bc86-3728da01b5d4', '9ec6761a-f4cc-4092-b960-f9eadf47b7e3', 'bench.noop', 'bench', 'queued', 0, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 05:42:13.026426+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'a limit', '00-1d62f2438aebac1f1b8d70d3b1b2c6ef-914ebe66efb3a5e1-01', '4eb433a6-91e5-4ecd-acb9-d419b731c1a9', '{}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fca0-667b-7001-bc8e-edbc58775157', '9ec6761a-f4cc-4092-b960-f9eadf47b7e3', 'bench.sleep', 'bench', 'running', 4, 1, 0, 0, 8, 60000, -955569140303050493, '61bd7bdb-abc1-4ece-9bc8-3ca778ba623c', '2026-11-21 05:42:12.859624+00', NULL, NULL, '2026-11-21 05:42:12.864375+00', NULL, '2026-11-21 05:42:13.029287+00', NULL, NULL, NULL, '00-8972d8feb2c42bc37f53b3ef94fc8b19-2b86a31d1d0bc5a3-01', '39a976ee-96e9-44a2-be20-cfda4d47b33d', '{"ms": 2501}', NULL, NULL, NULL);
INSERT INTO public.worker_sessions VALUES ('61bd7bdb-abc1-4ece-9bc8-3ca778ba623c', 'bench', '{bench}', 'vm', 31550, 8, '0.1.0', '2026-11-21 05:42:10.576242+00', '2026-11-21 05:42:12.260044+00');
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_external_id_key UNIQUE (external_id);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.due
    ADD CONSTRAINT due_pkey PRIMARY KEY (run_at, id);
ALTER TABLE ONLY public.ec2_instances
    ADD CONSTRAINT ec2_instances_pkey PRIMARY KEY (scan_run_id, region, instance_id);
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
ALTER TABLE ONLY public.scan_runs
    ADD CONSTRAINT scan_runs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.scan_runs
    ADD CONSTRAINT scan_runs_scan_id_service_type_key UNIQUE (scan_id, service_type);
ALTER TABLE ONLY public.scans
    ADD CONSTRAINT scans_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.worker_sessions
    ADD CONSTRAINT worker_sessions_pkey PRIMARY KEY (id);
CREATE INDEX ec2_instances_by_account ON public.ec2_instances USING btree (account);
CREATE INDEX idempotency_keys_by_age ON public.idempotency_keys USING btree (created_at);
CREATE INDEX job_unique_by_job ON public.job_unique USING btree (job_id);
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
CREATE INDEX scan_runs_by_account ON public.scan_runs USING btree (account);
CREATE INDEX scan_runs_by_user ON public.scan_runs USING btree (user_id);
CREATE INDEX scans_by_account ON public.scans USING btree (account, id);
CREATE INDEX scans_by_user ON public.scans USING btree (user_id);
CREATE INDEX users_by_account ON public.users USING btree (account);
CREATE UNIQUE INDEX users_by_email ON public.users USING btree (lower((email COLLATE "C")));
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
ALTER TABLE ONLY public.ec2_instances
    ADD CONSTRAINT ec2_instances_scan_run_id_fkey FOREIGN KEY (scan_run_id) REFERENCES public.scan_runs(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.scan_runs
    ADD CONSTRAINT scan_runs_account_fkey FOREIGN KEY (account) REFERENCES public.accounts(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.scan_runs
    ADD CONSTRAINT scan_runs_scan_id_fkey FOREIGN KEY (scan_id) REFERENCES public.scans(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.scans
    ADD CONSTRAINT scans_account_fkey FOREIGN KEY (account) REFERENCES public.accounts(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_account_fkey FOREIGN KEY (account) REFERENCES public.accounts(id) ON DELETE CASCADE;
ALTER TABLE public.accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY accounts ON public.accounts TO flotilla_accounts USING (true) WITH CHECK (true);
CREATE POLICY accounts ON public.users TO flotilla_accounts USING (true) WITH CHECK (true);
CREATE POLICY dispatcher ON public.job_attempts TO flotilla_dispatcher USING (true) WITH CHECK (true);
CREATE POLICY dispatcher ON public.jobs TO flotilla_dispatcher USING (true) WITH CHECK (true);
ALTER TABLE public.ec2_instances ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.job_attempts ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.scan_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.scans ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON public.accounts TO flotilla_tenant USING ((id = flotilla.current_tenant())) WITH CHECK ((id = flotilla.current_tenant()));
CREATE POLICY tenant ON public.ec2_instances TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON public.job_attempts FOR SELECT TO flotilla_tenant USING ((tenant = flotilla.current_tenant()));
CREATE POLICY tenant ON public.jobs FOR SELECT TO flotilla_tenant USING ((tenant = flotilla.current_tenant()));
CREATE POLICY tenant ON public.scan_runs TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON public.scans TO flotilla_tenant USING ((account = flotilla.current_tenant())) WITH CHECK ((account = flotilla.current_tenant()));
CREATE POLICY tenant ON public.users FOR SELECT TO flotilla_tenant USING ((account = flotilla.current_tenant()));
ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;
GRANT USAGE ON SCHEMA flotilla TO flotilla_dispatcher;
GRANT USAGE ON SCHEMA flotilla TO flotilla_tenant;
GRANT USAGE ON SCHEMA flotilla TO flotilla_api;
GRANT USAGE ON SCHEMA flotilla TO flotilla_accounts;
REVOKE ALL ON FUNCTION flotilla.ensure_partitions(ahead integer) FROM PUBLIC;
GRANT ALL ON FUNCTION flotilla.ensure_partitions(ahead integer) TO flotilla_dispatcher;
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
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.due TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.ec2_instances TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.idempotency_keys TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.job_attempts TO flotilla_dispatcher;
GRANT SELECT ON TABLE public.job_attempts TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.job_partitions TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.job_unique TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.jobs TO flotilla_dispatcher;
GRANT SELECT ON TABLE public.jobs TO flotilla_tenant;
GRANT SELECT ON TABLE public.jobs_default TO flotilla_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.scan_runs TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.scans TO flotilla_tenant;
GRANT SELECT,INSERT ON TABLE public.users TO flotilla_accounts;
GRANT SELECT(id) ON TABLE public.users TO flotilla_tenant;
GRANT SELECT(account) ON TABLE public.users TO flotilla_tenant;
GRANT SELECT(email) ON TABLE public.users TO flotilla_tenant;
GRANT UPDATE(password_hash) ON TABLE public.users TO flotilla_accounts;
GRANT SELECT(role) ON TABLE public.users TO flotilla_tenant;
GRANT SELECT(created_at) ON TABLE public.users TO flotilla_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.worker_sessions TO flotilla_dispatcher;