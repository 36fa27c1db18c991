-- What is wrong with resources, opened and closed over time. Row and rule say what; what the rule means is in the program.

create table findings (
    id           uuid        primary key default flotilla.mint_id(),
    account      uuid        not null references accounts (id) on delete cascade,
    resource_id  uuid        not null references resources (id) on delete cascade,
    rule         text        not null,
    severity     text        not null check (severity in ('critical', 'high', 'medium', 'low')),
    -- The columns on which it rests, as the latest look found them.
    evidence     jsonb       not null,
    opened_run   uuid        references scan_runs (id) on delete set null,
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
create unique index findings_open on findings (resource_id, rule) where closed_at is null;
create index findings_by_account on findings (account, id);
create index findings_open_by_account on findings (account, id) where closed_at is null;
create index findings_by_resource on findings (resource_id, rule, opened_at);
create index findings_by_run on findings (opened_run);

alter table findings enable row level security;
alter table findings force row level security;
create policy tenant on findings to flotilla_tenant
    using (account = flotilla.current_tenant()) with check (account = flotilla.current_tenant());
grant select, insert, update, delete on findings to flotilla_tenant;

-- Tells the tenant of the transaction, and nobody else, of findings: a job that commits with them, one per run.
create function flotilla.announce_findings(kind text, run uuid, findings jsonb) returns uuid
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    if flotilla.current_tenant() is null then return null; end if;
    return flotilla.enqueue(
        kind,
        jsonb_build_object(
            'template', 'findings.opened', 'severity', 'critical', 'scan_run_id', run, 'findings', findings),
        tenant => flotilla.current_tenant(), unique_key => 'findings.' || run);
end
$$;
do $$
declare
    signature text := 'flotilla.announce_findings(text, uuid, jsonb)';
begin
    execute format('revoke execute on function %s from public', signature);
    grant create on schema flotilla to flotilla_dispatcher;
    execute format('alter function %s owner to flotilla_dispatcher', signature);
    execute format('grant execute on function %s to flotilla_tenant', signature);
    revoke create on schema flotilla from flotilla_dispatcher;
end
$$;
