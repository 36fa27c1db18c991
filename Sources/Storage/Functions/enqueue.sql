-- Accepts a job in the caller's own transaction: it exists when that commits, and never when it does not.
--
--     select flotilla.enqueue('notify.greeting', '{"name": "Ada"}', tenant => …, run_at => now() + interval '1 hour')
--
-- Returns the job's id, or that of the job that holds the unique key. What is wrong with an argument is raised (22023), with
-- a hint. Without a tenant the job belongs to the one that flotilla.tenant names, or else to the nil UUID, whose jobs only
-- operators see. A caller may enqueue for any tenant, so only the owner, and roles to which the owner grants it, may execute
-- it.
--
-- What a caller writes in seven characters (1e-9999) takes ten thousand where it is read: numbers are bounded by what
-- PostgreSQL writes out for them, and times by what RFC 3339 can write, as over HTTP.
create or replace function flotilla.enqueue(
    kind text, payload jsonb default '{}', tenant uuid default null, priority integer default 4,
    run_at timestamptz default null, expires_at timestamptz default null, timeout interval default null,
    max_attempts integer default null, unique_key text default null, unique_for interval default null,
    limit_key text default null, queue text default null
) returns uuid
    language plpgsql volatile security definer set search_path = flotilla, pg_temp
as $$
#variable_conflict use_column
declare
    known     job_kinds%rowtype;
    moment    timestamptz := clock_timestamp();
    waits     boolean := enqueue.run_at > moment;
    owner     uuid := coalesce(
        enqueue.tenant, flotilla.current_tenant(), '00000000-0000-0000-0000-000000000000'::uuid);
    id        uuid;
    holder_id uuid;
    mistake   text;
    advice    text;
begin
    select * into known from job_kinds where job_kinds.kind = enqueue.kind;
    if not found then
        mistake := format('jobs of the kind %s are not known', coalesce(quote_literal(enqueue.kind), 'null'));
        select 'known are ' || string_agg(job_kinds.kind, ', ' order by job_kinds.kind) into advice from job_kinds;
        advice := coalesce(advice, 'no program has registered its kinds yet: start a worker');
    elsif enqueue.payload is null or jsonb_typeof(enqueue.payload) <> 'object' then
        mistake := 'payload should be an object';
    elsif octet_length(enqueue.payload::text) > 262144 then
        mistake := format('payload has %s bytes; 262144 are allowed', octet_length(enqueue.payload::text));
        advice := 'store it and pass where it is';
    elsif octet_length(enqueue.payload::text) > 256 and jsonb_path_exists(
        enqueue.payload, 'strict $.**{128 to last} ? (@.type() == "object" || @.type() == "array")'
    ) then
        mistake := 'payload is nested deeper than 128 objects and arrays';
        advice := 'store it and pass where it is';
    elsif octet_length(enqueue.payload::text) > 400 and exists (
        select from jsonb_path_query(enqueue.payload, 'strict $.**') item
        where jsonb_typeof(item) = 'number' and length(item::text) > 400
    ) then
        mistake := 'payload holds a number of more than 400 digits when it is written out';
        advice := 'send it as a string';
    elsif enqueue.priority is null or enqueue.priority not between 0 and 9 then
        mistake := 'priority should be a whole number from 0 (first) to 9';
    elsif enqueue.run_at not between '0001-01-01 00:00:00+00' and '9999-12-31 23:59:59.999999+00'
        or enqueue.expires_at not between '0001-01-01 00:00:00+00' and '9999-12-31 23:59:59.999999+00'
    then
        mistake := 'run_at and expires_at should be within the years 0001 to 9999 in UTC';
    elsif enqueue.expires_at <= greatest(moment, enqueue.run_at) then
        mistake := 'expires_at should be later than now and than run_at: the job would never run';
    elsif enqueue.timeout not between interval '1 millisecond' and interval '24 hours' then
        mistake := 'timeout should be from 1 millisecond to 24 hours';
    elsif enqueue.max_attempts not between 1 and 100 then
        mistake := 'max_attempts should be a whole number from 1 to 100';
    elsif octet_length(enqueue.unique_key) not between 1 and 200 or enqueue.unique_key ~ '[[:cntrl:]]' then
        mistake := 'unique_key should be a string of 1 to 200 bytes without control characters';
    elsif octet_length(enqueue.limit_key) not between 1 and 200 or enqueue.limit_key ~ '[[:cntrl:]]' then
        mistake := 'limit_key should be a string of 1 to 200 bytes without control characters';
    elsif enqueue.unique_for is not null and enqueue.unique_key is null then
        mistake := 'unique_for needs a unique_key';
    elsif enqueue.unique_for not between interval '1 millisecond' and interval '30 days' then
        mistake := 'unique_for should be from 1 millisecond to 30 days';
    elsif enqueue.queue is not null and not exists (select from job_kinds where job_kinds.queue = enqueue.queue) then
        mistake := format('there is no queue %L', enqueue.queue);
        select 'known are ' || string_agg(distinct job_kinds.queue, ', ') into advice from job_kinds;
    end if;
    if mistake is not null then
        raise exception using errcode = 'invalid_parameter_value', message = mistake,
            hint = coalesce(advice, 'docs/enqueueing.md says what each argument may be');
    end if;

    -- The xid comes before the id, so that a query for the ids that may still be uncommitted sees this transaction.
    perform pg_current_xact_id();
    id := flotilla.mint_id();

    if enqueue.unique_key is not null then
        loop
            insert into job_unique as holder (tenant, kind, key, job_id, held_until)
            values (owner, enqueue.kind, enqueue.unique_key, id, now() + enqueue.unique_for)
            on conflict (tenant, kind, key) do update set job_id = excluded.job_id, held_until = excluded.held_until
                where holder.held_until <= now() and (
                    select true from jobs
                    where jobs.id = holder.job_id and jobs.status in ('succeeded', 'failed', 'cancelled')
                    for share skip locked);
            exit when found;
            select job_id into holder_id from job_unique
            where job_unique.tenant = owner and job_unique.kind = enqueue.kind and key = enqueue.unique_key;
            if found then return holder_id; end if;
        end loop;
    end if;

    insert into jobs (id, tenant, kind, queue, status, priority, max_attempts, timeout_ms, run_at, expires_at,
        unique_key, limit_key, payload)
    values (id, owner, enqueue.kind, coalesce(enqueue.queue, known.queue),
        case when waits then 'scheduled' else 'queued' end::job_status, enqueue.priority,
        coalesce(enqueue.max_attempts, known.max_attempts),
        coalesce(round(extract(epoch from enqueue.timeout) * 1000)::integer, known.timeout_ms),
        case when waits then enqueue.run_at end, enqueue.expires_at, enqueue.unique_key, enqueue.limit_key,
        enqueue.payload);
    if waits then
        insert into due (run_at, id) values (enqueue.run_at, id);
    end if;
    -- What comes due later is found by its time.
    if not coalesce(waits, false) or enqueue.run_at <= moment + interval '15 minutes' then
        insert into enqueued (id) values (id);
    end if;
    return id;
end
$$;

-- It runs as the dispatcher, which row-level security lets write jobs of every tenant, and with no greater rights.
do $$
declare
    signature regprocedure := 'flotilla.enqueue(text, jsonb, uuid, integer, timestamptz, timestamptz, interval, integer, '
        'text, interval, text, text)';
begin
    perform flotilla.restrict_function(signature, current_user);
    perform flotilla.assign_function(signature, 'flotilla_dispatcher');
end
$$;
