-- Raises when a settlement met fewer rows than it has claims: another claim holds one of the jobs.
create or replace function flotilla.assert_claims(met bigint, expected bigint) returns bigint
    language plpgsql immutable
as $$
begin
    if met <> expected then
        raise exception using errcode = 'FL001', message = 'a claim was replaced';
    end if;
    return met;
end
$$;

-- Notes a job that failed or was cancelled. A trigger and not a part of each statement, since programs of the previous
-- version end jobs, too.
create or replace function flotilla.note_failure() returns trigger
    language plpgsql set search_path = flotilla, pg_temp
as $$
begin
    insert into job_failures values (new.id, new.tenant, new.status)
    on conflict (id) do update set status = excluded.status where job_failures.status <> excluded.status;
    return null;
end
$$;

-- Notes the end of a job for its dependents and its batch, whichever program ends it, also one of an earlier version; and a
-- member of a batch that is queued again.
create or replace function flotilla.note_end() returns trigger
    language plpgsql set search_path = flotilla, pg_temp
as $$
begin
    if new.followed and new.status in ('succeeded', 'failed', 'cancelled') then
        insert into dependencies_ended (parent, outcome) values (new.id, new.status);
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
