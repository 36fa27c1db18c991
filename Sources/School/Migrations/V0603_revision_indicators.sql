-- What sessions add up to, by pupil, path and day (UTC): written by the transaction that ends a session. By class, professor and
-- school they are sums of these.
create table flotilla.revision_indicators (
    tenant     uuid    not null,
    path_id    uuid    not null references flotilla.learning_paths (id) on delete cascade,
    student_id uuid    not null,
    day        date    not null,
    sessions   integer not null,
    questions  integer not null,
    -- Sessions with a score, and the sum of these in per cent.
    scored     integer not null,
    score_sum  integer not null,
    seconds    bigint  not null,
    primary key (path_id, student_id, day)
);
create index revision_indicators_by_tenant on flotilla.revision_indicators (tenant, day);
select flotilla.protect_tenant_table('revision_indicators', 'tenant', dispatcher_rights => 'select, insert, update');
