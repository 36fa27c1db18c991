-- Notifies the transaction's tenant, and no other, of findings: a job that commits with them, one per run.
create or replace function flotilla.announce_findings(kind text, run uuid, findings jsonb) returns uuid
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

select flotilla.restrict_function('flotilla.announce_findings(text, uuid, jsonb)', 'flotilla_tenant'),
    flotilla.assign_function('flotilla.announce_findings(text, uuid, jsonb)', 'flotilla_dispatcher');
