-- Payments are written by these functions alone. They act as the dispatcher, and for the tenant of the transaction.

-- Begins a payment of an invoice, unless it is not to be paid now. The gateway is asked when this is committed.
--   after  the number of the last payment that this one may follow: a later one has taken its place
--   step   of the dunning calendar; 0 begins a series
-- Returns null, or why not: 'unknown_invoice', 'paid', 'cancelled', 'under_way', 'superseded', 'no_method'.
create or replace function flotilla.begin_payment(
    invoice uuid, payment uuid, after integer, step integer, job uuid, at timestamptz
) returns text
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    owed    flotilla.invoices%rowtype;
    last    flotilla.payments%rowtype;
    profile flotilla.billing_profiles%rowtype;
    repeats boolean;
    number  integer;
begin
    select * into owed from flotilla.invoices
    where id = begin_payment.invoice and tenant = flotilla.current_tenant() for update;
    if not found or owed.kind <> 'invoice' then return 'unknown_invoice'; end if;
    if owed.status = 'PAYEE' or owed.total_cents = 0 then return 'paid'; end if;
    if owed.status = 'ANNULEE' then return 'cancelled'; end if;
    select * into last from flotilla.payments where invoice_id = owed.id order by number desc limit 1;
    if last.status in ('pending', 'unknown') then return 'under_way'; end if;
    -- What was never executed gives its place to another one.
    repeats := coalesce(last.code = 'not_executed', false);
    if last.number > begin_payment.after and not repeats then return 'superseded'; end if;
    select * into profile from flotilla.billing_profiles where tenant = owed.tenant and customer is not null;
    if not found then return 'no_method'; end if;
    number := coalesce(last.number, 0) + 1;
    insert into flotilla.payments (id, tenant, invoice_id, number, amount_cents, currency, customer, payment_method,
        idempotency_key, step, dunning_from, job_id, created_at)
    values (begin_payment.payment, owed.tenant, owed.id, number, owed.total_cents, owed.currency, profile.customer,
        profile.payment_method, 'inv-' || owed.id || '-try-' || number,
        case when repeats then last.step else begin_payment.step end,
        case when repeats or begin_payment.step > 0 then last.dunning_from end, begin_payment.job, begin_payment.at);
    return null;
end
$$;

-- Writes what came of a payment, and what follows from that: where its invoice stands, what the school learns, when it is tried
-- again. Done twice it is done once.
--   outcome  'succeeded', 'failed', or 'pending' and 'unknown' for what has not ended
--   intent   the gateway's id of it, where that is known
--   hold     of a failure: why another try needs a person; null: the calendar has the next one
create or replace function flotilla.settle_payment(
    payment uuid, outcome text, intent text, code text, message text, hold text, job uuid, at timestamptz
) returns void
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    one    flotilla.payments%rowtype;
    owed   flotilla.invoices%rowtype;
    next   flotilla.dunning_steps%rowtype;
    start  timestamptz;
    due    timestamptz;
    reason text := settle_payment.hold;
    amount jsonb;
begin
    -- The invoice first, as whatever begins or cancels a payment does.
    select invoice.* into owed from flotilla.invoices invoice
        join flotilla.payments paying on paying.invoice_id = invoice.id
    where paying.id = settle_payment.payment and paying.tenant = flotilla.current_tenant() for update of invoice;
    if not found then return; end if;
    select * into one from flotilla.payments where id = settle_payment.payment for update;
    -- The gateway may find out late that it took the money after all; what it has taken stays taken.
    if one.status = 'succeeded' or (one.status = 'failed' and settle_payment.outcome <> 'succeeded') then return; end if;
    amount := jsonb_build_object('cents', one.amount_cents, 'currency', one.currency);

    if settle_payment.outcome in ('pending', 'unknown') then
        update flotilla.payments set status = settle_payment.outcome, intent_id = coalesce(settle_payment.intent, intent_id),
            code = settle_payment.code, text = left(settle_payment.message, 500), checks = checks + 1,
            job_id = settle_payment.job
        where id = one.id;
        return;
    end if;

    if settle_payment.outcome = 'succeeded' then
        update flotilla.payments set status = 'succeeded', intent_id = coalesce(settle_payment.intent, intent_id), code = null,
            text = null, hold = null, settled_at = settle_payment.at, surplus = owed.status in ('PAYEE', 'ANNULEE')
        where id = one.id;
        if owed.status in ('PAYEE', 'ANNULEE') then
            perform flotilla.begin_refund(one.id, null, settle_payment.at);
            return;
        end if;
        update flotilla.invoices set status = 'PAYEE', paid_at = settle_payment.at where id = owed.id;
        perform flotilla.notify_school(
            owed.tenant, 'payment_succeeded', 'payment_succeeded.' || one.id, jsonb_build_object(
                'number', owed.number, 'amount', amount, 'paid_on', to_char(settle_payment.at, 'YYYY-MM-DD')), owed.id);
        return;
    end if;

    start := one.dunning_from;
    if settle_payment.code is distinct from 'not_executed' and reason is null then
        start := coalesce(start, settle_payment.at);
        select * into next from flotilla.dunning_steps where step > one.step order by step limit 1;
        if found then
            due := greatest(start + make_interval(days => next.days), settle_payment.at);
        else
            reason := 'exhausted';
        end if;
    end if;
    update flotilla.payments set status = 'failed', intent_id = coalesce(settle_payment.intent, intent_id),
        code = settle_payment.code, text = left(settle_payment.message, 500), hold = reason, dunning_from = start,
        settled_at = settle_payment.at
    where id = one.id;
    if settle_payment.code = 'not_executed' or owed.status in ('PAYEE', 'ANNULEE') then return; end if;
    update flotilla.invoices set status = 'ECHEC_PAIEMENT' where id = owed.id;
    if due is not null then
        perform flotilla.enqueue(
            'billing.payment', jsonb_build_object('invoice_id', owed.id, 'after', one.number, 'step', next.step),
            tenant => owed.tenant, run_at => due, unique_key => 'dunning.' || one.id);
    end if;
    perform flotilla.notify_school(
        owed.tenant, 'payment_failed', 'payment_failed.' || one.id, jsonb_strip_nulls(jsonb_build_object(
            'number', owed.number, 'amount', amount, 'reason', nullif(btrim(left(settle_payment.message, 500)), ''),
            'next_attempt_on', to_char(due, 'YYYY-MM-DD'))), owed.id);
