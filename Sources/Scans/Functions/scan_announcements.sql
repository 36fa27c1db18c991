-- Where a run is: as it ended, or as its job is. A job that is not kept any more left its run without a result.
create or replace function flotilla.scan_run_status(ended text, job flotilla.job_status) returns text
    language sql immutable parallel safe
    return case
        when ended in ('success', 'error', 'cancelled') then ended
        when job = 'cancelled' then 'cancelled'
        when job = 'failed' then 'error'
        when job in ('running', 'retrying') then 'in_progress'
        when job is null or job = 'succeeded' then 'error'
        else 'queued'
    end;

-- Of the `page` scans after `beyond` that are not announced: marks those whose runs have all ended, and enqueues for each a job
-- of this kind, by which the account's schools learn of it, in the caller's transaction. One with a cancelled run is marked
-- and no more. Any number may call at once: a scan that another one marks is skipped.
-- Returns the last scan of a full page, null at the end, and how many jobs were enqueued.
create or replace function flotilla.announce_scans(
    kind text, beyond uuid, page integer, out next uuid, out announced bigint
)
    language plpgsql volatile set search_path = flotilla, pg_temp
as $$
declare
    candidates uuid[] := array(
        select scans.id from scans
        where announced_at is null and scans.id > coalesce(beyond, '00000000-0000-0000-0000-000000000000')
        order by scans.id limit page);
begin
    if cardinality(candidates) = page then next := candidates[page]; end if;
    with ended as (
        select candidate.id from unnest(candidates) as candidate(id)
        where not exists (
            select from scan_runs run
                left join lateral (select status from jobs where jobs.id = run.job_id limit 1) job on true
            where run.scan_id = candidate.id
                and flotilla.scan_run_status(run.status, job.status) in ('queued', 'in_progress'))
    ), marked as (
        update scans set announced_at = now()
        where scans.id in (
            select scans.id from scans
            where scans.id in (select ended.id from ended) and announced_at is null for no key update skip locked)
        returning scans.id, scans.account
    )
    select count(flotilla.enqueue(
        announce_scans.kind,
        jsonb_build_object(
            'to', '[{"role": "school"}]'::jsonb, 'template', 'scan_finished', 'link', '/#/scans/' || marked.id,
            'dedup_key', 'scan_finished.' || marked.id,
            'data', jsonb_strip_nulls(jsonb_build_object(
                'status', case when result.has_error then 'error' else 'success' end,
                'resources', result.resources,
                -- After an error none is not the same as not known.
                'new_findings', case when result.has_error then nullif(found.count, 0) else found.count end,
                'reason', left(result.reason, 500)))),
        tenant => marked.account))
    into announced
    from marked
        cross join lateral (
            select bool_or(part.status = 'cancelled') as is_cancelled, bool_or(part.status = 'error') as has_error,
                sum(part.resources) as resources,
                string_agg(part.services || ': ' || part.error, '; ' order by part.services) as reason
            from (
                select state.status, state.error, sum(run.total_resources) as resources,
                    string_agg(run.service_type, ', ' order by run.service_type) as services
                from scan_runs run
                    left join lateral (select status, error from jobs where jobs.id = run.job_id limit 1) job on true
                    cross join lateral (
                        select flotilla.scan_run_status(run.status, job.status) as status,
                            coalesce(run.error, job.error ->> 'message') as error
                    ) state
                where run.scan_id = marked.id
                group by state.status, state.error
            ) part
        ) result
        cross join lateral (
            select count(*) as count from findings
            where muted_at is null and opened_run in (select run.id from scan_runs run where run.scan_id = marked.id)
        ) found
    where not result.is_cancelled;
end
$$;

select flotilla.restrict_function('flotilla.announce_scans(text, uuid, integer)', 'flotilla_dispatcher');
