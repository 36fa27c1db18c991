-- What may run at once, and how many may start in a second: the rules, declared by programs and set by operators, and what
-- holds a permit under them. The dispatcher has a copy; these tables decide every claim.

-- Set by operators. A null leaves the value to a wider rule, or to what the kind's program declared.
create table flotilla.limits (
    queue       text             not null,
    scope       text             not null check (scope in ('queue', 'kind', 'tenant', 'key')),
    -- '': jobs of every kind.
    kind        text             not null default '',
    -- The tenant or the limit key that is meant; '': each of them.
    subject     text             not null default '',
    -- -1: no limit, whatever a wider rule says.
    max_running integer          check (max_running >= -1),
    -- Starts a second, 0 for no limit, and how many of them may come at once.
    rate        double precision check (rate >= 0),
    burst       integer          check (burst > 0),
    -- A tenant's share of the slot-time beside the others'.
    weight      double precision check (weight > 0),
    paused      boolean,
    changed_at  timestamptz      not null default now(),
    primary key (queue, scope, kind, subject),
    check (scope not in ('queue', 'kind') or subject = ''),
    check (scope <> 'queue' or kind = ''),
    check (scope <> 'kind' or kind <> ''),
    check (scope <> 'key' or subject = '' or kind <> ''),
    check (weight is null or scope = 'tenant' and kind = '' and subject <> ''),
    check (burst is null or rate is not null)
);
grant select, insert, update, delete on flotilla.limits to flotilla_dispatcher;

-- Declared by programs with their kinds.
create table flotilla.kind_limits (
    queue       text             not null,
    scope       text             not null check (scope in ('kind', 'tenant', 'key')),
    kind        text             not null,
    max_running integer          check (max_running > 0),
    rate        double precision check (rate > 0),
    burst       integer          check (burst > 0),
    primary key (queue, scope, kind)
);
create index kind_limits_by_kind on flotilla.kind_limits (kind);
grant select, insert, update, delete on flotilla.kind_limits to flotilla_dispatcher;

-- Rises with every change of a queue's rules, so that copies know when they are old.
create table flotilla.limit_versions (
    queue   text   primary key,
    version bigint not null
);
grant select, insert, update on flotilla.limit_versions to flotilla_dispatcher;

-- The claims that count under some limit: written with the claim, gone with its end. Those of a job that was ended for
-- its time-out stay until nothing of it can be running.
create table flotilla.limit_permits (
    job_id    uuid        not null,
    token     bigint      not null,
    session   uuid        not null,
    queue     text        not null,
    tenant    uuid        not null,
    kind      text        not null,
    limit_key text,
    -- Its job was ended, and may be running all the same.
    lingers   boolean     not null default false,
    since     timestamptz not null default now(),
    primary key (job_id, token)
) with (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);
create index limit_permits_by_key on flotilla.limit_permits (queue, kind, limit_key);
create index limit_permits_by_tenant on flotilla.limit_permits (queue, tenant, kind);
grant select, insert, update, delete on flotilla.limit_permits to flotilla_dispatcher;

-- When the next start conforms to a rate ("theoretical arrival time" of the generic cell rate algorithm, ITU-T I.371).
create table flotilla.limit_rates (
    queue  text        not null,
    bucket text        not null,
    due    timestamptz not null,
    primary key (queue, bucket)
) with (fillfactor = 50);
create index limit_rates_by_time on flotilla.limit_rates (due);
grant select, insert, update, delete on flotilla.limit_rates to flotilla_dispatcher;