end
$$;

-- Asks for a payment of an invoice now, as the first of a new series.
-- Returns the job, or why not: 'unknown_invoice', 'credit_note', 'paid', 'cancelled', 'under_way', 'no_method'.
create or replace function flotilla.request_payment(invoice uuid, out job uuid, out refusal text)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    owed flotilla.invoices%rowtype;
    last flotilla.payments%rowtype;
begin
    select * into owed from flotilla.invoices
    where id = request_payment.invoice and tenant = flotilla.current_tenant() for update;
    if not found then refusal := 'unknown_invoice'; return; end if;
    select * into last from flotilla.payments where invoice_id = owed.id order by number desc limit 1;
    refusal := case
        when owed.kind <> 'invoice' then 'credit_note'
        when owed.status = 'PAYEE' then 'paid'
        when owed.status = 'ANNULEE' then 'cancelled'
        when last.status in ('pending', 'unknown') or exists (
            select from flotilla.job_unique held join flotilla.jobs job on job.id = held.job_id
            where held.tenant = owed.tenant and held.kind = 'billing.payment'
                and held.key in ('invoice.' || owed.id, 'pay.' || owed.id)
                and job.status in ('scheduled', 'queued', 'running', 'retrying')) then 'under_way'
        when not exists (
            select from flotilla.billing_profiles where tenant = owed.tenant and customer is not null) then 'no_method'
        end;
    if refusal is not null then return; end if;
    job := flotilla.enqueue(
        'billing.payment', jsonb_build_object('invoice_id', owed.id, 'after', coalesce(last.number, 0)),
        tenant => owed.tenant, unique_key => 'pay.' || owed.id);
end
$$;

-- Gives payments and refunds that have not ended, and that no job carries any more, a job again.
-- Returns how many.
create or replace function flotilla.carry_open_payments(most integer) returns bigint
    language sql volatile set search_path = pg_catalog, pg_temp
as $$
    with lost as (
        select id, tenant from flotilla.payments open
        where status in ('pending', 'unknown') and created_at < now() - interval '10 minutes' and not exists (
            select from flotilla.jobs where jobs.id = open.job_id and jobs.status in ('scheduled', 'queued', 'running', 'retrying'))
        limit most
    ), paying as (
        update flotilla.payments open set job_id = flotilla.enqueue(
            'billing.payment', jsonb_build_object('payment_id', open.id), tenant => open.tenant, unique_key => 'open.' || open.id)
        from lost where open.id = lost.id returning 1
    ), left_over as (
        select id from flotilla.refunds open
        where status in ('pending', 'unknown') and created_at < now() - interval '10 minutes' and not exists (
            select from flotilla.jobs where jobs.id = open.job_id and jobs.status in ('scheduled', 'queued', 'running', 'retrying'))
        limit most
    ), repaying as (
        update flotilla.refunds open set job_id = flotilla.enqueue(
            'billing.payment', jsonb_build_object('refund_id', open.id), tenant => open.tenant, unique_key => 'refund.' || open.id)
        from left_over where open.id = left_over.id returning 1
    )
    select (select count(*) from paying) + (select count(*) from repaying)
$$;

select flotilla.restrict_function('flotilla.begin_payment(uuid, uuid, integer, integer, uuid, timestamptz)', 'flotilla_tenant'),
    flotilla.assign_function('flotilla.begin_payment(uuid, uuid, integer, integer, uuid, timestamptz)', 'flotilla_dispatcher'),
    flotilla.restrict_function(
        'flotilla.settle_payment(uuid, text, text, text, text, text, uuid, timestamptz)', 'flotilla_tenant'),
    flotilla.assign_function(
        'flotilla.settle_payment(uuid, text, text, text, text, text, uuid, timestamptz)', 'flotilla_dispatcher'),
    flotilla.restrict_function('flotilla.request_payment(uuid)', 'flotilla_tenant'),
    flotilla.assign_function('flotilla.request_payment(uuid)', 'flotilla_dispatcher'),
    flotilla.restrict_function('flotilla.carry_open_payments(integer)', 'flotilla_dispatcher');
