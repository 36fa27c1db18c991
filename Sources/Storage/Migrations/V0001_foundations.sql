-- What every table stands on: two roles, ids with a time in them, and the procedures by which migrations give rights. The
-- schema itself is made by the migrator. Every object of ours lives in it and every statement names it, so that nothing
-- depends on a search path and our tables can stand beside those of another program.

-- Makes a role that does not log in, and the caller a member of it. Only where it is missing, so that an owner who may not
-- make roles can migrate when they were made before.
create function flotilla.ensure_role(role_name text) returns void
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
    -- Roles belong to the whole server, where another database may be migrating at this moment.
    begin
        if not exists (select from pg_roles where rolname = role_name) then
            execute format('create role %I nologin', role_name);
        end if;
    exception when duplicate_object or unique_violation then null;
    end;
    begin
        if not pg_has_role(current_user, role_name, 'usage') then
            execute format('grant %I to %I', role_name, current_user);
        end if;
    exception when unique_violation then null;
    end;
    execute format('grant usage on schema flotilla to %I', role_name);
end
$$;

-- Entered with SET ROLE: the dispatcher moves jobs of every tenant but sees nothing else; the tenant role sees the rows of
-- the tenant that its transaction names, in every table.
select flotilla.ensure_role('flotilla_dispatcher'), flotilla.ensure_role('flotilla_tenant');

-- The tenant whose rows the transaction may see; nothing when none was named.
create function flotilla.current_tenant() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('flotilla.tenant', true), '')::uuid;

-- Makes a table a tenant's: row-level security, forced on the owner too, with one policy for the tenant role, and its
-- rights. `tenant_column` holds the tenant of a row.
--   tenant_rights      of flotilla_tenant on the rows of its tenant; null: granted by the caller, column by column
--   dispatcher_rights  of flotilla_dispatcher on all rows; null: it sees none
create function flotilla.protect_tenant_table(
    table_name text, tenant_column text, tenant_rights text default 'select, insert, update, delete',
    dispatcher_rights text default null
) returns void
    language plpgsql volatile set search_path = flotilla, pg_temp
as $$
begin
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format(
        'create policy tenant on %1$I to flotilla_tenant '
        'using (%2$I = flotilla.current_tenant()) with check (%2$I = flotilla.current_tenant())',
        table_name, tenant_column);
    if tenant_rights is not null then
        execute format('grant %s on %I to flotilla_tenant', tenant_rights, table_name);
    end if;
    if dispatcher_rights is not null then
        execute format(
            'create policy dispatcher on %I to flotilla_dispatcher using (true) with check (true)', table_name);
        execute format('grant %s on %I to flotilla_dispatcher', dispatcher_rights, table_name);
    end if;
end
$$;

-- Only these roles, and its owner, may execute the function.
create function flotilla.restrict_function(signature regprocedure, variadic roles text[] default '{}') returns void
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
    role_name text;
begin
    execute format('revoke execute on function %s from public', signature);
    foreach role_name in array roles loop
        execute format('grant execute on function %s to %I', signature, role_name);
    end loop;
end
$$;

-- Lets a function run as another role. To own one a role needs CREATE on its schema, but only while it is handed over.
create function flotilla.assign_function(signature regprocedure, role_name text) returns void
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
    execute format('grant create on schema flotilla to %I', role_name);
    execute format('alter function %s owner to %I', signature, role_name);
    execute format('revoke create on schema flotilla from %I', role_name);
end
$$;

-- They act with the rights of who calls them, and only migrations have use for them.
select flotilla.restrict_function('flotilla.ensure_role(text)', current_user),
    flotilla.restrict_function('flotilla.protect_tenant_table(text, text, text, text)', current_user),
    flotilla.restrict_function('flotilla.restrict_function(regprocedure, text[])', current_user),
    flotilla.restrict_function('flotilla.assign_function(regprocedure, text)', current_user);

-- The smallest UUIDv7 of a moment: bounds for partitions and for "minted since".
create function flotilla.uuid_floor(moment timestamptz) returns uuid
    language sql immutable parallel safe
    return (lpad(to_hex(floor(extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;

-- A UUIDv7 (RFC 9562, method 3: the part of the millisecond in rand_a) of a moment.
create function flotilla.mint_id(moment timestamptz default clock_timestamp()) returns uuid
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
    micros bigint := floor(extract(epoch from moment) * 1000000)::bigint;
begin
    return (lpad(to_hex(micros / 1000), 12, '0') || '7' || lpad(to_hex(micros % 1000 * 4096 / 1000), 3, '0')
        || substr(replace(gen_random_uuid()::text, '-', ''), 17))::uuid;
end
$$;
