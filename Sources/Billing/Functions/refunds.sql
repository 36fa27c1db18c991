-- Refunds, and what the gateway announces, are written by these functions alone.

-- Gives a payment back, once.
--   note  the credit note that is owed until then; null: none is
create or replace function flotilla.begin_refund(payment uuid, note uuid, at timestamptz) returns void
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    made uuid := flotilla.mint_id();
begin
    insert into flotilla.refunds (id, tenant, payment_id, credit_note_id, amount_cents, currency, idempotency_key, created_at)
    select made, tenant, id, note, amount_cents, currency, 'refund-' || made || '-try-1', begin_refund.at
    from flotilla.payments where id = begin_refund.payment
    on conflict do nothing;
    update flotilla.refunds set job_id = flotilla.enqueue(
        'billing.payment', jsonb_build_object('refund_id', id), tenant => tenant, unique_key => 'refund.' || id)
    where id = made;
end
$$;

-- Notes that the gateway is about to be asked for a refund.
--   key  another than before, where that one may be forgotten by now; null: the same
create or replace function flotilla.ask_refund(refund uuid, key text, job uuid, at timestamptz) returns void
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    update flotilla.refunds one
    set idempotency_key = coalesce(ask_refund.key, one.idempotency_key), job_id = ask_refund.job,
        asked_at = case when ask_refund.key is null then coalesce(one.asked_at, ask_refund.at) else ask_refund.at end
    where one.id = ask_refund.refund and one.tenant = flotilla.current_tenant()
$$;

-- Writes what came of a refund. Done twice it is done once.
--   outcome  'succeeded', 'failed', or 'pending' and 'unknown' for what has not ended
--   gateway_id  the gateway's id of it, where that is known
create or replace function flotilla.settle_refund(
    refund uuid, outcome text, gateway_id text, code text, message text, job uuid, at timestamptz
) returns void
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    one  flotilla.refunds%rowtype;
    note text;
begin
    select * into one from flotilla.refunds
    where id = settle_refund.refund and tenant = flotilla.current_tenant() for update;
    if not found or one.status = settle_refund.outcome and one.settled_at is not null then return; end if;
    if settle_refund.outcome in ('pending', 'unknown') then
        update flotilla.refunds set status = settle_refund.outcome, refund_id = coalesce(settle_refund.gateway_id, refund_id),
            code = settle_refund.code, text = left(settle_refund.message, 500), checks = checks + 1, job_id = settle_refund.job
        where id = one.id and settled_at is null;
        return;
    end if;
    -- A bank may send back what had gone out.
    update flotilla.refunds set status = settle_refund.outcome, refund_id = coalesce(settle_refund.gateway_id, refund_id),
        code = settle_refund.code, text = left(settle_refund.message, 500), settled_at = settle_refund.at
    where id = one.id;
    if settle_refund.outcome = 'succeeded' then
        update flotilla.invoices set status = 'PAYEE', paid_at = settle_refund.at
        where id = one.credit_note_id and status <> 'PAYEE';
    else
        update flotilla.invoices set status = 'ECHEC_PAIEMENT', paid_at = null where id = one.credit_note_id
        returning number into note;
        -- The school's money is with the gateway, and nothing asks again by itself.
        perform flotilla.enqueue(
            'notify.request', jsonb_build_object(
                'to', '[]'::jsonb, 'template', 'alert_firing', 'severity', 'P2', 'dedup_key', 'refund_failed.' || one.id,
                'data', jsonb_build_object(
                    'alert', 'A refund failed',
                    'summary', 'Cancel the invoice again to ask once more, or give the money back by other means.',
                    'instances', jsonb_build_array(left(
                        coalesce('credit note ' || note, 'payment ' || one.payment_id) || ': '
                            || coalesce(settle_refund.code, 'no reason given'), 190)))),
            tenant => '00000000-0000-0000-0000-000000000000');
    end if;
end
$$;

-- Gives back again what the gateway has refused to, of an invoice that was cancelled.
--   note  its credit note
create or replace function flotilla.refund_again(invoice uuid, note uuid, at timestamptz) returns void
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    paid flotilla.payments%rowtype;
begin
    for paid in
        select payment.* from flotilla.payments payment
        where payment.invoice_id = refund_again.invoice and payment.status = 'succeeded'
            and exists (select from flotilla.refunds where payment_id = payment.id)
            and not exists (select from flotilla.refunds where payment_id = payment.id and status <> 'failed')
    loop
        perform flotilla.begin_refund(paid.id, case when not paid.surplus then refund_again.note end, refund_again.at);
        if not paid.surplus then
            update flotilla.invoices set status = 'EN_ATTENTE' where id = refund_again.note and status = 'ECHEC_PAIEMENT';
        end if;
    end loop;
end
$$;

-- Keeps an event of the gateway, once, and has the payment that it is about looked up.
--   account   of another than ours; null: ours
--   payment   our id of it, as the event has it
--   object    the gateway's id of what the event is about
-- Returns 'accepted', 'repeated', 'other_account' or 'unknown_payment'.
create or replace function flotilla.record_gateway_event(
    event text, type text, account text, object text, intent text, payment uuid
) returns text
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    one    flotilla.payments%rowtype;
    result text := 'accepted';
begin
    if record_gateway_event.account is not null then
        result := 'other_account';
    else
        select * into one from flotilla.payments
        where intent_id = record_gateway_event.intent
            or (id = record_gateway_event.payment and coalesce(intent_id = record_gateway_event.intent, true))
        limit 1;
        if not found then result := 'unknown_payment'; end if;
    end if;
    insert into flotilla.gateway_events (id, type, effect, object_id)
    values (record_gateway_event.event, record_gateway_event.type, result, record_gateway_event.object) on conflict do nothing;
    if not found then return 'repeated'; end if;
    if result = 'accepted' then
        perform flotilla.enqueue(
            'billing.payment',
            jsonb_strip_nulls(jsonb_build_object('payment_id', one.id, 'intent_id', record_gateway_event.intent)),
            tenant => one.tenant, unique_key => 'event.' || record_gateway_event.event);
    end if;
    return result;
end
$$;

select flotilla.restrict_function('flotilla.begin_refund(uuid, uuid, timestamptz)', 'flotilla_dispatcher'),
    flotilla.assign_function('flotilla.begin_refund(uuid, uuid, timestamptz)', 'flotilla_dispatcher'),
    flotilla.restrict_function('flotilla.refund_again(uuid, uuid, timestamptz)', 'flotilla_dispatcher'),
    flotilla.assign_function('flotilla.refund_again(uuid, uuid, timestamptz)', 'flotilla_dispatcher'),
    flotilla.restrict_function('flotilla.ask_refund(uuid, text, uuid, timestamptz)', 'flotilla_tenant'),
    flotilla.assign_function('flotilla.ask_refund(uuid, text, uuid, timestamptz)', 'flotilla_dispatcher'),
    flotilla.restrict_function('flotilla.settle_refund(uuid, text, text, text, text, uuid, timestamptz)', 'flotilla_tenant'),
    flotilla.assign_function('flotilla.settle_refund(uuid, text, text, text, text, uuid, timestamptz)', 'flotilla_dispatcher'),
    flotilla.restrict_function('flotilla.record_gateway_event(text, text, text, text, text, uuid)', 'flotilla_dispatcher'),
    flotilla.assign_function('flotilla.record_gateway_event(text, text, text, text, text, uuid)', 'flotilla_dispatcher');
