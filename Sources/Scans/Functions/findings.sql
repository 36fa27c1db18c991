-- Notifies the transaction's tenant, and no other, of findings: a job that commits with them, one per run. `findings` is a
-- list of texts, a line each.
create or replace function flotilla.announce_findings(kind text, run uuid, findings jsonb) returns uuid
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    if flotilla.current_tenant() is null then return null; end if;
    return flotilla.enqueue(
        kind,
        jsonb_build_object(
            'to', '[{"role": "school"}]'::jsonb, 'template', 'finding_opened', 'severity', 'P2', 'link', '/#/findings',
            'dedup_key', 'findings.' || run, 'data', jsonb_build_object(
                'count', jsonb_array_length(findings),
                'titles', jsonb_path_query_array(findings, '$[0 to 19]'))),
        tenant => flotilla.current_tenant(), unique_key => 'findings.' || run);
end
$$;

select flotilla.restrict_function('flotilla.announce_findings(text, uuid, jsonb)', 'flotilla_tenant'),
    flotilla.assign_function('flotilla.announce_findings(text, uuid, jsonb)', 'flotilla_dispatcher');
