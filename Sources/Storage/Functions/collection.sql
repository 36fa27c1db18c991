create or replace function flotilla.note_touched() returns trigger
    language plpgsql security definer set search_path = flotilla, pg_temp
as $$
begin
    if tg_argv[1] = 'id' then
        insert into jobs_touched values (tg_argv[0], coalesce(new.id, old.id));
    else
        insert into jobs_touched values (tg_argv[0], coalesce(new.job_id, old.job_id));
    end if;
    return null;
end
$$;

-- Makes the tables of a collection, and has every change to its sources noted from now on. Waits a moment for the locks:
-- writers to jobs wait as long.
create or replace function flotilla.watch_job_sources(work flotilla.job_collections) returns void
    language plpgsql security definer set search_path = flotilla, pg_temp set lock_timeout = '100ms'
as $$
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
$$;

-- Copies jobs that stay, and their attempts, out of the sources: of a page of rows beyond the position, or of some ids.
-- Returns the rows looked at, those that stay, and the last id.
create or replace function flotilla.copy_jobs(
    work flotilla.job_collections, page integer, ids uuid[], out examined bigint, out stayed bigint, out last uuid
)
    language plpgsql security definer set search_path = flotilla, pg_temp
as $$
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
$$;

-- Copies again what was touched since it was copied. Returns how many ids were noted.
create or replace function flotilla.copy_touched(work flotilla.job_collections, page integer) returns bigint
    language plpgsql security definer set search_path = flotilla, pg_temp
as $$
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
$$;

-- Replaces the sources, which are detached, by the copy. Jobs are locked exclusively meanwhile, for some milliseconds; the
-- locks are waited for a moment.
create or replace function flotilla.swap_jobs(work flotilla.job_collections) returns void
    language plpgsql security definer set search_path = flotilla, pg_temp set lock_timeout = '100ms'
as $$
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

-- Makes one step of the collection under way; any process may. Returns which: idle (nothing can be done now), blocked (a
-- lock was not available, it is tried again later), watch, copy, swap, drop, clean. With `clean` the caller removes rows of
-- job_references between the bounds whose job is gone, and then the row of job_collections.
create or replace function flotilla.job_collection_step(page integer)
    returns table (step text, target text, lower uuid, upper uuid, examined bigint, kept bigint)
    language plpgsql security definer set search_path = flotilla, pg_temp
as $$
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

select flotilla.restrict_function('flotilla.note_touched()'),
    flotilla.restrict_function('flotilla.watch_job_sources(flotilla.job_collections)'),
    flotilla.restrict_function('flotilla.copy_jobs(flotilla.job_collections, integer, uuid[])'),
    flotilla.restrict_function('flotilla.copy_touched(flotilla.job_collections, integer)'),
    flotilla.restrict_function('flotilla.swap_jobs(flotilla.job_collections)'),
    flotilla.restrict_function('flotilla.job_collection_step(integer)', 'flotilla_dispatcher');
