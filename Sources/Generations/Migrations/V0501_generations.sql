-- What was asked of a model, and what came of it.
create table flotilla.generations (
    id             uuid        primary key,
    tenant         uuid        not null,
    -- null: a machine's.
    user_id        uuid,
    type           text        not null,
    input          jsonb       not null,
    -- As the caller asked; null: as is configured.
    asked_model    text,
    seed           bigint,
    max_tokens     integer,
    job_id         uuid        not null,
    -- 'open' until its job has ended: how far it is, the job says.
    status         text        not null default 'open' check (status in ('open', 'succeeded', 'failed', 'cancelled')),
    output         jsonb,
    citations      jsonb       not null default '[]',
    -- The one that answered.
    model          text,
    prompt_version text,
    truncated      boolean     not null default false,
    error_code     text,
    error          text,
    -- What a model said last that did not fit: never an output.
    invalid_output text,
    created_at     timestamptz not null default clock_timestamp(),
    finished_at    timestamptz,
    check ((status = 'open') = (finished_at is null))
);
create index generations_by_tenant on flotilla.generations (tenant, id);
create index generations_by_job on flotilla.generations (job_id);
create index generations_by_type on flotilla.generations (tenant, type, id);
create index generations_open on flotilla.generations (id) where status = 'open';
select flotilla.protect_tenant_table(
    'generations', 'tenant', 'select, insert, update', dispatcher_rights => 'select, update');

-- Marks of open answers: the same answer to the same question has the same mark.
create table flotilla.answer_marks (
    tenant     uuid             not null,
    quiz_id    uuid             not null references flotilla.generations (id) on delete cascade,
    question   text             not null,
    -- Of the answer, the model and the prompt.
    sha256     bytea            not null,
    score      double precision not null check (score between 0 and 1),
    confidence double precision not null check (confidence between 0 and 1),
    feedback   text             not null,
    primary key (quiz_id, question, sha256)
);
select flotilla.protect_tenant_table('answer_marks', 'tenant', 'select, insert');
