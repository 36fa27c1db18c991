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
INSERT INTO public.bench_effects VALUES ('01a1fc8c-ae87-7000-b1d7-2207c2775194', 2, '2026-11-21 05:20:40.695316+00');
INSERT INTO public.bench_effects VALUES ('01a1fc8c-ae87-7002-976b-d8d9c15f6f19', 2, '2026-11-21 05:20:40.699049+00');
INSERT INTO public.bench_effects VALUES ('01a1fc8c-ae87-7001-a7ad-c5aebe5ae519', 2, '2026-11-21 05:20:40.699049+00');
INSERT INTO public.due VALUES ('2026-11-21 05:30:40+00', '01a1fc8c-ae93-7000-b29b-fddaf7a135c3');
INSERT INTO public.due VALUES ('2026-11-21 05:20:40.787049+00', '01a1fc8c-ae90-7001-a76b-4bb22adb7c04');
INSERT INTO public.due VALUES ('2026-11-21 05:20:52+00', '01a1fc8c-af9c-7000-b0c1-78ccdce25c31');
INSERT INTO public.due VALUES ('2026-11-21 05:20:52+00', '01a1fc8c-af9c-7001-8db8-f7261a825121');
INSERT INTO public.due VALUES ('2026-11-21 05:20:40.874365+00', '01a1fc8c-af9c-7002-b0a7-2f94ae38a90d');
INSERT INTO public.due VALUES ('2026-11-21 05:20:41.246393+00', '01a1fc8c-af9c-7002-b0a7-2f94ae38a90d');
INSERT INTO public.due VALUES ('2026-11-21 05:20:41.405344+00', '01a1fc8c-af9c-7002-b0a7-2f94ae38a90d');
INSERT INTO public.due VALUES ('2026-11-21 05:20:42.287117+00', '01a1fc8c-af9c-7002-b0a7-2f94ae38a90d');
INSERT INTO public.flotilla_migrations VALUES (1, 'jobs', '709aa8dcb3f9dd01742f3b76500e386e2e404624e5016347fe1526aab913c358', '2026-11-21 05:20:40.077734+00');
INSERT INTO public.flotilla_migrations VALUES (2, 'idempotency_keys', 'c2352c5c13ac6baaf02bd0b2dcb510716f942764bfb2db9658c323fd52028a55', '2026-11-21 05:20:40.088812+00');
INSERT INTO public.flotilla_migrations VALUES (100, 'accounts', 'fd2f1e7f75f71ab4fd73a8e1991375d8284ebd4952d9be939d2da93e8f88429b', '2026-11-21 05:20:40.115717+00');
INSERT INTO public.flotilla_migrations VALUES (200, 'scans', 'bbf2efb159926afeac42c1ea7104e1a7f96ef09e87d2d718c28a108f82300cf0', '2026-11-21 05:20:40.146763+00');
INSERT INTO public.idempotency_keys VALUES ('01a1fc8c-adff-7000-95ac-e65fd5bbd498', 'POST', '/jobs/batch', '728E7C82-4E15-4B3D-AE17-8479D896CAC5', '\x10c7adaef599d4d41fac57ee0a4b1146d43811164a4403a91b8a7494912a9d87', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316131666338632d616538372d373030302d623164372d323230376332373735313934222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666338632d616538372d373030302d623164372d323230376332373735313934227d2c7b226964223a2230316131666338632d616538372d373030312d613761642d633561656265356165353139222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666338632d616538372d373030312d613761642d633561656265356165353139227d2c7b226964223a2230316131666338632d616538372d373030322d393736622d643864396331356636663139222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666338632d616538372d373030322d393736622d643864396331356636663139227d5d7d', '2026-11-21 05:20:40.583929+00');
INSERT INTO public.idempotency_keys VALUES ('01a1fc8c-adff-7000-95ac-e65fd5bbd498', 'POST', '/jobs/batch', '8144260E-E664-437E-9AAE-75FB213A7711', '\x8a267f1a59df4d903389c0a70d2235a834029235d8c13f881075080e1123b5b5', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316131666338632d616539302d373030302d396464372d313563363734633363326463222c226b696e64223a2262656e63682e6661696c222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666338632d616539302d373030302d396464372d313563363734633363326463227d2c7b226964223a2230316131666338632d616539302d373030312d613736622d346262323261646237633034222c226b696e64223a2262656e63682e6661696c222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666338632d616539302d373030312d613736622d346262323261646237633034227d2c7b226964223a2230316131666338632d616539302d373030322d383363652d363133623533323237316366222c226b696e64223a2262656e63682e6372617368222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666338632d616539302d373030322d383363652d363133623533323237316366227d5d7d', '2026-11-21 05:20:40.592964+00');
INSERT INTO public.idempotency_keys VALUES ('01a1fc8c-adff-7000-95ac-e65fd5bbd498', 'POST', '/jobs/batch', '96D797E6-245E-495F-BCD1-42DDC90061C7', '\xf383a605249fadc5e1512b491055b2f5ee0741d69246e91a6c9af958f2d80da8', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316131666338632d616639632d373030302d623063312d373863636463653235633331222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a227363686564756c6564222c227374617475735f75726c223a222f6a6f62732f30316131666338632d616639632d373030302d623063312d373863636463653235633331227d2c7b226964223a2230316131666338632d616639632d373030312d386462382d663732363161383235313231222c226b696e64223a2262656e63682e736c656570222c22737461747573223a227363686564756c6564222c227374617475735f75726c223a222f6a6f62732f30316131666338632d616639632d373030312d386462382d663732363161383235313231227d2c7b226964223a2230316131666338632d616639632d373030322d623061372d326639346165333861393064222c226b696e64223a2262656e63682e6661696c222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666338632d616639632d373030322d623061372d326639346165333861393064227d5d7d', '2026-11-21 05:20:40.860684+00');
INSERT INTO public.idempotency_keys VALUES ('01a1fc8c-adff-7000-95ac-e65fd5bbd498', 'POST', '/jobs/batch', 'A0082AC3-111E-4A29-AEFB-9FBD8D3E6666', '\xb0b4b7ece3ddf83b1defff7038cbf7b1133d8fe3ac613ec09987892967eec152', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316131666338632d623236662d373030302d383161622d313438313230333037366339222c226b696e64223a2262656e63682e736c656570222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666338632d623236662d373030302d383161622d313438313230333037366339227d2c7b226964223a2230316131666338632d623236662d373030312d396165372d333531346436626531383464222c226b696e64223a2262656e63682e736c656570222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666338632d623236662d373030312d396165372d333531346436626531383464227d2c7b226964223a2230316131666338632d623236662d373030322d623938352d613030316564313531386531222c226b696e64223a2262656e63682e736c656570222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666338632d623236662d373030322d623938352d613030316564313531386531227d2c7b226964223a2230316131666338632d623236662d373030332d616162312d316336323537373861613237222c226b696e64223a2262656e63682e736c656570222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666338632d623236662d373030332d616162312d316336323537373861613237227d5d7d', '2026-11-21 05:20:41.584286+00');
INSERT INTO public.idempotency_keys VALUES ('01a1fc8c-adff-7000-95ac-e65fd5bbd498', 'POST', '/jobs/batch', '62C98443-47B5-4601-A279-A9F8B1453E7D', '\xac132e89a4b3bbcc314d5056ecc0e51d769b8d06c06e5a4e2450a448ed33eb02', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316131666338632d623265612d373030302d623431372d663963343362613165343430222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666338632d623265612d373030302d623431372d663963343362613165343430227d2c7b226964223a2230316131666338632d623265612d373030312d613734312d663464656665313130303666222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666338632d623265612d373030312d613734312d663464656665313130303666227d2c7b226964223a2230316131666338632d623265612d373030322d396564392d313162643533636261643838222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666338632d623265612d373030322d396564392d313162643533636261643838227d2c7b226964223a2230316131666338632d623265612d373030332d623065382d633164643865663238393163222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666338632d623265612d373030332d623065382d633164643865663238393163227d2c7b226964223a2230316131666338632d623265612d373030342d616461622d376639376532623231323861222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666338632d623265612d373030342d616461622d376639376532623231323861227d2c7b226964223a2230316131666338632d623265612d373030352d613037362d363566653834326435663836222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666338632d623265612d373030352d613037362d363566653834326435663836227d5d7d', '2026-11-21 05:20:41.707255+00');
INSERT INTO public.idempotency_keys VALUES ('01a1fc8c-adff-7000-95ac-e65fd5bbd498', 'POST', '/jobs/batch', 'DAA5F10F-4E17-4846-A88F-82C1279D198F', '\xfeab0c1382430e76ff75f0043d41bdce73221966711771ebbe085b8e2908be26', 202, NULL, '\x7b226a6f6273223a5b7b226964223a2230316131666338632d623265662d373030302d626235342d363763323231643466336536222c226b696e64223a2262656e63682e6e6f6f70222c22737461747573223a22717565756564222c227374617475735f75726c223a222f6a6f62732f30316131666338632d623265662d373030302d626235342d363763323231643466336536227d5d7d', '2026-11-21 05:20:41.71171+00');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fc8c-ae87-7000-b1d7-2207c2775194', 1, '1088044f-edc9-4eb1-8bb9-db21444a4b64', '9b735c16-1b11-4909-9021-73d10a4a39ef', '2026-11-21 05:20:40.638021+00', '2026-11-21 05:20:40.659319+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fc8c-ae87-7001-a7ad-c5aebe5ae519', 1, 'e8b2acdf-5f85-44cf-ade1-320b50e1f916', '9b735c16-1b11-4909-9021-73d10a4a39ef', '2026-11-21 05:20:40.638021+00', '2026-11-21 05:20:40.668195+00', 'released', NULL);
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fc8c-ae87-7002-976b-d8d9c15f6f19', 1, 'bac7a01b-053e-489e-ab8d-e4823fa5b44d', '9b735c16-1b11-4909-9021-73d10a4a39ef', '2026-11-21 05:20:40.638021+00', '2026-11-21 05:20:40.659319+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fc8c-ae90-7000-9dd7-15c674c3c2dc', 1, '1088044f-edc9-4eb1-8bb9-db21444a4b64', '9b735c16-1b11-4909-9021-73d10a4a39ef', '2026-11-21 05:20:40.638021+00', '2026-11-21 05:20:40.659319+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fc8c-ae90-7001-a76b-4bb22adb7c04', 1, 'e8b2acdf-5f85-44cf-ade1-320b50e1f916', '9b735c16-1b11-4909-9021-73d10a4a39ef', '2026-11-21 05:20:40.638021+00', '2026-11-21 05:20:40.668195+00', 'released', NULL);
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fc8c-ae90-7002-83ce-613b532271cf', 1, 'bac7a01b-053e-489e-ab8d-e4823fa5b44d', '9b735c16-1b11-4909-9021-73d10a4a39ef', '2026-11-21 05:20:40.638021+00', '2026-11-21 05:20:40.659319+00', 'crashed', '{"code": "crashed", "message": "The process that ran the job ended before the job did."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fc8c-ae90-7001-a76b-4bb22adb7c04', 2, 'e8b2acdf-5f85-44cf-ade1-320b50e1f916', '9b735c16-1b11-4909-9021-73d10a4a39ef', '2026-11-21 05:20:40.684773+00', '2026-11-21 05:20:40.699049+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 2."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fc8c-af9c-7002-b0a7-2f94ae38a90d', 1, '1088044f-edc9-4eb1-8bb9-db21444a4b64', '9b735c16-1b11-4909-9021-73d10a4a39ef', '2026-11-21 05:20:40.866318+00', '2026-11-21 05:20:40.867365+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 1."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fc8c-af9c-7002-b0a7-2f94ae38a90d', 2, '1088044f-edc9-4eb1-8bb9-db21444a4b64', '9b735c16-1b11-4909-9021-73d10a4a39ef', '2026-11-21 05:20:41.057253+00', '2026-11-21 05:20:41.058393+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 2."}');
INSERT INTO public.job_attempts_20261121 VALUES ('01a1fc8c-af9c-7002-b0a7-2f94ae38a90d', 3, '1088044f-edc9-4eb1-8bb9-db21444a4b64', '9b735c16-1b11-4909-9021-73d10a4a39ef', '2026-11-21 05:20:41.308326+00', '2026-11-21 05:20:41.309344+00', 'error', '{"code": "bench", "message": "Failed as asked, attempt 3."}');
INSERT INTO public.job_partitions VALUES ('jobs_20261120', '01a1f640-bc00-0000-0000-000000000000', '01a1fb67-1800-0000-0000-000000000000', '01a1f640-bc00-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261121', '01a1fb67-1800-0000-0000-000000000000', '01a2008d-7400-0000-0000-000000000000', '01a1fb67-1800-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261122', '01a2008d-7400-0000-0000-000000000000', '01a205b3-d000-0000-0000-000000000000', '01a2008d-7400-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261123', '01a205b3-d000-0000-0000-000000000000', '01a20ada-2c00-0000-0000-000000000000', '01a205b3-d000-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261124', '01a20ada-2c00-0000-0000-000000000000', '01a21000-8800-0000-0000-000000000000', '01a20ada-2c00-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261125', '01a21000-8800-0000-0000-000000000000', '01a21526-e400-0000-0000-000000000000', '01a21000-8800-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261126', '01a21526-e400-0000-0000-000000000000', '01a21a4d-4000-0000-0000-000000000000', '01a21526-e400-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261127', '01a21a4d-4000-0000-0000-000000000000', '01a21f73-9c00-0000-0000-000000000000', '01a21a4d-4000-0000-0000-000000000000');
INSERT INTO public.job_partitions VALUES ('jobs_20261128', '01a21f73-9c00-0000-0000-000000000000', '01a22499-f800-0000-0000-000000000000', '01a21f73-9c00-0000-0000-000000000000');
INSERT INTO public.job_unique VALUES ('a41817ff-0458-41a0-8730-051241c15445', 'bench.noop', 'once', '01a1fc8c-af9c-7000-b0c1-78ccdce25c31');
INSERT INTO public.jobs_20261121 VALUES ('01a1fc8c-ae93-7000-b29b-fddaf7a135c3', '01a1fc8c-adff-7001-96b5-aed894f6aa88', 'bench.noop', 'bench', 'cancelled', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 05:20:40.596293+00', '2026-11-21 05:30:40+00', NULL, NULL, '2026-11-21 05:20:40.59886+00', '2026-11-21 05:20:40.59886+00', 'cancelled', NULL, NULL, '00-730e36c4d2fc25c949d1f316dcd5ac1d-32569e494df3bee9-01', 'a7fc5080-9157-44e9-8ea4-734b32e3f877', '{}', NULL, '{"code": "cancelled", "message": "The job was cancelled."}', NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fc8c-ae90-7000-9dd7-15c674c3c2dc', '1088044f-edc9-4eb1-8bb9-db21444a4b64', 'bench.fail', 'bench', 'failed', 4, 2, 1, 1, 1, 60000, -2770698594815145153, '9b735c16-1b11-4909-9021-73d10a4a39ef', '2026-11-21 05:20:40.592964+00', NULL, NULL, '2026-11-21 05:20:40.684773+00', '2026-11-21 05:20:40.699049+00', NULL, 'error', NULL, NULL, '00-314481ef50778d9e65c1d062d9324ed3-82474fb9927f779f-01', '4168e796-20da-43d4-a9ff-6f2a32c1bccf', '{"times": 99}', NULL, '{"code": "bench", "message": "Failed as asked, attempt 2."}', NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fc8c-ae90-7001-a76b-4bb22adb7c04', 'e8b2acdf-5f85-44cf-ade1-320b50e1f916', 'bench.fail', 'bench', 'succeeded', 4, 3, 1, 0, 8, 60000, -1046403679326776649, '9b735c16-1b11-4909-9021-73d10a4a39ef', '2026-11-21 05:20:40.592964+00', '2026-11-21 05:20:40.787049+00', NULL, '2026-11-21 05:20:40.806216+00', '2026-11-21 05:20:40.808791+00', NULL, 'succeeded', NULL, NULL, '00-314481ef50778d9e65c1d062d9324ed3-82474fb9927f779f-01', '4168e796-20da-43d4-a9ff-6f2a32c1bccf', '{"times": 2}', '{}', NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fc8c-af9c-7000-b0c1-78ccdce25c31', 'a41817ff-0458-41a0-8730-051241c15445', 'bench.noop', 'bench', 'scheduled', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 05:20:40.860684+00', '2026-11-21 05:20:52+00', NULL, NULL, NULL, NULL, NULL, 'once', NULL, '00-15c44591c9a888ab9fc900563824286f-9f22106b36225fa1-01', '1a846a4c-6680-4d90-8e41-dfaa3ddb9366', '{}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fc8c-af9c-7001-8db8-f7261a825121', '21c49b07-2811-4a80-87c3-336d2238e90a', 'bench.sleep', 'bench', 'scheduled', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 05:20:40.860684+00', '2026-11-21 05:20:52+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-15c44591c9a888ab9fc900563824286f-9f22106b36225fa1-01', '1a846a4c-6680-4d90-8e41-dfaa3ddb9366', '{"ms": 10}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fc8c-ae87-7000-b1d7-2207c2775194', '1088044f-edc9-4eb1-8bb9-db21444a4b64', 'bench.noop', 'bench', 'succeeded', 4, 2, 0, 1, 8, 60000, -1243902837318753123, '9b735c16-1b11-4909-9021-73d10a4a39ef', '2026-11-21 05:20:40.583929+00', NULL, NULL, '2026-11-21 05:20:40.684773+00', '2026-11-21 05:20:40.695316+00', NULL, 'succeeded', NULL, NULL, '00-a3858137ea6246d76750cc47b81c05bd-18bc26ca186b6205-01', 'a78279aa-5391-4c83-8c67-849857a47bbe', '{}', '{}', NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fc8c-ae87-7001-a7ad-c5aebe5ae519', 'e8b2acdf-5f85-44cf-ade1-320b50e1f916', 'bench.noop', 'bench', 'succeeded', 4, 2, 0, 0, 8, 60000, -4320767292193809667, '9b735c16-1b11-4909-9021-73d10a4a39ef', '2026-11-21 05:20:40.583929+00', NULL, NULL, '2026-11-21 05:20:40.684773+00', '2026-11-21 05:20:40.699049+00', NULL, 'succeeded', NULL, NULL, '00-a3858137ea6246d76750cc47b81c05bd-18bc26ca186b6205-01', 'a78279aa-5391-4c83-8c67-849857a47bbe', '{}', '{}', NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fc8c-ae87-7002-976b-d8d9c15f6f19', 'bac7a01b-053e-489e-ab8d-e4823fa5b44d', 'bench.noop', 'bench', 'succeeded', 4, 2, 0, 1, 8, 60000, -7494153602266239886, '9b735c16-1b11-4909-9021-73d10a4a39ef', '2026-11-21 05:20:40.583929+00', NULL, NULL, '2026-11-21 05:20:40.684773+00', '2026-11-21 05:20:40.699049+00', NULL, 'succeeded', NULL, NULL, '00-a3858137ea6246d76750cc47b81c05bd-18bc26ca186b6205-01', 'a78279aa-5391-4c83-8c67-849857a47bbe', '{}', '{}', NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fc8c-ae90-7002-83ce-613b532271cf', 'bac7a01b-053e-489e-ab8d-e4823fa5b44d', 'bench.crash', 'bench', 'succeeded', 4, 2, 0, 1, 8, 60000, 1910691263727203745, '9b735c16-1b11-4909-9021-73d10a4a39ef', '2026-11-21 05:20:40.592964+00', NULL, NULL, '2026-11-21 05:20:40.684773+00', '2026-11-21 05:20:40.699049+00', NULL, 'succeeded', NULL, NULL, '00-314481ef50778d9e65c1d062d9324ed3-82474fb9927f779f-01', '4168e796-20da-43d4-a9ff-6f2a32c1bccf', '{"times": 1}', '{}', NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fc8c-b2ea-7000-b417-f9c43ba1e440', '1088044f-edc9-4eb1-8bb9-db21444a4b64', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 05:20:41.707255+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-9f13c2941d07058ed0524a8bd47aee99-c83a00400048c019-01', '03bc45ab-aa60-415d-bf05-e1aefa087725', '{}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fc8c-b2ea-7001-a741-f4defe11006f', 'e8b2acdf-5f85-44cf-ade1-320b50e1f916', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 05:20:41.707255+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-9f13c2941d07058ed0524a8bd47aee99-c83a00400048c019-01', '03bc45ab-aa60-415d-bf05-e1aefa087725', '{}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fc8c-b2ea-7002-9ed9-11bd53cbad88', 'bac7a01b-053e-489e-ab8d-e4823fa5b44d', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 05:20:41.707255+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-9f13c2941d07058ed0524a8bd47aee99-c83a00400048c019-01', '03bc45ab-aa60-415d-bf05-e1aefa087725', '{}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fc8c-b2ea-7003-b0e8-c1dd8ef2891c', 'a41817ff-0458-41a0-8730-051241c15445', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 05:20:41.707255+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-9f13c2941d07058ed0524a8bd47aee99-c83a00400048c019-01', '03bc45ab-aa60-415d-bf05-e1aefa087725', '{}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fc8c-b2ea-7004-adab-7f97e2b2128a', '21c49b07-2811-4a80-87c3-336d2238e90a', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 05:20:41.707255+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-9f13c2941d07058ed0524a8bd47aee99-c83a00400048c019-01', '03bc45ab-aa60-415d-bf05-e1aefa087725', '{}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fc8c-b2ea-7005-a076-65fe842d5f86', '1088044f-edc9-4eb1-8bb9-db21444a4b64', 'bench.noop', 'bench', 'queued', 4, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 05:20:41.707255+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00-9f13c2941d07058ed0524a8bd47aee99-c83a00400048c019-01', '03bc45ab-aa60-415d-bf05-e1aefa087725', '{}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fc8c-b2ef-7000-bb54-67c221d4f3e6', 'e8b2acdf-5f85-44cf-ade1-320b50e1f916', 'bench.noop', 'bench', 'queued', 0, 0, 0, 0, 8, 60000, NULL, NULL, '2026-11-21 05:20:41.71171+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'a limit', '00-bb3f35bfc473bfeb9cebdc39d12ec741-87f655d11fcd0d31-01', 'be8fc8b5-6d15-4aa9-a4f5-80e394c9b2fb', '{}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fc8c-af9c-7002-b0a7-2f94ae38a90d', '1088044f-edc9-4eb1-8bb9-db21444a4b64', 'bench.fail', 'bench', 'retrying', 4, 4, 4, 0, 8, 60000, -6859782713889444566, '9b735c16-1b11-4909-9021-73d10a4a39ef', '2026-11-21 05:20:40.860684+00', '2026-11-21 05:20:42.287117+00', NULL, '2026-11-21 05:20:41.559037+00', '2026-11-21 05:20:41.560117+00', NULL, 'error', NULL, NULL, '00-15c44591c9a888ab9fc900563824286f-9f22106b36225fa1-01', '1a846a4c-6680-4d90-8e41-dfaa3ddb9366', '{"times": 7}', NULL, '{"code": "bench", "message": "Failed as asked, attempt 4."}', NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fc8c-b26f-7000-81ab-1481203076c9', '1088044f-edc9-4eb1-8bb9-db21444a4b64', 'bench.sleep', 'bench', 'running', 4, 1, 0, 0, 8, 60000, -962856403822503072, '9b735c16-1b11-4909-9021-73d10a4a39ef', '2026-11-21 05:20:41.584286+00', NULL, NULL, '2026-11-21 05:20:41.588018+00', NULL, NULL, NULL, NULL, NULL, '00-6019eb7dce9f9da5a5788b3a8363b73b-89f88aedd2998d13-01', 'b3452303-c0b6-40bc-aaf2-26a007581946', '{"ms": 2500}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fc8c-b26f-7002-b985-a001ed1518e1', 'bac7a01b-053e-489e-ab8d-e4823fa5b44d', 'bench.sleep', 'bench', 'running', 4, 1, 0, 0, 8, 60000, -5021813242295043306, '9b735c16-1b11-4909-9021-73d10a4a39ef', '2026-11-21 05:20:41.584286+00', NULL, NULL, '2026-11-21 05:20:41.588018+00', NULL, NULL, NULL, NULL, NULL, '00-6019eb7dce9f9da5a5788b3a8363b73b-89f88aedd2998d13-01', 'b3452303-c0b6-40bc-aaf2-26a007581946', '{"ms": 2502}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fc8c-b26f-7003-aab1-1c625778aa27', 'a41817ff-0458-41a0-8730-051241c15445', 'bench.sleep', 'bench', 'running', 4, 1, 0, 0, 8, 60000, -2708314896342244610, '9b735c16-1b11-4909-9021-73d10a4a39ef', '2026-11-21 05:20:41.584286+00', NULL, NULL, '2026-11-21 05:20:41.588018+00', NULL, NULL, NULL, NULL, NULL, '00-6019eb7dce9f9da5a5788b3a8363b73b-89f88aedd2998d13-01', 'b3452303-c0b6-40bc-aaf2-26a007581946', '{"ms": 2503}', NULL, NULL, NULL);
INSERT INTO public.jobs_20261121 VALUES ('01a1fc8c-b26f-7001-9ae7-3514d6be184d', 'e8b2acdf-5f85-44cf-ade1-320b50e1f916', 'bench.sleep', 'bench', 'running', 4, 1, 0, 0, 8, 60000, 5136217329771367884, '9b735c16-1b11-4909-9021-73d10a4a39ef', '2026-11-21 05:20:41.584286+00', NULL, NULL, '2026-11-21 05:20:41.588018+00', NULL, '2026-11-21 05:20:41.715255+00', NULL, NULL, NULL, '00-6019eb7dce9f9da5a5788b3a8363b73b-89f88aedd2998d13-01', 'b3452303-c0b6-40bc-aaf2-26a007581946', '{"ms": 2501}', NULL, NULL, NULL);
INSERT INTO public.worker_sessions VALUES ('9b735c16-1b11-4909-9021-73d10a4a39ef', 'bench', '{bench}', 'vm', 11532, 8, '0.1.0', '2026-11-21 05:20:40.560185+00', '2026-11-21 05:20:40.56512+00');
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