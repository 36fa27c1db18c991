-- What sessions add up to over all schools, without a walk over every pupil's line; what a nightly recount found; and what a pupil
-- says, or is said, to know.

-- What changed in the lines of pupils, in the transaction of the change, without a lock that others wait for; a duty of the
-- enqueuer folds it into the totals.
create table flotilla.revision_movements (
    id        bigint  generated always as identity primary key,
    tenant    uuid    not null,
    day       date    not null,
    sessions  integer not null,
    questions integer not null,
    scored    integer not null,
    score_sum integer not null,
    seconds   bigint  not null
);
select flotilla.protect_tenant_table(
    'revision_movements', 'tenant', null, dispatcher_rights => 'select, insert, delete');

-- A line of a school and day (UTC).
create table flotilla.revision_totals (
    tenant    uuid   not null,
    day       date   not null,
    sessions  bigint not null,
    questions bigint not null,
    scored    bigint not null,
    score_sum bigint not null,
    seconds   bigint not null,
    primary key (tenant, day)
);
create index revision_totals_by_day on flotilla.revision_totals (day);
select flotilla.protect_tenant_table('revision_totals', 'tenant', null, dispatcher_rights => 'select, insert, update');

-- Each recount: how many lines it compared with their sessions, and how many of them differed and were corrected.
create table flotilla.indicator_recounts (
    job_id      uuid        primary key,
    ended_at    timestamptz not null default clock_timestamp(),
    compared    bigint      not null,
    differences bigint      not null
);
create index indicator_recounts_by_end on flotilla.indicator_recounts (ended_at);
grant select, insert on flotilla.indicator_recounts to flotilla_dispatcher;
grant update (progress) on flotilla.learning_path_students to flotilla_dispatcher;

create index revision_sessions_by_student on flotilla.revision_sessions (student_id, path_id);

create table flotilla.learner_profiles (
    user_id      uuid        primary key references flotilla.users (id) on delete cascade,
    tenant       uuid        not null,
    -- In the school's words, as the levels of paths and courses.
    level        text,
    goals        text[]      not null default '{}',
    known_skills text[]      not null default '{}',
    updated_at   timestamptz not null default clock_timestamp()
);
select flotilla.protect_tenant_table('learner_profiles', 'tenant');
