-- Writes what a comparison with the gateway has found: each difference once, until it ends. Operators learn of a new one, and
-- what the gateway has taken is looked up for the ledger.
--   differences  a list of {kind, subject, detail, tenant?, payment_id?}
--   agreed       differences that have ended
create or replace function flotilla.note_gateway_differences(differences jsonb, agreed uuid[], at timestamptz) returns void
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    one   record;
    lines jsonb := '[]';
    new   integer := 0;
begin
    update flotilla.gateway_differences set ended_at = note_gateway_differences.at
    where id = any(note_gateway_differences.agreed) and ended_at is null;
    for one in
        select item ->> 'kind' as kind, item ->> 'subject' as subject, item ->> 'detail' as detail,
            (item ->> 'tenant')::uuid as tenant, (item ->> 'payment_id')::uuid as payment
        from jsonb_array_elements(note_gateway_differences.differences) as list(item)
    loop
        update flotilla.gateway_differences set seen_at = note_gateway_differences.at, detail = one.detail
        where kind = one.kind and subject = one.subject and ended_at is null;
        if not found then
            insert into flotilla.gateway_differences (id, kind, subject, tenant, payment_id, detail, found_at, seen_at)
            values (flotilla.mint_id(), one.kind, one.subject, one.tenant, one.payment, one.detail, note_gateway_differences.at,
                note_gateway_differences.at);
            new := new + 1;
            if new <= 10 then lines := lines || to_jsonb(left(one.kind || ' ' || one.subject || ': ' || one.detail, 190)); end if;
        end if;
        if one.kind = 'status' then
            perform flotilla.enqueue(
                'billing.payment', jsonb_build_object('payment_id', one.payment, 'intent_id', one.subject),
                tenant => one.tenant, unique_key => 'difference.' || one.payment);
        end if;
    end loop;
    if new > 0 then
        perform flotilla.enqueue(
            'notify.request', jsonb_build_object(
                'to', '[]'::jsonb, 'template', 'alert_firing', 'severity', 'P2',
                'dedup_key', 'gateway_differences.' || to_char(note_gateway_differences.at, 'YYYY-MM-DD"T"HH24:MI:SS'),
                'data', jsonb_build_object(
                    'alert', 'The payment gateway and the ledger differ',
                    'summary', new || ' new: flotilla doctor counts what is open, gateway_differences has each.',
                    'instances', lines)));
    end if;
end
$$;

select flotilla.restrict_function('flotilla.note_gateway_differences(jsonb, uuid[], timestamptz)', 'flotilla_dispatcher');
