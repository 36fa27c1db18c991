-- What can be bought, and what a school bought.

-- A change of a plan makes a new version: who subscribed to an earlier one keeps its prices.
create table flotilla.plans (
    code       text        not null,
    version    integer     not null check (version > 0),
    -- Names, prices, modules, metered use, tax: what subscriptions are computed with.
    plan       jsonb       not null,
    created_at timestamptz not null default clock_timestamp(),
    primary key (code, version)
);
grant select on flotilla.plans to flotilla_tenant;
grant select, insert on flotilla.plans to flotilla_dispatcher;

-- Every change of a subscription. From its first day on it takes the place of all earlier ones.
create table flotilla.subscription_changes (
    id         uuid        primary key,
    tenant     uuid        not null,
    -- In the order in which they were made.
    number     bigint      not null generated always as identity,
    plan       text        not null,
    version    integer     not null,
    modules    text[]      not null,
    users      bigint      not null check (users >= 0),
    starts_on  date        not null,
    -- The first day after it; null: until it is changed.
    ends_on    date        check (ends_on > starts_on),
    -- What a whole month costs without metered use and tax: computed when the row is written, since nothing of it changes.
    monthly_cents bigint   not null,
    currency   text        not null,
    changed_at timestamptz not null default clock_timestamp(),
    foreign key (plan, version) references flotilla.plans (code, version)
);
create index subscription_changes_by_tenant on flotilla.subscription_changes (tenant, number)
    include (starts_on, ends_on, currency, plan, monthly_cents);
create index subscription_changes_by_start on flotilla.subscription_changes (starts_on);
select flotilla.protect_tenant_table(
    'subscription_changes', 'tenant', 'select, insert', dispatcher_rights => 'select');

-- To whom a school's invoices go, and how it pays.
create table flotilla.billing_profiles (
    tenant             uuid        primary key,
    legal_name         text        not null,
    address            jsonb       not null,
    siren              text,
    vat_number         text,
    email              text        not null,
    electronic_address text,
    -- Of the payment gateway; null: the school pays by itself.
    customer           text,
    payment_method     text,
    -- Decides what belongs to a month; null: that of the fleet.
    time_zone          text,
    updated_at         timestamptz not null default clock_timestamp(),
    check ((customer is null) = (payment_method is null))
);
select flotilla.protect_tenant_table(
    'billing_profiles', 'tenant', 'select, insert, update', dispatcher_rights => 'select');

-- What was used. An event counts once, on one invoice.
create table flotilla.usage_events (
    source      text        not null,
    id          text        not null,
    tenant      uuid        not null,
    metric      text        not null,
    -- Negative ones correct others.
    quantity    bigint      not null,
    at          timestamptz not null,
    recorded_at timestamptz not null default now(),
    -- null: not billed yet.
    invoice_id  uuid,
    primary key (source, id)
);
create index usage_events_open on flotilla.usage_events (tenant, at) where invoice_id is null;
create index usage_events_by_time on flotilla.usage_events (tenant, at);
create index usage_events_by_invoice on flotilla.usage_events (invoice_id) where invoice_id is not null;
select flotilla.protect_tenant_table(
    'usage_events', 'tenant', 'select, insert', dispatcher_rights => 'select, insert, update');
