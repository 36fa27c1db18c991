-- The runs that bill a month, and the invoices.

create table flotilla.billing_runs (
    id          uuid        primary key,
    -- As 2026-10.
    period      text        not null check (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    is_dry      boolean     not null,
    -- null: every school that has something to pay.
    tenants     uuid[],
    -- Who asked; null: the schedule.
    user_id     uuid,
    job_id      uuid        not null unique,
    -- Up to where schools were looked at: the last one's id.
    progress    uuid,
    -- Of its jobs; null until there is one.
    batch_id    uuid,
    created_at  timestamptz not null default now(),
    finished_at timestamptz
);
create index billing_runs_by_period on flotilla.billing_runs (period, id);
grant select, insert, update on flotilla.billing_runs to flotilla_dispatcher;

-- A row for each school of a run.
create table flotilla.billing_run_schools (
    run_id     uuid        not null references flotilla.billing_runs (id) on delete cascade,
    tenant     uuid        not null,
    job_id     uuid        not null,
    -- null: not yet.
    outcome    text        check (outcome in ('invoiced', 'skipped', 'failed')),
    reason     text,
    invoice_id uuid,
    -- Of a dry run: the invoice as it would be.
    preview    jsonb,
    total_cents bigint,
    currency   text,
    primary key (run_id, tenant)
);
create index billing_run_schools_by_job on flotilla.billing_run_schools (job_id);
select flotilla.protect_tenant_table(
    'billing_run_schools', 'tenant', 'select', dispatcher_rights => 'select, insert, update');

-- The last number of each series. The row is locked from the number on until the invoice is committed: no number is lost,
-- and none is given twice.
create table flotilla.invoice_series (
    prefix text    not null,
    year   integer not null,
    last   bigint  not null check (last > 0),
    primary key (prefix, year)
);
grant select, insert, update on flotilla.invoice_series to flotilla_dispatcher;

create table flotilla.invoices (
    id           uuid        primary key,
    tenant       uuid        not null,
    prefix       text        not null,
    year         integer     not null,
    sequence     bigint      not null,
    number       text        not null unique,
    kind         text        not null check (kind in ('invoice', 'credit_note')),
    period       text        not null,
    status       text        not null check (status in ('EN_ATTENTE', 'PAYEE', 'ECHEC_PAIEMENT', 'ANNULEE')),
    currency     text        not null,
    seller       jsonb       not null,
    buyer        jsonb       not null,
    -- What it is mostly for: indicators count by it.
    plan         text,
    vat_groups   jsonb       not null,
    net_cents    bigint      not null check (net_cents >= 0),
    vat_cents    bigint      not null check (vat_cents >= 0),
    total_cents  bigint      not null check (total_cents = net_cents + vat_cents),
    -- By whose clock its days are read.
    time_zone    text        not null,
    issued_at    timestamptz not null,
    due_at       timestamptz not null,
    paid_at      timestamptz,
    -- The run that made it.
    run_id       uuid,
    -- Of a credit note: the invoice that it takes back, and why.
    corrected_id uuid        references flotilla.invoices (id),
    reason       text,
    unique (prefix, year, sequence),
    check ((kind = 'credit_note') = (corrected_id is not null)),
    check (status <> 'PAYEE' or paid_at is not null)
);
-- Whatever crashes or runs twice: a school's month is billed once. A cancelled invoice makes room for another.
create unique index invoices_once on flotilla.invoices (tenant, period, kind)
    where kind = 'invoice' and status <> 'ANNULEE';
create unique index invoices_corrected_once on flotilla.invoices (corrected_id) where kind = 'credit_note';
create index invoices_by_tenant on flotilla.invoices (tenant, id);
create index invoices_by_period on flotilla.invoices (period, id);
select flotilla.protect_tenant_table(
    'invoices', 'tenant', 'select', dispatcher_rights => 'select, insert, update');

create table flotilla.invoice_lines (
    invoice_id           uuid    not null references flotilla.invoices (id),
    position             integer not null,
    tenant               uuid    not null,
    kind                 text    not null check (kind in ('plan', 'module', 'users', 'metered', 'adjustment')),
    description          text    not null,
    quantity             bigint  not null,
    unit_price_micros    bigint  not null,
    net_cents            bigint  not null,
    -- Hundredths of a per cent.
    vat_rate             integer not null,
    vat_exemption_reason text,
    metric               text,
    -- Half-open.
    from_day             date    not null,
    to_day               date    not null check (to_day > from_day),
    primary key (invoice_id, position)
);
select flotilla.protect_tenant_table(
    'invoice_lines', 'tenant', 'select', dispatcher_rights => 'select, insert');
