-- The ledger: a row for each request to a model, written before the request is made and completed after it.
create table flotilla.model_calls (
    id                uuid        primary key,
    tenant            uuid        not null,
    job_id            uuid        not null,
    -- Of the job, from 1.
    attempt           integer     not null,
    -- null: for a document.
    generation_id     uuid,
    operation         text        not null check (operation in ('chat', 'embedding')),
    provider          text        not null,
    model             text        not null,
    prompt_version    text,
    -- null: under way, or its worker died; otherwise 'succeeded', 'invalid' or 'failed'.
    outcome           text,
    code              text,
    prompt_tokens     integer     not null default 0,
    -- Of the prompt's, those that the server had kept.
    cached_tokens     integer     not null default 0,
    completion_tokens integer     not null default 0,
    -- Counted by us, since the server did not say.
    is_estimated      boolean     not null default true,
    first_token_ms    integer,
    latency_ms        integer,
    -- In millionths of the prices' currency.
    cost_micros       bigint      not null default 0,
    started_at        timestamptz not null default clock_timestamp(),
    ended_at          timestamptz
);
create index model_calls_by_tenant on flotilla.model_calls (tenant, started_at);
create index model_calls_by_generation on flotilla.model_calls (generation_id, started_at)
    where generation_id is not null;
create index model_calls_by_end on flotilla.model_calls (ended_at) where ended_at is not null;
select flotilla.protect_tenant_table(
    'model_calls', 'tenant', 'select, insert, update', dispatcher_rights => 'select');

-- What a million tokens of a model cost, in millionths of a currency. A model without a price costs nothing.
create table flotilla.model_prices (
    model             text   primary key,
    prompt_micros     bigint not null check (prompt_micros >= 0),
    -- null: as the others of the prompt.
    cached_micros     bigint check (cached_micros >= 0),
    completion_micros bigint not null check (completion_micros >= 0)
);
grant select on flotilla.model_prices to flotilla_tenant, flotilla_dispatcher;

-- What a tenant may spend in a month (UTC): nothing more is asked of a model beyond that. A tenant without a row has no bound.
create table flotilla.generation_budgets (
    tenant      uuid   primary key,
    cost_micros bigint check (cost_micros >= 0),
    tokens      bigint check (tokens >= 0),
    check (cost_micros is not null or tokens is not null)
);
select flotilla.protect_tenant_table('generation_budgets', 'tenant', 'select', dispatcher_rights => 'select');
