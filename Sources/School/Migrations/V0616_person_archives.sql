-- What there is about one person, as a file to fetch.

create table flotilla.person_archives (
    id           uuid        primary key,
    tenant       uuid        not null,
    -- An archive goes with its person.
    user_id      uuid        not null references flotilla.users (id) on delete cascade,
    job_id       uuid        not null,
    created_at   timestamptz not null default clock_timestamp(),
    expires_at   timestamptz not null,
    -- null: it is being made.
    made_at      timestamptz,
    -- JSON.
    content      bytea,
    bytes        integer     check (bytes >= 0),
    -- Tables of which it does not hold every row.
    incomplete   text[]      not null default '{}',
    check ((made_at is null) = (content is null) and (made_at is null) = (bytes is null))
);
create index person_archives_by_user on flotilla.person_archives (user_id, id);
create index person_archives_by_end on flotilla.person_archives (expires_at);
select flotilla.protect_tenant_table('person_archives', 'tenant', dispatcher_rights => 'select, delete');
