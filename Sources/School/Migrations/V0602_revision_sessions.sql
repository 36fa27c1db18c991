-- Pupils who revise steps of a path, and what they asked meanwhile.

create table flotilla.revision_sessions (
    id         uuid        primary key,
    tenant     uuid        not null,
    path_id    uuid        not null references flotilla.learning_paths (id) on delete cascade,
    step       integer     not null check (step > 0),
    student_id uuid        not null,
    started_at timestamptz not null,
    ended_at   timestamptz,
    seconds    integer     check (seconds >= 0),
    -- Of the quiz, in per cent; null: it was not taken.
    score      integer     check (score between 0 and 100),
    -- Of the path, in per cent, with this session.
    progress   integer     check (progress between 0 and 100),
    -- [{question, choices, score}], of the quiz.
    marks      jsonb,
    -- Nothing was done for half a day, and the pupil did not end it: it says nothing of what was learned.
    abandoned  boolean     not null default false,
    check ((ended_at is null) = (seconds is null))
);
-- A pupil revises one step of a path at a time.
create unique index revision_sessions_open on flotilla.revision_sessions (student_id, path_id) where ended_at is null;
create index revision_sessions_by_tenant on flotilla.revision_sessions (tenant, id);
create index revision_sessions_by_path on flotilla.revision_sessions (path_id, student_id, step);
select flotilla.protect_tenant_table(
    'revision_sessions', 'tenant', 'select, insert, update, delete', dispatcher_rights => 'select, update');

-- The archive of what the tutor was asked.
create table flotilla.revision_questions (
    generation_id uuid        primary key,
    session_id    uuid        not null references flotilla.revision_sessions (id) on delete cascade,
    tenant        uuid        not null,
    job_id        uuid        not null,
    text          text        not null,
    -- 'simple', 'medium' or 'complex': docs/school.md has the rule.
    complexity    text        not null check (complexity in ('simple', 'medium', 'complex')),
    asked_at      timestamptz not null default clock_timestamp(),
    -- null: under way.
    outcome       text        check (outcome in ('succeeded', 'failed', 'cancelled')),
    answer        text,
    citations     jsonb       not null default '[]',
    error         text,
    answered_at   timestamptz
);
create index revision_questions_by_session on flotilla.revision_questions (session_id, generation_id);
select flotilla.protect_tenant_table(
    'revision_questions', 'tenant', 'select, insert, update, delete', dispatcher_rights => 'select, update');
