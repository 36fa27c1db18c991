-- What is wrong with resources, opened and closed over time. Row and rule say what; what the rule means is in the program.

create table flotilla.findings (
    id           uuid        primary key default flotilla.mint_id(),
    account      uuid        not null references flotilla.accounts (id) on delete cascade,
    resource_id  uuid        not null references flotilla.resources (id) on delete cascade,
    rule         text        not null,
    severity     text        not null check (severity in ('critical', 'high', 'medium', 'low')),
    -- The columns on which it rests, as the latest look found them.
    evidence     jsonb       not null,
    opened_run   uuid        references flotilla.scan_runs (id) on delete set null,
    opened_at    timestamptz not null,
    -- The latest scan that found it so.
    confirmed_at timestamptz not null,
    closed_at    timestamptz,
    -- The resource was mended, or is gone.
    close_reason text        check (close_reason in ('mended', 'gone')),
    muted_at     timestamptz,
    muted_by     uuid,
    mute_reason  text,
    check ((closed_at is null) = (close_reason is null)),
    check ((muted_at is null) = (mute_reason is null))
);
create unique index findings_open on flotilla.findings (resource_id, rule) where closed_at is null;
create index findings_by_account on flotilla.findings (account, id);
create index findings_open_by_account on flotilla.findings (account, id) where closed_at is null;
create index findings_by_resource on flotilla.findings (resource_id, rule, opened_at);
create index findings_by_run on flotilla.findings (opened_run);
select flotilla.protect_tenant_table('findings', 'account');
