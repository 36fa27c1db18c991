-- Writes a change of a row to the audit log. The trigger's argument names the column that is the row's key.
create or replace function flotilla.note_change() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
    after  jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
    one    jsonb := coalesce(after, before);
begin
    if before is distinct from after then
        insert into flotilla.audit_log (actor, action, subject, subject_id, tenant, before, after)
        values (
            coalesce(nullif(current_setting('flotilla.actor', true), ''), session_user), lower(tg_op), tg_table_name,
            one ->> tg_argv[0], (one ->> 'tenant')::uuid, before, after);
    end if;
    return null;
end
$$;

create or replace function flotilla.refuse_change() returns trigger
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception 'rows of % are never changed or removed', tg_table_name using errcode = 'FL040';
end
$$;

select flotilla.restrict_function('flotilla.note_change()'), flotilla.assign_function('flotilla.note_change()', 'flotilla_dispatcher'),
    flotilla.restrict_function('flotilla.refuse_change()');

create or replace trigger note_change after insert or update or delete on flotilla.plans
    for each row execute function flotilla.note_change('code');
create or replace trigger note_change after insert or update or delete on flotilla.subscription_changes
    for each row execute function flotilla.note_change('id');
create or replace trigger note_change after insert or update or delete on flotilla.billing_profiles
    for each row execute function flotilla.note_change('tenant');
create or replace trigger note_change after insert or update or delete on flotilla.invoices
    for each row execute function flotilla.note_change('id');

create or replace trigger refuse_change before update or delete or truncate on flotilla.audit_log
    for each statement execute function flotilla.refuse_change();
create or replace trigger refuse_change before update or delete or truncate on flotilla.plans
    for each statement execute function flotilla.refuse_change();
create or replace trigger refuse_change before update or delete or truncate on flotilla.subscription_changes
    for each statement execute function flotilla.refuse_change();
create or replace trigger refuse_change before update or delete or truncate on flotilla.invoice_lines
    for each statement execute function flotilla.refuse_change();
create or replace trigger refuse_removal before delete or truncate on flotilla.invoices
    for each statement execute function flotilla.refuse_change();
create or replace trigger refuse_removal before delete or truncate on flotilla.payments
    for each statement execute function flotilla.refuse_change();
