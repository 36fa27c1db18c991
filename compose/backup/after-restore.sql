-- What a fleet must know of its database when that is older than the world: run by `restore` before anything else can connect.
--   until  when the database was lost: what could have happened between the point and then may have happened outside
--
-- What goes out under a key of its own (webhooks, PagerDuty, a payment of an invoice that is known) may go out again: the other
-- side knows the key. What has none is not sent by itself.

-- The days that passed since have no place for their jobs yet.
select 'days made ahead for jobs: ' || flotilla.ensure_partitions();

-- A mail or a message in Slack that could have been sent by then: it may have arrived. `flotilla notifications replay` sends it.
-- An alert of P1 is repeated rather than lost, as after any other interruption (Template.repeatsUnknown).
with fenced as (
    update flotilla.deliveries delivery set status = 'unknown', reason = 'restored'
    where delivery.status = 'queued' and delivery.channel in ('email', 'slack') and delivery.job_id is not null
        and not exists (
            select from flotilla.jobs job
            where job.id = delivery.job_id and job.run_at > :'until'::timestamptz)
        and not exists (
            select from flotilla.notifications notification
            where notification.id = delivery.notification_id and notification.template = 'alert_firing'
                and notification.severity = 'P1')
    returning delivery.channel)
select 'deliveries by ' || channel || ' that may have been sent, now unknown: ' || count(*) from fenced group by channel order by 1;

-- Money and new messages wait for a person. An invoice that was issued after the point is issued again under another id, and so
-- charged under another key; a job that ran after the point asks for its message again.
insert into flotilla.limits as own (queue, scope, kind, subject, paused)
select queue, 'kind', kind, '', true from flotilla.job_kinds
where kind in ('billing.month', 'billing.invoice', 'billing.payment', 'notify.request')
on conflict (queue, scope, kind, subject) do update set paused = true, changed_at = now();

select 'paused until flotilla resume: ' || string_agg(kind, ', ' order by kind) from flotilla.limits where paused;

-- What the gateway took and this ledger does not know is listed as soon as the fleet runs, in gateway_differences.
select 'a comparison with the payment gateway: job ' || flotilla.enqueue(kind, '{}') from flotilla.job_kinds
where kind = 'billing.reconciliation';

-- What is open at the point, and runs again or for the first time.
select 'jobs that are ' || status || ': ' || count(*) from flotilla.jobs
where status in ('scheduled', 'queued', 'running', 'retrying') group by status order by 1;
select 'the newest job: ' || coalesce((select id || ', accepted at ' || created_at from flotilla.jobs order by id desc limit 1), 'none');
