-- Had no `across`.
drop function if exists flotilla.join_batches(uuid[], uuid[], boolean);

-- Raises FL004 unless the batches exist and belong to these tenants; with `strict` also unless they are open, which they
-- then stay until the transaction ends. With `across` they may be no tenant's: batches of the fleet's own, whose members are
-- jobs of any tenant.
create or replace function flotilla.join_batches(
    ids uuid[], tenants uuid[], strict boolean, across boolean default false
) returns void
    language plpgsql volatile set search_path = flotilla, pg_temp
as $$
declare
    one   record;
    owner uuid := case when across then '00000000-0000-0000-0000-000000000000' end;
begin
    for one in select distinct named.id, named.tenant from unnest(ids, tenants) as named(id, tenant) order by 1, 2 loop
        if strict then
            perform from job_batches
            where job_batches.id = one.id and job_batches.tenant in (one.tenant, owner)
                and finished_at is null and cancelled_at is null
            for share;
        else
            perform from job_batches where job_batches.id = one.id and job_batches.tenant in (one.tenant, owner);
        end if;
        if not found then
            raise exception using errcode = 'FL004', message = 'the batch takes no jobs';
        end if;
    end loop;
end
$$;

-- Counts the noted changes of one batch, at most `most`, and ends the batch when all its members are settled. `batch` is
-- null when there was nothing to count.
create or replace function flotilla.batch_step(most integer, out released uuid[], out batch uuid)
    language plpgsql volatile set search_path = flotilla, pg_temp
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

-- Forgets the finished batches whose ids lie in a range and whose members are gone.
create or replace function flotilla.forget_batches(lower uuid, upper uuid) returns void
    language sql volatile set search_path = flotilla, pg_temp
begin atomic
    delete from flotilla.job_batches batch
    where batch.id >= lower and batch.id < upper and batch.finished_at is not null
        and not exists (select from flotilla.jobs where jobs.batch_id = batch.id);
end;
