-- What people did with courses: what recommendations are learned from. Ids are the caller's own.
create table flotilla.interactions (
    tenant    uuid        not null,
    user_id   uuid        not null,
    course_id text        not null,
    kind      text        not null check (kind in ('viewed', 'started', 'completed')),
    -- When it was done first.
    at        timestamptz not null,
    primary key (tenant, user_id, course_id, kind)
);
select flotilla.protect_tenant_table(
    'interactions', 'tenant', 'select, insert, update, delete', dispatcher_rights => 'select');

-- Trained models, with what they were measured at; one of a tenant is served, the newest that was published.
create table flotilla.recommendation_models (
    id           uuid        primary key,
    tenant       uuid        not null,
    -- null: not published, or a newer one is served: then it is not kept.
    model        bytea,
    -- [{name, recall, ndcg}], the model's and the baselines'.
    figures      jsonb       not null,
    published    boolean     not null,
    reason       text        not null,
    interactions integer     not null,
    job_id       uuid        not null,
    trained_at   timestamptz not null default clock_timestamp()
);
create index recommendation_models_by_tenant on flotilla.recommendation_models (tenant, id);
select flotilla.protect_tenant_table(
    'recommendation_models', 'tenant', 'select, insert, update', dispatcher_rights => 'select');
