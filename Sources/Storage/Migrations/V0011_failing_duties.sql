-- Periodic work of a process that has failed for a minute or longer, written by that process for as long as it does: so the
-- others, which callers and operators ask, can say so.
create table flotilla.failing_duties (
    process   uuid        not null,
    duty      text        not null,
    program   text        not null,
    since     timestamptz not null,
    noted_at  timestamptz not null default now(),
    error     text        not null,
    primary key (process, duty)
);
grant select, insert, update, delete on flotilla.failing_duties to flotilla_dispatcher;
