-- How a generation is: what its row says once it has ended, and until then what its job says.
create or replace function flotilla.generation_status(own text, job flotilla.job_status) returns text
    language sql immutable set search_path = pg_catalog, pg_temp
as $$
    select case
        when own <> 'open' then own
        when job in ('scheduled', 'queued', 'retrying') then 'queued'
        when job = 'running' then 'running'
        when job = 'cancelled' then 'cancelled'
        when job = 'succeeded' then 'succeeded'
        else 'failed'
    end
$$;

-- What a tenant has spent on models since the month began (UTC).
create or replace function flotilla.spent_on_models(out cost_micros bigint, out tokens bigint)
    language sql stable set search_path = pg_catalog, pg_temp
as $$
    select coalesce(sum(call.cost_micros), 0)::bigint,
        coalesce(sum(call.prompt_tokens::bigint + call.completion_tokens), 0)::bigint
    from flotilla.model_calls call
    where call.tenant = flotilla.current_tenant()
        and call.started_at >= date_trunc('month', now() at time zone 'UTC') at time zone 'UTC'
$$;
