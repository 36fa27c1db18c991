-- The schools that a month may be billed to, in the order of their ids: those that had subscribed in it, and those who had
-- before and whose use is not billed yet, or whose subscription was changed since for days gone by. A day more at the end,
-- since the school's time zone decides.
create or replace function flotilla.billable_schools(first_day date, end_day date, beyond uuid, most integer)
    returns setof uuid
    language sql stable set search_path = pg_catalog, pg_temp
as $$
    select distinct found.tenant from (
        select tenant from flotilla.subscription_changes
        where starts_on < end_day and (ends_on is null or ends_on > first_day) and tenant > beyond
        union all
        -- What was used late in a subscription that has ended since.
        select changes.tenant from flotilla.subscription_changes changes
        where changes.ends_on <= first_day and changes.tenant > beyond and (
            changes.changed_at > first_day - interval '1 day' or exists (
                select from flotilla.usage_events event
                where event.tenant = changes.tenant and event.invoice_id is null
                    and event.at < end_day + interval '1 day'))
    ) found
    order by 1 limit most
$$;

-- What became of a school in a run, unless it was invoiced.
create or replace function flotilla.note_billing_outcome(
    run uuid, outcome text, reason text, preview jsonb default null, total bigint default null, currency text default null
) returns void
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    update flotilla.billing_run_schools school
    set outcome = note_billing_outcome.outcome, reason = left(note_billing_outcome.reason, 500),
        preview = note_billing_outcome.preview, total_cents = total, currency = note_billing_outcome.currency
    where school.run_id = run and school.tenant = flotilla.current_tenant() and school.invoice_id is null
$$;

-- Closes a run whose jobs have all ended. A school whose job ended without an outcome has failed. Where the job that gives schools
-- their jobs did not succeed, there are schools that the run never came to.
create or replace function flotilla.finish_billing_run(run uuid) returns void
    language sql volatile set search_path = pg_catalog, pg_temp
as $$
    update flotilla.billing_run_schools school
    set outcome = 'failed', reason = coalesce(
        (select left(job.error ->> 'message', 500) from flotilla.jobs job where job.id = school.job_id), 'its job was cancelled')
    where school.run_id = run and school.outcome is null;
    update flotilla.billing_runs one set finished_at = now(), cut_short = (
        select left(coalesce(job.error ->> 'message', 'its job was ' || job.status), 500) from flotilla.jobs job
        where job.id = one.job_id and job.status <> 'succeeded')
    where id = run and finished_at is null;
$$;

select flotilla.restrict_function('flotilla.billable_schools(date, date, uuid, integer)', 'flotilla_dispatcher'),
    flotilla.restrict_function(
        'flotilla.note_billing_outcome(uuid, text, text, jsonb, bigint, text)', 'flotilla_tenant'),
    flotilla.assign_function(
        'flotilla.note_billing_outcome(uuid, text, text, jsonb, bigint, text)', 'flotilla_dispatcher'),
    flotilla.restrict_function('flotilla.finish_billing_run(uuid)', 'flotilla_dispatcher');

-- Those of these ids that are no accounts.
create or replace function flotilla.unknown_schools(ids uuid[]) returns setof uuid
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select one from unnest(ids) as named(one) where not exists (select from flotilla.accounts where accounts.id = one)
$$;

select flotilla.restrict_function('flotilla.unknown_schools(uuid[])', 'flotilla_dispatcher'),
    flotilla.assign_function('flotilla.unknown_schools(uuid[])', 'flotilla_accounts');
