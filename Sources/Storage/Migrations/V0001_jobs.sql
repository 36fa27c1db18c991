-- The job's row and what belongs to it. Every program version works on this schema and on the one before it.

create schema if not exists flotilla;

-- Two roles, entered with SET ROLE: the dispatcher moves jobs of every tenant but sees nothing else;
-- the tenant role sees the rows of the tenant that its transaction names, in every table.
-- Made only where they are missing, so that an owner who may not make roles can migrate when they were made before.
do $$
declare
    role_name text;
begin
    foreach role_name in array array['flotilla_dispatcher', 'flotilla_tenant'] loop
        -- Roles belong to the whole server, where another database may be migrating at this moment.
        begin
            if not exists (select from pg_roles where rolname = role_name) then
                execute format('create role %I nologin', role_name);
            end if;
        exception when duplicate_object or unique_violation then null;
        end;
        begin
            if not pg_has_role(current_user, role_name, 'member') then
                execute format('grant %I to %I', role_name, current_user);
            end if;
        exception when unique_violation then null;
        end;
    end loop;
end
$$;
grant usage on schema flotilla to flotilla_dispatcher, flotilla_tenant;

-- The tenant whose rows the transaction may see; nothing when none was named.
create function flotilla.current_tenant() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('flotilla.tenant', true), '')::uuid;

-- The smallest UUIDv7 of a moment: bounds for partitions and for "minted since".
create function flotilla.uuid_floor(moment timestamptz) returns uuid
    language sql immutable parallel safe
    return (lpad(to_hex(floor(extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;

create type job_status as enum
    ('scheduled', 'queued', 'running', 'retrying', 'succeeded', 'failed', 'cancelled');

create table jobs (
    id              uuid        not null,
    tenant          uuid        not null,
    kind            text        not null,
    queue           text        not null,
    status          job_status  not null,
    priority        smallint    not null check (priority between 0 and 9),
    attempt         integer     not null default 0,
    errors          integer     not null default 0,
    crashes         integer     not null default 0,
    max_attempts    integer     not null check (max_attempts > 0),
    timeout_ms      integer     not null check (timeout_ms > 0),
    -- The claim: whoever writes an outcome has to show this token.
    token           bigint,
    session         uuid,
    created_at      timestamptz not null default now(),
    run_at          timestamptz,
    expires_at      timestamptz,
    started_at      timestamptz,
    finished_at     timestamptz,
    cancel_requested_at timestamptz,
    -- How the attempt in this row ended; earlier ones are in job_attempts.
    attempt_end     text,
    unique_key      text,
    limit_key       text,
    trace_parent    text,
    request_id      text,
    payload         jsonb       not null,
    result          jsonb,
    error           jsonb,
    checkpoint      jsonb,
    primary key (id)
) partition by range (id);

-- No index holds a column that changes in a job's life, so that claims and results stay heap-only updates.
create index jobs_by_tenant on jobs (tenant, id);

alter table jobs enable row level security;
alter table jobs force row level security;
create policy dispatcher on jobs to flotilla_dispatcher using (true) with check (true);
create policy tenant on jobs for select to flotilla_tenant using (tenant = flotilla.current_tenant());
grant select, insert, update, delete on jobs to flotilla_dispatcher;
grant select on jobs to flotilla_tenant;

create table job_attempts (
    job_id      uuid        not null,
    attempt     integer     not null,
    tenant      uuid        not null,
    session     uuid,
    started_at  timestamptz,
    finished_at timestamptz,
    ended       text,
    error       jsonb,
    primary key (job_id, attempt)
) partition by range (job_id);

alter table job_attempts enable row level security;
alter table job_attempts force row level security;
create policy dispatcher on job_attempts to flotilla_dispatcher using (true) with check (true);
create policy tenant on job_attempts for select to flotilla_tenant using (tenant = flotilla.current_tenant());
grant select, insert, update, delete on job_attempts to flotilla_dispatcher;
grant select on job_attempts to flotilla_tenant;

-- Jobs that wait for a time, and nothing else of them: found by time without an index on jobs.
create table due (
    run_at timestamptz not null,
    id     uuid        not null,
    primary key (run_at, id)
);
grant select, insert, update, delete on due to flotilla_dispatcher;

-- One open job per (tenant, kind, key).
create table job_unique (
    tenant uuid not null,
    kind   text not null,
    key    text not null,
    job_id uuid not null,
    primary key (tenant, kind, key)
);
create index job_unique_by_job on job_unique (job_id);
grant select, insert, update, delete on job_unique to flotilla_dispatcher;

-- One row per life of a worker; a claim names its session, and a session that stays silent loses its claims.
create table worker_sessions (
    id          uuid        primary key,
    worker      text        not null,
    queues      text[]      not null,
    host        text        not null,
    pid         integer     not null,
    concurrency integer     not null,
    version     text        not null,
    started_at  timestamptz not null default now(),
    beat_at     timestamptz not null default now()
) with (fillfactor = 50);
grant select, insert, update, delete on worker_sessions to flotilla_dispatcher;

-- Per partition of jobs: everything below low_water is settled, so looking for open jobs starts there.
create table job_partitions (
    name       text primary key,
    lower      uuid not null unique,
    upper      uuid not null,
    low_water  uuid not null
);
grant select, insert, update, delete on job_partitions to flotilla_dispatcher;

create table jobs_default partition of jobs default;
create table job_attempts_default partition of job_attempts default;
-- Rights on a table are not those on its partitions, and whoever checks the fleet asks this one whether it is empty.
grant select on jobs_default to flotilla_dispatcher;

-- Makes the partitions of yesterday to `ahead` days from now, where they are missing. Any process may call it at
-- any time. Returns how many it made.
create function flotilla.ensure_partitions(ahead integer default 7) returns integer
    language plpgsql security definer set search_path = public, pg_temp
as $$
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
revoke execute on function flotilla.ensure_partitions(integer) from public;
grant execute on function flotilla.ensure_partitions(integer) to flotilla_dispatcher;

-- Raises when a settlement met fewer rows than it has claims: somebody else holds one of them.
create function flotilla.demand(met bigint, expected bigint) returns bigint
    language plpgsql immutable
as $$
begin
    if met <> expected then
        raise exception using errcode = 'FL001', message = 'a claim was replaced';
    end if;
    return met;
end
$$;

-- What the bench kinds write in the transaction of their result; read by whoever checks that it happened once.
create table bench_effects (
    job_id       uuid        not null,
    attempt      integer     not null,
    committed_at timestamptz not null default now()
);
grant select, insert on bench_effects to flotilla_dispatcher, flotilla_tenant;

select flotilla.ensure_partitions();
