-- Locks jobs in the order of their ids, those that there are.
create or replace function flotilla.lock_jobs(ids uuid[]) returns void
    language plpgsql volatile set search_path = flotilla, pg_temp
as $$
declare
    one uuid;
begin
    for one in select distinct named.id from unnest(ids) as named(id) order by named.id loop
        perform from jobs where jobs.id = one for no key update;
    end loop;
end
$$;

-- Makes a waiting job ready, now or at the time `wished`. Returns whether it is to be offered to the dispatcher.
create or replace function flotilla.make_ready(job uuid, wished timestamptz) returns boolean
    language plpgsql volatile set search_path = flotilla, pg_temp
as $$
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

-- Ends a waiting job: a dependency did not succeed.
create or replace function flotilla.fail_waiting(job uuid) returns void
    language plpgsql volatile set search_path = flotilla, pg_temp
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

-- Links jobs that were just inserted to their dependencies. Those that are settled already count at once; the others are
-- locked by the caller (`lock_jobs`), so that none ends unnoticed. Doing it twice changes nothing. Raises FL003 when a
-- dependency does not exist, or is another tenant's.
create or replace function flotilla.add_dependencies(
    children uuid[], parents uuid[], waiting uuid[], run_ats timestamptz[], after_failed boolean[]
) returns void
    language plpgsql volatile set search_path = flotilla, pg_temp
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

-- Processes ends of jobs for their dependents, and the ends that follow from these: at most `most` ends and dependents;
-- `changed` is how many. Waits for no lock: rows that others have locked are left for the next step. Any number of steps may
-- run at once.
create or replace function flotilla.dependency_step(most integer, out released uuid[], out changed integer)
    language plpgsql volatile set search_path = flotilla, pg_temp
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
