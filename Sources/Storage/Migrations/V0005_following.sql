-- Jobs that follow others, and batches of jobs.

-- Somebody waits for this job to end.
alter table jobs add column followed boolean not null default false;
-- The batch whose member the job is. It never changes, so the index keeps claims and results heap-only.
alter table jobs add column batch_id uuid;
create index jobs_by_batch on jobs (batch_id, id) where batch_id is not null;

-- Who follows whom. A job that waits for others is 'scheduled' without a time, so that nobody claims it.
create table job_dependencies (
    child   uuid not null,
    parent  uuid not null,
    tenant  uuid not null,
    -- How the parent ended when it counted for the child; null until then.
    outcome job_status,
    primary key (child, parent)
);
create index job_dependencies_open on job_dependencies (parent, child) where outcome is null;

alter table job_dependencies enable row level security;
alter table job_dependencies force row level security;
create policy dispatcher on job_dependencies to flotilla_dispatcher using (true) with check (true);
create policy tenant on job_dependencies for select to flotilla_tenant using (tenant = flotilla.current_tenant());
grant select, insert, update, delete on job_dependencies to flotilla_dispatcher;
grant select on job_dependencies to flotilla_tenant;

-- The jobs that wait for others, and what is to become of them then.
create table job_waiting (
    id           uuid    primary key,
    -- Parents that are open.
    open         integer not null,
    -- When it may run at the earliest; null: as soon as it waits for nobody.
    run_at       timestamptz,
    -- Whether it runs although a parent failed or was cancelled.
    after_failed boolean not null
) with (fillfactor = 50);
grant select, insert, update, delete on job_waiting to flotilla_dispatcher;

-- Followed jobs that ended, written in the transaction of their end: whoever comes takes them off the list in bounded
-- steps, and no end waits for what follows from it.
create table parents_ended (
    number  bigint generated always as identity primary key,
    parent  uuid       not null,
    outcome job_status not null
);
grant select, insert, update, delete on parents_ended to flotilla_dispatcher;

create table job_batches (
    id           uuid   primary key,
    tenant       uuid   not null,
    name         text,
    total        bigint not null default 0,
    succeeded    bigint not null default 0,
    failed       bigint not null default 0,
    cancelled    bigint not null default 0,
    -- The job that runs when all members are settled: it exists from the start and waits.
    callback     uuid,
    created_at   timestamptz not null default now(),
    finished_at  timestamptz,
    cancelled_at timestamptz,
    -- Members up to this id were told that the batch is cancelled; null when there is nothing to tell.
    cancel_after uuid
) with (fillfactor = 50);
create index job_batches_by_tenant on job_batches (tenant, id);
create index job_batches_to_cancel on job_batches (id) where cancel_after is not null;

alter table job_batches enable row level security;
alter table job_batches force row level security;
create policy dispatcher on job_batches to flotilla_dispatcher using (true) with check (true);
create policy tenant on job_batches for select to flotilla_tenant using (tenant = flotilla.current_tenant());
grant select, insert, update, delete on job_batches to flotilla_dispatcher;
grant select on job_batches to flotilla_tenant;

-- What changed in batches and is not counted yet: written in the transaction of the change, so that members which end
-- at the same time do not wait for one another at their batch's row.
create table batch_changes (
    number    bigint generated always as identity primary key,
    batch     uuid   not null,
    total     bigint not null default 0,
    succeeded bigint not null default 0,
    failed    bigint not null default 0,
    cancelled bigint not null default 0
);
create index batch_changes_by_batch on batch_changes (batch, number);
grant select, insert, update, delete on batch_changes to flotilla_dispatcher;

-- However a job ends, and whoever ends it, also a program of an earlier version: what follows is noted with it. So is
-- a member of a batch that is queued again.
create function flotilla.note_end() returns trigger
    language plpgsql set search_path = public, pg_temp
as $$
begin
    if new.followed and new.status in ('succeeded', 'failed', 'cancelled') then
        insert into parents_ended (parent, outcome) values (new.id, new.status);
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
create trigger note_end after update of status on jobs for each row
    when ((new.followed or new.batch_id is not null)
        and (old.status in ('succeeded', 'failed', 'cancelled')) <> (new.status in ('succeeded', 'failed', 'cancelled')))
    execute function flotilla.note_end();

-- Locks jobs in the order of their ids, those that there are.
create function flotilla.hold_jobs(ids uuid[]) returns void
    language plpgsql volatile set search_path = public, pg_temp
as $$
declare
    one uuid;
begin
    for one in select distinct named.id from unnest(ids) as named(id) order by named.id loop
        perform from jobs where jobs.id = one for no key update;
    end loop;
end
$$;

-- Demands that the batches are there and belong to these tenants; with `strict` also that they are open, and stay so
-- until the transaction ends. Raises FL004.
create function flotilla.join_batches(ids uuid[], tenants uuid[], strict boolean) returns void
    language plpgsql volatile set search_path = public, pg_temp
as $$
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

-- A job that waited may run now, or at the time wished for. Returns whether the dispatcher should hear of it.
create function flotilla.let_run(job uuid, wished timestamptz) returns boolean
    language plpgsql volatile set search_path = public, pg_temp
as $$
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

-- A job that waited shall not run: a parent did not succeed.
create function flotilla.give_up_waiting(job uuid) returns void
    language plpgsql volatile set search_path = public, pg_temp
as $$
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

-- Ties jobs that were just inserted to those that they follow. Who is settled already counts at once; the others are
-- locked by the caller (`hold_jobs`), so none ends unseen. Doing it twice changes nothing. Raises FL003 when there is no
-- such job to follow, or it is another tenant's.
create function flotilla.follow_jobs(
    children uuid[], parents uuid[], waiting uuid[], run_ats timestamptz[], after_failed boolean[]
) returns void
    language plpgsql volatile set search_path = public, pg_temp
as $$
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
            perform flotilla.give_up_waiting(item.id);
        elsif unended = 0 then
            perform flotilla.let_run(item.id, item.run_at);
        else
            insert into job_waiting (id, open, run_at, after_failed)
            values (item.id, unended, item.run_at, item.after_failed) on conflict do nothing;
        end if;
    end loop;
end
$$;

-- Does what follows from the ends of jobs, also what follows from that, for at most so many ends and followers; says how
-- many those were. Waits for no lock: what somebody else holds is left for the next step. Any number may make steps at
-- once.
create function flotilla.follow_step(most integer, out released uuid[], out changed integer)
    language plpgsql volatile set search_path = public, pg_temp
as $$
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
        select number, parent, outcome into ending from parents_ended
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
                        perform flotilla.give_up_waiting(follower);
                    elsif flotilla.let_run(follower, waits.run_at) then
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
            delete from parents_ended where number = ending.number;
            changed := changed + 1;
        end if;
    end loop;
end
$$;

-- Counts what changed in one batch, at most so many changes, and ends the batch when all its members are settled.
-- `batch` is null when there was nothing to count.
create function flotilla.count_step(most integer, out released uuid[], out batch uuid)
    language plpgsql volatile set search_path = public, pg_temp
as $$
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
        if found and flotilla.let_run(one.callback, null) then
            released := array[one.callback];
        end if;
    end if;
end
$$;

-- Forgets the finished batches whose ids lie in a range and whose members are gone.
create function flotilla.forget_batches(lower uuid, upper uuid) returns void
    language sql volatile set search_path = public, pg_temp
begin atomic
    delete from job_batches batch
    where batch.id >= lower and batch.id < upper and batch.finished_at is not null
        and not exists (select from jobs where jobs.batch_id = batch.id);
end;
