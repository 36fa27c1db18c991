-- What the ledger's rows came to, once they are older than they are kept: what a tenant has spent is known for ever.
create table flotilla.model_call_sums (
    tenant            uuid   not null,
    -- The first day of the month (UTC) in which the requests were made.
    month             date   not null,
    provider          text   not null,
    operation         text   not null check (operation in ('chat', 'embedding')),
    model             text   not null,
    calls             bigint not null,
    -- Of the calls, those whose tokens the server did not count.
    estimated_calls   bigint not null,
    prompt_tokens     bigint not null,
    cached_tokens     bigint not null,
    completion_tokens bigint not null,
    cost_micros       bigint not null,
    primary key (tenant, month, provider, operation, model)
);
select flotilla.protect_tenant_table(
    'model_call_sums', 'tenant', 'select', dispatcher_rights => 'select, insert, update');

grant delete on flotilla.generations to flotilla_dispatcher;
grant delete on flotilla.model_calls to flotilla_dispatcher;
grant delete on flotilla.recommendation_models to flotilla_dispatcher;
