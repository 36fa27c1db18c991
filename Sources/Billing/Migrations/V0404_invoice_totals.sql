-- Indicators without a walk over every invoice. What happened to money is added here in the transaction in which it happens,
-- without a lock that others wait for; a duty of the enqueuer folds it into the totals.
create table flotilla.invoice_movements (
    id               bigint  generated always as identity primary key,
    -- In UTC.
    day              date    not null,
    currency         text    not null,
    -- Empty: of no plan.
    plan             text    not null,
    issued_cents     bigint  not null,
    issued_net_cents bigint  not null,
    collected_cents  bigint  not null
);
grant select, insert, delete on flotilla.invoice_movements to flotilla_dispatcher;

create table flotilla.invoice_totals (
    day              date    not null,
    currency         text    not null,
    plan             text    not null,
    issued_cents     numeric not null,
    issued_net_cents numeric not null,
    collected_cents  numeric not null,
    primary key (day, currency, plan)
);
grant select, insert, update on flotilla.invoice_totals to flotilla_dispatcher;

-- What is owed, by its age.
create index invoices_open on flotilla.invoices (issued_at) include (tenant, currency, plan, total_cents, due_at)
    where kind = 'invoice' and status in ('EN_ATTENTE', 'ECHEC_PAIEMENT');
