-- Settled jobs that are older than they are kept go with their partition. What is to stay is copied beforehand, page by
-- page, into a table that takes the partition's place: a partition like any other, so every statement on jobs finds it.

-- Counted from when a job was settled; null: what the fleet's configuration says.
alter table job_kinds
    add column keep_succeeded_ms bigint check (keep_succeeded_ms > 0),
    add column keep_failed_ms    bigint check (keep_failed_ms > 0),
    add column keep_cancelled_ms bigint check (keep_cancelled_ms > 0);

-- Tables whose rows name jobs. A row of one that keeps its jobs holds a settled job back as long as it is there; a row of
-- another one goes after its job. The column has an index and, where rows go, holds nothing but ids of jobs. Each table
-- that comes later is named here by its own migration; these tables have no row-level security, or one that lets the
-- owner and the dispatcher see every row.
create table job_references (
    table_name  text    primary key,
    column_name text    not null,
    keeps       boolean not null
);
grant select on job_references to flotilla_dispatcher;
-- A key that is held beyond its job answers with the job.
insert into job_references values
    ('job_unique', 'job_id', true), ('job_dependencies', 'child', false), ('job_waiting', 'id', false);

-- Partitions that are being replaced. The row is all that is known of the progress, and changes in the transaction of
-- what it counts, so that anybody may go on where another one stopped.
create table job_collections (
    -- The table that takes the place of the sources: partitions of jobs, ascending.
    target       text        primary key,
    sources      text[]      not null,
    lower        uuid        not null,
    upper        uuid        not null,
    phase        text        not null default 'watch' check (phase in ('watch', 'copy', 'swap', 'drop', 'clean')),
    -- Everything up to here was looked at.
    position     uuid        not null,
    examined     bigint      not null default 0,
    kept         bigint      not null default 0,
    -- What the fleet keeps without a word of the kind, as of `moment`.
    succeeded_ms bigint      not null,
    failed_ms    bigint      not null,
    cancelled_ms bigint      not null,
    moment       timestamptz not null default now(),
    -- Times in a row that a lock was not to be had.
    blocked      integer     not null default 0,
    next_at      timestamptz not null default now()
);
grant select, insert, update, delete on job_collections to flotilla_dispatcher;
create sequence job_collection_numbers;

-- Jobs that changed in a partition while it was copied: they are copied again before the copy takes its place.
create table jobs_touched (
    target text not null,
    id     uuid not null
);

create function flotilla.note_touched() returns trigger
    language plpgsql security definer set search_path = public, pg_temp
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

create function flotilla.attempts_of(part text) returns text
    language sql immutable
    return 'job_attempts_' || substr(part, 6);

-- The condition under which a row `job` of a partition stays: open jobs in any case. The limits of its kind stand beside
-- it as `told`.
create function flotilla.job_stays(
    moment timestamptz, succeeded_ms bigint, failed_ms bigint, cancelled_ms bigint
) returns text
    language sql stable set search_path = public, pg_temp
as $$
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

-- About how many rows a partition has, and how many of them are past their limits: by a sample of its pages.
create function flotilla.sample_partition(
    part text, succeeded_ms bigint, failed_ms bigint, cancelled_ms bigint, out total bigint, out past bigint
)
    language plpgsql stable set search_path = public, pg_temp
as $$
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

-- What retention finds in the days that are over.
create function flotilla.job_retention(succeeded_ms bigint, failed_ms bigint, cancelled_ms bigint)
    returns table (name text, lower uuid, upper uuid, total bigint, past bigint)
    language sql stable security definer set search_path = public, pg_temp
as $$
    select part.name, part.lower, part.upper, sample.total, sample.past
    from job_partitions part, flotilla.sample_partition(part.name, $1, $2, $3) sample
    where part.upper <= flotilla.uuid_floor(now() - interval '1 day')
    order by part.lower
$$;

-- Begins with the oldest partition of which much may go: a day that is older than the fleet keeps what went well, or what
-- is half or more past its limits. A small table of kept jobs beside it is taken along, so that they stay few.
-- Returns whether there is something to do.
create function flotilla.begin_job_collection(succeeded_ms bigint, failed_ms bigint, cancelled_ms bigint)
    returns boolean
    language plpgsql security definer set search_path = public, pg_temp
as $$
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

-- Makes the tables of a collection, and has every change to its sources noted from now on. Waits a moment for the locks:
-- whoever wants to write to jobs meanwhile waits as long.
create function flotilla.watch_job_sources(work job_collections) returns void
    language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '100ms'
as $$
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
$$;

-- Copies jobs that stay, and their attempts, out of the sources: of a page of rows beyond the position, or of some ids.
-- Returns the rows looked at, those that stay, and the last id.
create function flotilla.copy_jobs(
    work job_collections, page integer, ids uuid[], out examined bigint, out stayed bigint, out last uuid
)
    language plpgsql security definer set search_path = public, pg_temp
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
$$;

-- Copies again what was touched since it was copied. Returns how many ids were noted.
create function flotilla.copy_touched(work job_collections, page integer) returns bigint
    language plpgsql security definer set search_path = public, pg_temp
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

