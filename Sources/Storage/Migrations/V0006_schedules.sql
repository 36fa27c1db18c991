-- Schedules, and what became of each of their occurrences.

create table flotilla.schedules (
    id           uuid        primary key,
    -- Null: the fleet's own.
    tenant       uuid,
    name         text        not null check (octet_length(name) between 1 and 100),
    cron         text        not null,
    time_zone    text        not null,
    -- What makes the jobs of an occurrence, and from what.
    template     text        not null,
    body         jsonb       not null,
    payload      jsonb       not null default '{}',
    missed       text        not null check (missed in ('skip', 'once', 'all')),
    missed_limit integer     not null check (missed_limit > 0),
    overlap      text        not null check (overlap in ('allow', 'skip')),
    paused       boolean     not null default false,
    -- Rises with each change of its times: what was due by the old times is no miss by the new ones.
    generation   integer     not null default 1,
    -- The first occurrence that was not dealt with.
    next_at      timestamptz,
    -- It is not looked at before: next_at, or later when firing it failed.
    try_at       timestamptz,
    last_at      timestamptz,
    last_jobs    uuid[]      not null default '{}',
    -- Why it could not be fired, how often in a row.
    error        text,
    failures     integer     not null default 0,
    -- The declaration of the program that declared it, as it was last.
    declaration  text,
    created_by   uuid,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now()
);
create unique index schedules_name on flotilla.schedules (coalesce(tenant, '00000000-0000-0000-0000-000000000000'), name);
create index schedules_to_try on flotilla.schedules (try_at) where not paused;
create index schedules_due on flotilla.schedules (next_at) where not paused;
create index schedules_by_tenant on flotilla.schedules (tenant, id);

-- One row for each occurrence, whichever process fires it and however often: it goes in with the occurrence's jobs.
-- Occurrences that were left out are one row from the first to the last of them.
create table flotilla.schedule_occurrences (
    schedule    uuid        not null references flotilla.schedules (id) on delete cascade,
    generation  integer     not null,
    occurrence  timestamptz not null,
    tenant      uuid,
    -- The last of a row that was left out.
    through     timestamptz,
    outcome     text        not null check (outcome in ('run', 'skipped', 'fired')),
    -- Of what was skipped: missed, paused, changed, overlap, unique_key.
    reason      text,
    jobs        uuid[]      not null default '{}',
    recorded_at timestamptz not null default now(),
    primary key (schedule, generation, occurrence)
);
create index schedule_occurrences_latest on flotilla.schedule_occurrences (schedule, occurrence);
create index schedule_occurrences_by_age on flotilla.schedule_occurrences (recorded_at);

select flotilla.protect_tenant_table(name, 'tenant', dispatcher_rights => 'select, insert, update, delete')
from unnest(array['schedules', 'schedule_occurrences']) as name;
