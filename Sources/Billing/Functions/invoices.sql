-- Invoices are written by these functions alone. They act as the dispatcher, and for the tenant of the transaction.

-- The next number of a series. Its row stays locked until the transaction ends.
create or replace function flotilla.take_invoice_number(prefix text, year integer) returns bigint
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    insert into flotilla.invoice_series as series (prefix, year, last)
    values (take_invoice_number.prefix, take_invoice_number.year, 1)
    on conflict (prefix, year) do update set last = series.last + 1
    returning last
$$;

create or replace function flotilla.invoice_number(prefix text, year integer, sequence bigint) returns text
    language sql immutable parallel safe
    return prefix || '-' || lpad(year::text, 4, '0') || '-' || case when sequence < 1000000
        then lpad(sequence::text, 6, '0') else sequence::text end;

-- Asks that the administrators of a school learn of something, once.
create or replace function flotilla.notify_school(school uuid, template text, key text, data jsonb, invoice uuid) returns void
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    select flotilla.enqueue(
        'notify.request',
        jsonb_build_object('to', '[{"role": "school"}]'::jsonb, 'template', template, 'dedup_key', key, 'data', data,
            'link', '/#/invoices/' || invoice),
        tenant => school)
$$;

-- Issues an invoice that was computed of what the tenant's rows said a moment ago, and marks the use that it bills.
--   invoice  an invoice as `Invoice` encodes it, with `due_days`, `year`, `plan` and `run_id`
--   basis    what it was computed of: `subscription` (number of its last change), `use_until`, `use_events`, `use_sum`
-- Raises FL041 when the month is billed already, and FL042 when the rows say something else by now.
create or replace function flotilla.issue_invoice(invoice jsonb, basis jsonb) returns text
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    school   uuid := flotilla.current_tenant();
    this     uuid := (invoice ->> 'id')::uuid;
    prefix   text := invoice #>> '{seller,invoice_prefix}';
    year     integer := (invoice ->> 'year')::integer;
    total    bigint := (invoice #>> '{totals,total_cents}')::bigint;
    net      bigint;
    sequence bigint;
    events   bigint;
    quantity numeric;
    moment   timestamptz;
begin
    if school is distinct from (invoice ->> 'tenant')::uuid then
        raise exception 'the invoice is of another tenant' using errcode = '42501';
    end if;
    with billed as (
        update flotilla.usage_events event set invoice_id = this
        where event.tenant = school and event.invoice_id is null and event.at < (basis ->> 'use_until')::timestamptz
        returning event.quantity
    )
    select count(*), coalesce(sum(billed.quantity), 0) into events, quantity from billed;
    if events <> (basis ->> 'use_events')::bigint or quantity <> (basis ->> 'use_sum')::numeric
        or (select coalesce(max(number), 0) from flotilla.subscription_changes changes where changes.tenant = school)
            <> (basis ->> 'subscription')::bigint
    then
        raise exception 'what the invoice was computed of has changed' using errcode = 'FL042';
    end if;

    sequence := flotilla.take_invoice_number(prefix, year);
    -- Behind the lock, so that numbers and times have one order.
    moment := coalesce((invoice ->> 'issued_at')::timestamptz, clock_timestamp());
    begin
        insert into flotilla.invoices (id, tenant, prefix, year, sequence, number, kind, period, status, currency, seller, buyer,
            plan, vat_groups, net_cents, vat_cents, total_cents, time_zone, issued_at, due_at, paid_at, run_id)
        values (this, school, prefix, year, sequence, flotilla.invoice_number(prefix, year, sequence), 'invoice',
            invoice ->> 'period', case when total = 0 then 'PAYEE' else 'EN_ATTENTE' end, invoice ->> 'currency',
            invoice -> 'seller', invoice -> 'buyer', invoice ->> 'plan', invoice #> '{totals,groups}',
            (invoice #>> '{totals,net_cents}')::bigint, (invoice #>> '{totals,vat_cents}')::bigint, total, invoice ->> 'timeZone', moment,
            moment + make_interval(days => (invoice ->> 'due_days')::integer), case when total = 0 then moment end,
            (invoice ->> 'run_id')::uuid);
    exception when unique_violation then
        raise exception 'the month is billed already' using errcode = 'FL041';
    end;
    insert into flotilla.invoice_lines (invoice_id, position, tenant, kind, description, quantity, unit_price_micros, net_cents,
        vat_rate, vat_exemption_reason, metric, from_day, to_day)
    select this, line.position, school, one ->> 'kind', one ->> 'description', (one ->> 'quantity')::bigint,
        (one ->> 'unit_price_micros')::bigint, (one ->> 'net_cents')::bigint, (one ->> 'vat_rate')::integer,
        one ->> 'vat_exemption_reason', one ->> 'metric', (one ->> 'from')::date, (one ->> 'to')::date
    from jsonb_array_elements(invoice -> 'lines') with ordinality as line(one, position);
    select coalesce(sum(net_cents), 0) into net from flotilla.invoice_lines where invoice_id = this;
    if net <> (invoice #>> '{totals,net_cents}')::bigint then
        raise exception 'the lines are no sum of the invoice' using errcode = '23514';
    end if;
    perform flotilla.notify_school(
        school, 'invoice_created', 'invoice_created.' || this, jsonb_build_object(
            'number', flotilla.invoice_number(prefix, year, sequence), 'period', invoice ->> 'period',
            'amount', jsonb_build_object('cents', total, 'currency', invoice ->> 'currency'),
            'due_on', to_char(moment + make_interval(days => (invoice ->> 'due_days')::integer), 'YYYY-MM-DD')), this);
    if total > 0 and exists (
        select from flotilla.billing_profiles profile where profile.tenant = school and profile.customer is not null)
    then
        perform flotilla.enqueue(
            'billing.payment', jsonb_build_object('invoice_id', this), tenant => school, unique_key => 'invoice.' || this);
    end if;
    update flotilla.billing_run_schools
    set outcome = 'invoiced', invoice_id = this, total_cents = total, currency = invoice ->> 'currency', reason = null
    where run_id = (invoice ->> 'run_id')::uuid and tenant = school;
    return flotilla.invoice_number(prefix, year, sequence);
end
$$;

-- Takes an invoice back with a credit note of the same lines, and frees the use that it billed.
--   returns  the credit note's id: that of before when there is one; a refund that failed is then asked for again
-- Raises FL043 when there is no such invoice, or it is a credit note.
create or replace function flotilla.cancel_invoice(invoice uuid, note uuid, note_year integer, why text, at timestamptz)
    returns uuid
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    one    flotilla.invoices%rowtype;
    known  uuid;
    paid   uuid;
    last   bigint;
    moment timestamptz;
begin
    select * into one from flotilla.invoices where id = invoice and tenant = flotilla.current_tenant() for update;
    if not found or one.kind <> 'invoice' then
        raise exception 'there is no such invoice' using errcode = 'FL043';
    end if;
    select id into known from flotilla.invoices where corrected_id = invoice;
    if found then
        perform flotilla.refund_again(invoice, known, clock_timestamp());
        return known;
    end if;
    last := flotilla.take_invoice_number(one.prefix, note_year);
    moment := coalesce(at, clock_timestamp());
    select id into paid from flotilla.payments where invoice_id = invoice and status = 'succeeded' and not surplus;
    update flotilla.invoices set status = 'ANNULEE' where id = invoice;
    -- What was not paid is settled by the credit note itself; what was is owed to the school until it is refunded.
    insert into flotilla.invoices (id, tenant, prefix, year, sequence, number, kind, period, status, currency, seller, buyer,
        plan, vat_groups, net_cents, vat_cents, total_cents, time_zone, issued_at, due_at, paid_at, corrected_id, reason)
    values (note, one.tenant, one.prefix, note_year, last, flotilla.invoice_number(one.prefix, note_year, last),
        'credit_note', one.period, case when paid is null then 'PAYEE' else 'EN_ATTENTE' end, one.currency,
        one.seller, one.buyer, one.plan, one.vat_groups, one.net_cents, one.vat_cents, one.total_cents, one.time_zone, moment,
        moment, case when paid is null then moment end, invoice, why);
    insert into flotilla.invoice_lines
    select note, position, tenant, kind, description, quantity, unit_price_micros, net_cents, vat_rate,
        vat_exemption_reason, metric, from_day, to_day
    from flotilla.invoice_lines where invoice_id = invoice;
    update flotilla.usage_events set invoice_id = null where invoice_id = invoice;
    if paid is not null then perform flotilla.begin_refund(paid, note, moment); end if;
    perform flotilla.notify_school(
        one.tenant, 'credit_note_created', 'credit_note_created.' || note, jsonb_strip_nulls(jsonb_build_object(
            'number', flotilla.invoice_number(one.prefix, note_year, last), 'invoice', one.number, 'reason', left(why, 500),
            'amount', jsonb_build_object('cents', one.total_cents, 'currency', one.currency),
            'refund', case when paid is not null then jsonb_build_object('cents', one.total_cents, 'currency', one.currency) end
        )), note);
    return note;
end
$$;

select flotilla.restrict_function('flotilla.take_invoice_number(text, integer)', 'flotilla_dispatcher'),
    flotilla.assign_function('flotilla.take_invoice_number(text, integer)', 'flotilla_dispatcher'),
    flotilla.restrict_function('flotilla.notify_school(uuid, text, text, jsonb, uuid)', 'flotilla_dispatcher'),
    flotilla.assign_function('flotilla.notify_school(uuid, text, text, jsonb, uuid)', 'flotilla_dispatcher'),
    flotilla.restrict_function('flotilla.issue_invoice(jsonb, jsonb)', 'flotilla_tenant'),
    flotilla.assign_function('flotilla.issue_invoice(jsonb, jsonb)', 'flotilla_dispatcher'),
    flotilla.restrict_function('flotilla.cancel_invoice(uuid, uuid, integer, text, timestamptz)', 'flotilla_tenant'),
    flotilla.assign_function('flotilla.cancel_invoice(uuid, uuid, integer, text, timestamptz)', 'flotilla_dispatcher');

-- Of an issued invoice nothing changes but where its money stands.
create or replace function flotilla.keep_invoice() returns trigger
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
    if (to_jsonb(new) - 'status' - 'paid_at') is distinct from (to_jsonb(old) - 'status' - 'paid_at') then
        raise exception 'an issued invoice is never edited: cancel it' using errcode = 'FL040';
    end if;
    if old.status = 'ANNULEE' and new.status <> 'ANNULEE' then
        raise exception 'a cancelled invoice stays cancelled' using errcode = 'FL040';
    end if;
    return new;
end
$$;

select flotilla.restrict_function('flotilla.keep_invoice()');

create or replace trigger keep_invoice before update on flotilla.invoices
    for each row execute function flotilla.keep_invoice();