-- Puts the copy in the place of its sources, which are partitions no longer. Nobody else has a lock on jobs meanwhile,
-- which takes some milliseconds; the locks are waited for a moment.
create function flotilla.swap_jobs(work job_collections) returns void
    language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '100ms'
as $$
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

-- One step of what is under way, by whoever comes. Returns what it was: idle (nobody has anything to do now), blocked (a
-- lock was not to be had, it is tried again later), watch, copy, swap, drop, clean. With `clean` the caller removes rows of
-- job_references between the bounds whose job is gone, and then the row of job_collections.
create function flotilla.job_collection_step(page integer)
    returns table (step text, target text, lower uuid, upper uuid, examined bigint, kept bigint)
    language plpgsql security definer set search_path = public, pg_temp
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
        -- From a tenth of a second to a minute: each try holds up those who come after it for as long as it waits.
        work.next_at := clock_timestamp() + least(60, 0.1 * 2 ^ least(work.blocked, 10)) * interval '1 second';
    end;
    update job_collections set phase = work.phase, position = work.position, examined = work.examined,
        kept = work.kept, blocked = work.blocked, next_at = work.next_at
    where job_collections.target = work.target;
    return query select step, work.target, work.lower, work.upper, work.examined, work.kept;
end
$$;

do $$
declare
    signature text;
begin
    foreach signature in array array[
        'note_touched()', 'job_stays(timestamptz, bigint, bigint, bigint)',
        'sample_partition(text, bigint, bigint, bigint)', 'job_retention(bigint, bigint, bigint)',
        'begin_job_collection(bigint, bigint, bigint)', 'watch_job_sources(job_collections)',
        'copy_jobs(job_collections, integer, uuid[])', 'copy_touched(job_collections, integer)',
        'swap_jobs(job_collections)', 'job_collection_step(integer)'
    ] loop
        execute format('revoke execute on function flotilla.%s from public', signature);
    end loop;
    grant execute on function flotilla.job_retention(bigint, bigint, bigint) to flotilla_dispatcher;
    grant execute on function flotilla.begin_job_collection(bigint, bigint, bigint) to flotilla_dispatcher;
    grant execute on function flotilla.job_collection_step(integer) to flotilla_dispatcher;
end
$$;

-- Jobs that failed or were cancelled, so that they are found among millions that went well: an index of jobs by status
-- would cost each claim and each result its heap-only update. A row stays when its job is retried; what the job is now
-- says the job.
create table job_failures (
    id     uuid       primary key,
    tenant uuid       not null,
    status job_status not null
);
create index job_failures_by_tenant on job_failures (tenant, status, id);
create index job_failures_by_status on job_failures (status, id);
alter table job_failures enable row level security;
alter table job_failures force row level security;
create policy dispatcher on job_failures to flotilla_dispatcher using (true) with check (true);
create policy tenant on job_failures for select to flotilla_tenant using (tenant = flotilla.current_tenant());
create policy moving on job_failures to current_user using (true) with check (true);
grant select, insert, update, delete on job_failures to flotilla_dispatcher;
grant select on job_failures to flotilla_tenant;
insert into job_references values ('job_failures', 'id', false);
-- Where open jobs begin: a tenant's list of them begins there, too.
grant select on job_partitions to flotilla_tenant;

create function flotilla.note_failure() returns trigger
    language plpgsql set search_path = public, pg_temp
as $$
begin
    insert into job_failures values (new.id, new.tenant, new.status)
    on conflict (id) do update set status = excluded.status where job_failures.status <> excluded.status;
    return null;
end
$$;
-- A trigger and not a part of each statement: a program of the version before settles jobs, too.
grant execute on function flotilla.note_failure() to flotilla_dispatcher;

-- What failed before is read without a lock; then the trigger watches; then what was still open at the first look is
-- read again.
create temporary table marks on commit drop as select name, low_water from job_partitions;
insert into marks values ('jobs_default', '00000000-0000-0000-0000-000000000000');
do $$
declare
    part record;
begin
    for turn in 1..2 loop
        for part in select name, case turn when 2 then low_water end as low from marks loop
            execute format(
                'insert into job_failures select id, tenant, status from %I '
                'where status in (''failed'', ''cancelled'') and ($1 is null or id >= $1) on conflict do nothing',
                part.name) using part.low;
        end loop;
        if turn = 1 then
            create trigger failed after update of status on jobs for each row
                when (new.status in ('failed', 'cancelled') and old.status <> new.status)
                execute function flotilla.note_failure();
        end if;
    end loop;
end
$$;
drop policy moving on job_failures;

-- Lists of one kind. A kind never changes, so updates stay heap-only. The days that are there and big already do without:
-- building it there would hold up every writer, and they are gone one day.
create index jobs_by_kind on only jobs (kind, tenant, id);
do $$
declare
    part text;
begin
    for part in select name from marks where pg_relation_size(name::regclass) < 268435456 loop
        execute format('create index %I on %I (kind, tenant, id)', part || '_kind_tenant_id_idx', part);
        execute format('alter index jobs_by_kind attach partition %I', part || '_kind_tenant_id_idx');
    end loop;
end
$$;
