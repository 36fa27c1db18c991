-- Classes of a school, and who is in them.

create table flotilla.classes (
    id         uuid        primary key,
    tenant     uuid        not null,
    name       text        not null check (length(name) between 1 and 200),
    created_at timestamptz not null default clock_timestamp()
);
create index classes_by_tenant on flotilla.classes (tenant, id);
select flotilla.protect_tenant_table('classes', 'tenant', dispatcher_rights => 'select');

create table flotilla.class_members (
    class_id uuid not null references flotilla.classes (id) on delete cascade,
    user_id  uuid not null references flotilla.users (id) on delete cascade,
    tenant   uuid not null,
    role     text not null check (role in ('professor', 'student')),
    primary key (class_id, user_id)
);
create index class_members_by_user on flotilla.class_members (user_id, class_id);
select flotilla.protect_tenant_table(
    'class_members', 'tenant', 'select, insert, delete', dispatcher_rights => 'select');
