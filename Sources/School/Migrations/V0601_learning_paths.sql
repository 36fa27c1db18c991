-- What a professor makes for pupils: a path of steps, with the documents that answers draw on.

create table flotilla.learning_paths (
    id           uuid        primary key,
    tenant       uuid        not null,
    -- Who made it; null once that user is removed.
    professor_id uuid        references flotilla.users (id) on delete set null,
    name         text        not null,
    goals        text[]      not null,
    level        text        not null,
    language     text        not null check (language in ('en', 'fr')),
    -- What the tutor may give; empty: everything.
    allowed      text[]      not null default '{}',
    -- Of the tutor.
    discipline   text,
    instructions text,
    document_ids uuid[]      not null default '{}',
    created_at   timestamptz not null default clock_timestamp(),
    -- How far it is follows from these two and from its generations (flotilla.learning_path_status).
    validated_at timestamptz,
    archived_at  timestamptz
);
create index learning_paths_by_tenant on flotilla.learning_paths (tenant, id);
create index learning_paths_by_professor on flotilla.learning_paths (professor_id, id);
select flotilla.protect_tenant_table(
    'learning_paths', 'tenant', 'select, insert, update', dispatcher_rights => 'select');

create table flotilla.learning_path_steps (
    path_id   uuid    not null references flotilla.learning_paths (id) on delete cascade,
    -- From 1.
    number    integer not null check (number > 0),
    tenant    uuid    not null,
    title     text    not null,
    objective text,
    content   text,
    minutes   integer check (minutes > 0),
    -- The output of a generation of the type quiz; null: none yet.
    quiz      jsonb,
    primary key (path_id, number)
);
select flotilla.protect_tenant_table(
    'learning_path_steps', 'tenant', dispatcher_rights => 'select, insert, update');

create table flotilla.learning_path_students (
    path_id     uuid        not null references flotilla.learning_paths (id) on delete cascade,
    student_id  uuid        not null references flotilla.users (id) on delete cascade,
    tenant      uuid        not null,
    -- Per cent of the steps that are passed.
    progress    integer     not null default 0 check (progress between 0 and 100),
    -- When the request went out that the pupil learns of the path: once, whatever is done again.
    notified_at timestamptz,
    primary key (path_id, student_id)
);
create index learning_path_students_by_student on flotilla.learning_path_students (student_id, path_id);
select flotilla.protect_tenant_table('learning_path_students', 'tenant', dispatcher_rights => 'select');

-- What was asked of models for a path, and what came of it.
create table flotilla.learning_path_generations (
    generation_id uuid        primary key,
    path_id       uuid        not null references flotilla.learning_paths (id) on delete cascade,
    tenant        uuid        not null,
    type          text        not null check (type in ('context', 'learning_path', 'quiz')),
    -- Of a quiz.
    step          integer,
    job_id        uuid        not null,
    -- null: under way.
    outcome       text        check (outcome in ('succeeded', 'failed', 'cancelled')),
    error_code    text,
    error         text,
    -- The one that was asked for again in its place.
    replaced_by   uuid,
    created_at    timestamptz not null default clock_timestamp(),
    ended_at      timestamptz
);
create index learning_path_generations_by_path on flotilla.learning_path_generations (path_id, generation_id);
select flotilla.protect_tenant_table(
    'learning_path_generations', 'tenant', 'select, insert, update', dispatcher_rights => 'select, update');
