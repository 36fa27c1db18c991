-- When two people of a school meet.
create table flotilla.appointments (
    id            uuid        primary key,
    tenant        uuid        not null,
    proposer_id   uuid        not null references flotilla.users (id) on delete cascade,
    guest_id      uuid        not null references flotilla.users (id) on delete cascade,
    starts_at     timestamptz not null,
    -- A name of the IANA database: on its clocks the day before has the same hour.
    time_zone     text        not null,
    minutes       integer     not null check (minutes between 1 and 1440),
    subject       text        not null check (length(subject) between 1 and 200),
    status        text        not null default 'proposed'
        check (status in ('proposed', 'accepted', 'declined', 'cancelled')),
    created_at    timestamptz not null default clock_timestamp(),
    -- When it got its status.
    changed_at    timestamptz not null,
    -- Where the two meet: random, and known to them alone.
    room_id       uuid,
    -- The jobs that remind of it.
    reminder_jobs uuid[]      not null default '{}',
    check (proposer_id <> guest_id),
    check (status <> 'accepted' or room_id is not null)
);
create index appointments_by_proposer on flotilla.appointments (proposer_id, id);
create index appointments_by_guest on flotilla.appointments (guest_id, id);
select flotilla.protect_tenant_table('appointments', 'tenant', 'select, insert, update');
