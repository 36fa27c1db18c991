-- Fills a migrated database with settled jobs of the weeks before, as the tables' owner:
--
--     psql -v jobs=10000000 -v days=28 -v tenant=UUID -d DATABASE -f Benchmarks/Volume/jobs.sql
--
-- A partition a day, the same number of jobs in each. Six in ten are the tenant's, the others those of 200 more. One in a
-- thousand failed, but of the tenant's one in a hundred thousand; one in 20,000 is of a kind that is rare.
\set ON_ERROR_STOP on
\if :{?jobs} \else \set jobs 10000000 \endif
\if :{?days} \else \set days 28 \endif
set synchronous_commit = off;
-- The partitions are made beside those of the fleet.
set search_path = flotilla;
select set_config('fill.jobs', :jobs::text, false), set_config('fill.days', :days::text, false),
    set_config('fill.tenant', :'tenant', false);

create procedure pg_temp.fill_day(ago integer) language plpgsql as $$
declare
    day   timestamptz := date_trunc('day', now(), 'utc') - ago * interval '1 day';
    tag   text := to_char(day at time zone 'utc', 'YYYYMMDD');
    low   uuid := flotilla.uuid_floor(day);
    high  uuid := flotilla.uuid_floor(day + interval '1 day');
    count integer := current_setting('fill.jobs')::bigint / current_setting('fill.days')::integer;
begin
    execute format('create table %I (like jobs including all) with (fillfactor = 60)', 'jobs_' || tag);
    execute format('create table %I (like job_attempts including all)', 'job_attempts_' || tag);
    execute format(
        'insert into %I (id, tenant, kind, queue, status, priority, attempt, errors, max_attempts, timeout_ms, token, '
        'session, created_at, started_at, finished_at, attempt_end, payload, result, error) '
        'select flotilla.mint_id(moment), tenant, case when n %% 20000 = 77 then ''rare.kind'' else ''bench.noop'' end, '
            '''bench'', case when failed then ''failed'' else ''succeeded'' end::flotilla.job_status, 4, '
            'case when n %% 50 = 0 then 2 else 1 end, 0, 8, 60000, n, ''018f0000-0000-7000-8000-000000000001'', moment, '
            'moment + interval ''5 ms'', moment + interval ''9 ms'', '
            'case when failed then ''error'' else ''succeeded'' end, '
            'jsonb_build_object(''course'', repeat(''c'', 60), ''user'', repeat(''u'', 60), ''note'', repeat(''n'', 48)), '
            'case when not failed then ''{}''::jsonb end, '
            'case when failed then ''{"code": "gone", "message": "No."}''::jsonb end '
        'from (select n, $1 + n * interval ''1 day'' / $2 as moment, '
                'case when n %% 10 < 6 then $3 else md5(''tenant '' || n %% 200)::uuid end as tenant, '
                'case when n %% 10 < 6 then n %% 100000 = 50 else n %% 1000 = 999 end as failed '
            'from generate_series(0, $2 - 1) n) made',
        'jobs_' || tag) using day, count, current_setting('fill.tenant')::uuid;
    execute format(
        'insert into %I (job_id, attempt, tenant, started_at, finished_at, ended) '
        'select id, 1, tenant, started_at, finished_at, ''error'' from %I where attempt = 2',
        'job_attempts_' || tag, 'jobs_' || tag);
    -- Hint bits, and what the planner knows: a server that ran for weeks has them.
    execute format('analyze %I', 'jobs_' || tag);
    execute format('alter table flotilla.jobs attach partition %I for values from (%L) to (%L)', 'jobs_' || tag, low, high);
    execute format('alter table flotilla.job_attempts attach partition %I for values from (%L) to (%L)',
        'job_attempts_' || tag, low, high);
    -- Settled for long: the marks have risen.
    insert into flotilla.job_partitions (name, lower, upper, low_water) values ('jobs_' || tag, low, high, high);
    commit;
end
$$;
create procedure pg_temp.fill() language plpgsql as $$
begin
    for ago in reverse current_setting('fill.days')::integer + 1 .. 2 loop call pg_temp.fill_day(ago); end loop;
end
$$;
call pg_temp.fill();
vacuum analyze jobs;
vacuum analyze job_attempts;
