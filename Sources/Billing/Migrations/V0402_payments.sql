-- The money: what was asked of the payment gateway, and what came of it.

-- When a soft decline is tried again: so many days after the first one.
create table flotilla.dunning_steps (
    step integer primary key check (step > 0),
    days integer not null unique check (days > 0)
);
insert into flotilla.dunning_steps (step, days) values (1, 3), (2, 7), (3, 14);
grant select on flotilla.dunning_steps to flotilla_tenant, flotilla_dispatcher;

-- The ledger: a row, with the key that the gateway knows it by, is committed before the gateway is asked.
create table flotilla.payments (
    id              uuid        primary key,
    tenant          uuid        not null,
    invoice_id      uuid        not null references flotilla.invoices (id),
    -- 1 for the first of its invoice.
    number          integer     not null check (number > 0),
    status          text        not null default 'pending'
        check (status in ('pending', 'succeeded', 'failed', 'unknown')),
    amount_cents    bigint      not null check (amount_cents > 0),
    currency        text        not null,
    customer        text        not null,
    payment_method  text        not null,
    idempotency_key text        not null unique,
    -- The gateway's id of it.
    intent_id       text        unique,
    -- What the gateway said, in its words.
    code            text,
    text            text,
    -- Why it is not tried again by itself: 'hard', 'action_required', 'refused', 'exhausted'; null: it is, or needs not.
    hold            text,
    -- Of the dunning calendar: 0 for the first of a series, whose first soft decline all days are counted from.
    step            integer     not null default 0,
    dunning_from    timestamptz,
    -- The invoice was cancelled, or paid by another one, when it succeeded: it goes back.
    surplus         boolean     not null default false,
    -- How often the gateway did not say how it ended.
    checks          integer     not null default 0,
    -- The job that carries it to its end.
    job_id          uuid,
    created_at      timestamptz not null default clock_timestamp(),
    settled_at      timestamptz,
    unique (invoice_id, number),
    check ((status in ('succeeded', 'failed')) = (settled_at is not null))
);
-- An invoice is being paid once at a time, and is paid once.
create unique index payments_open_once on flotilla.payments (invoice_id) where status in ('pending', 'unknown');
create unique index payments_once on flotilla.payments (invoice_id) where status = 'succeeded' and not surplus;
create index payments_by_tenant on flotilla.payments (tenant, id);
create index payments_open on flotilla.payments (created_at) where status in ('pending', 'unknown');
create index payments_by_end on flotilla.payments (settled_at) where settled_at is not null;
select flotilla.protect_tenant_table(
    'payments', 'tenant', 'select', dispatcher_rights => 'select, insert, update');

-- What goes back to a school.
create table flotilla.refunds (
    id              uuid        primary key,
    tenant          uuid        not null,
    payment_id      uuid        not null references flotilla.payments (id),
    -- The credit note; null: the invoice was cancelled while it was paid, and the credit note stands already.
    credit_note_id  uuid        references flotilla.invoices (id),
    status          text        not null default 'pending'
        check (status in ('pending', 'succeeded', 'failed', 'unknown')),
    amount_cents    bigint      not null check (amount_cents > 0),
    currency        text        not null,
    idempotency_key text        not null unique,
    refund_id       text        unique,
    code            text,
    text            text,
    checks          integer     not null default 0,
    job_id          uuid,
    -- When its key was used first; null: the gateway was not asked yet.
    asked_at        timestamptz,
    created_at      timestamptz not null default clock_timestamp(),
    settled_at      timestamptz,
    check ((status in ('succeeded', 'failed')) = (settled_at is not null))
);
-- A payment goes back once.
create unique index refunds_once on flotilla.refunds (payment_id) where status <> 'failed';
create index refunds_by_tenant on flotilla.refunds (tenant, id);
create index refunds_open on flotilla.refunds (created_at) where status in ('pending', 'unknown');
select flotilla.protect_tenant_table('refunds', 'tenant', 'select', dispatcher_rights => 'select, insert, update');

-- What the gateway announced, each event once, in whatever order. Of what they say nothing is kept: it is asked for again.
create table flotilla.gateway_events (
    id          text        primary key,
    type        text        not null,
    -- 'accepted'; or why it has no effect: 'other_account', 'unknown_payment'.
    effect      text        not null,
    object_id   text,
    received_at timestamptz not null default clock_timestamp()
);
grant select, insert, delete on flotilla.gateway_events to flotilla_dispatcher;
create index gateway_events_by_time on flotilla.gateway_events (received_at);

-- Where the gateway and the ledger say different things: found at night, until they agree.
create table flotilla.gateway_differences (
    id         uuid        primary key,
    -- What differs: 'missing_at_gateway', 'missing_in_ledger', 'amount', 'status', 'refund'.
    kind       text        not null,
    -- The gateway's object, or our payment.
    subject    text        not null,
    tenant     uuid,
    payment_id uuid,
    detail     text        not null,
    found_at   timestamptz not null default now(),
    seen_at    timestamptz not null default now(),
    ended_at   timestamptz
);
create unique index gateway_differences_once on flotilla.gateway_differences (kind, subject) where ended_at is null;
select flotilla.protect_tenant_table(
    'gateway_differences', 'tenant', null, dispatcher_rights => 'select, insert, update');
