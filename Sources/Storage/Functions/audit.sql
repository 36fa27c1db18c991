-- Keeps what operators do. The setting flotilla.operator says for a transaction who acts: {"id", "name", "request"}; without it,
-- as in workers and enqueuers, nothing is kept.

-- Keeps an action that no trigger sees; nothing without one who acts.
create or replace function flotilla.note_action(
    action text, object_type text, object_id text, tenant uuid, before jsonb, after jsonb
) returns void
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    operator jsonb := nullif(current_setting('flotilla.operator', true), '')::jsonb;
begin
    if operator is null then return; end if;
    insert into flotilla.audit_events
        (tenant_id, actor_id, actor, action, object_type, object_id, before, after, request_id)
    values (tenant, (operator ->> 'id')::uuid, operator ->> 'name', action, object_type, object_id, before, after,
        operator ->> 'request');
end
$$;

-- Keeps the change of a row. The trigger's arguments, lists being separated by blanks:
--   0  what the object is, such as schedule
--   1  the column with its id
--   2  the column with its tenant; '' for what is the fleet's own
--   3  columns that are shown although they do not change, because they say which row it is
--   4  columns of which only is shown that they change
--   5  columns that say nothing: a change of these alone is none
--   6  what was done; '': created, changed or removed, and paused, resumed, quieted by the flags of these names
--   7  'part' when a row is one part of the object, which making or removing it changes
create or replace function flotilla.audit_change() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    keys    text[] := string_to_array(tg_argv[3], ' ');
    hidden  text[] := string_to_array(tg_argv[4], ' ');
    silent  text[] := string_to_array(tg_argv[5], ' ');
    before  jsonb  := case when tg_op <> 'INSERT' then jsonb_strip_nulls(to_jsonb(old)) - silent end;
    after   jsonb  := case when tg_op <> 'DELETE' then jsonb_strip_nulls(to_jsonb(new)) - silent end;
    one     jsonb  := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
    changed text[];
    verb    text;
begin
    select coalesce(array_agg(name), '{}') into changed
    from jsonb_object_keys(coalesce(before, '{}') || coalesce(after, '{}')) as name
    where (before -> name) is distinct from (after -> name) and (tg_op = 'UPDATE' or name <> all(keys));
    if changed = '{}' then return null; end if;
    if tg_op = 'UPDATE' then
        select jsonb_object_agg(name, before -> name) filter (where before ? name),
            jsonb_object_agg(name, after -> name) filter (where after ? name)
        into before, after
        from unnest(keys || changed) as name;
    end if;
    verb := case
        when tg_argv[6] <> '' then tg_argv[6]
        when tg_argv[7] <> 'part' and tg_op <> 'UPDATE' then case tg_op when 'INSERT' then 'created' else 'removed' end
        when changed = '{paused}' then case when after @> '{"paused": true}' then 'paused' else 'resumed' end
        when changed = '{quiet}' then case when after @> '{"quiet": true}' then 'quieted' else 'resumed' end
        else 'changed' end;
    select before || coalesce(jsonb_object_agg(name, '***') filter (where before ? name), '{}'),
        after || coalesce(jsonb_object_agg(name, '***') filter (where after ? name), '{}')
    into before, after
    from unnest(hidden) as name;
    perform flotilla.note_action(
        tg_argv[0] || '.' || verb, tg_argv[0], one ->> tg_argv[1], (one ->> nullif(tg_argv[2], ''))::uuid, before, after);
    return null;
end
$$;

-- Has changes of a table's rows kept, in the file audited.sql of the domain that has the table.
--   events     after which of them
--   condition  over old and new, of rows that are meant; for events that have both
create or replace function flotilla.audit_table(
    table_name text, object_type text, id_column text, tenant_column text default '', keys text default '',
    hidden text default '', silent text default '', verb text default '', is_part boolean default false,
    events text default 'insert or update or delete', condition text default 'true'
) returns void
    language plpgsql volatile set search_path = flotilla, pg_temp
as $$
begin
    execute format(
        'create or replace trigger audited after %s on flotilla.%I for each row '
        'when (current_setting(''flotilla.operator'', true) <> '''' and %s) '
        'execute function flotilla.audit_change(%L, %L, %L, %L, %L, %L, %L, %L)',
        events, table_name, condition, object_type, id_column, tenant_column, keys, hidden, silent, verb,
        case when is_part then 'part' else '' end);
end
$$;

select flotilla.restrict_function(
        'flotilla.note_action(text, text, text, uuid, jsonb, jsonb)', 'flotilla_dispatcher'),
    flotilla.assign_function('flotilla.note_action(text, text, text, uuid, jsonb, jsonb)', 'flotilla_dispatcher'),
    flotilla.restrict_function('flotilla.audit_change()'),
    flotilla.assign_function('flotilla.audit_change()', 'flotilla_dispatcher'),
    flotilla.restrict_function(
        'flotilla.audit_table(text, text, text, text, text, text, text, text, boolean, text, text)', current_user);
