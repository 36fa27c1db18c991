-- Who did what to what. Written in the transaction of what was done, by triggers (Functions/audit.sql) and by statements that
-- act on rows which have none; kept for FLOTILLA_AUDIT_RETENTION.
create table flotilla.audit_events (
    id          uuid        primary key default flotilla.mint_id(),
    at          timestamptz not null default clock_timestamp(),
    -- Whose the object is; null: the fleet's own.
    tenant_id   uuid,
    -- The user; null for who used the admin command.
    actor_id    uuid,
    -- The role by which it was done, or `flotilla NAME` for the admin command and its user on that machine.
    actor       text        not null,
    -- Such as schedule.paused.
    action      text        not null,
    object_type text        not null,
    object_id   text        not null,
    -- What was changed of it, or the whole of what was made or is gone; without secrets and names of people.
    before      jsonb,
    after       jsonb,
    -- Under which the log has the request.
    request_id  text
);
create index audit_events_by_tenant on flotilla.audit_events (tenant_id, id);
create index audit_events_by_object on flotilla.audit_events (object_type, object_id, id);
create index audit_events_by_actor on flotilla.audit_events (actor_id, id);
create index audit_events_by_action on flotilla.audit_events (action, id);
select flotilla.protect_tenant_table('audit_events', 'tenant_id', 'select', 'select, insert, delete');
