-- Who changed what, and what it was before and after: written by triggers in the transaction of the change. It is
-- never changed, not even by its owner.
create table flotilla.audit_log (
    id         bigint      generated always as identity primary key,
    at         timestamptz not null default clock_timestamp(),
    -- As user:ID, job:ID, or the database's role.
    actor      text        not null,
    action     text        not null check (action in ('insert', 'update', 'delete')),
    -- The table, and the row's key in it.
    subject    text        not null,
    subject_id text        not null,
    -- nil for what is no tenant's.
    tenant     uuid,
    before     jsonb,
    after      jsonb
);
create index audit_log_by_subject on flotilla.audit_log (subject, subject_id, id);
create index audit_log_by_tenant on flotilla.audit_log (tenant, id);
select flotilla.protect_tenant_table('audit_log', 'tenant', 'select', dispatcher_rights => 'select, insert');
