-- Accounts (the tenants) and their users. Stands on flotilla.current_tenant() and the roles of V0001.

-- Two roles more, entered with SET ROLE as those of V0001 are:
--   flotilla_api       what the API is while it serves nobody yet, at sign-up and sign-in. It has no right on any
--                      table; it may call the three functions below, and that is all of it.
--   flotilla_accounts  owns those functions, and so is what they run as. Row-level security is forced, so not even
--                      the tables' owner sees rows without a policy; this role has one for all rows. The admin
--                      command enters it to make users of other roles.
-- Made here only where they are missing, so that an owner who may not make roles can migrate when they were made before.
do $$
declare
    role_name text;
begin
    foreach role_name in array array['flotilla_api', 'flotilla_accounts'] loop
        -- Roles belong to the whole server, where another database may be migrating at this moment.
        begin
            if not exists (select from pg_roles where rolname = role_name) then
                execute format('create role %I nologin', role_name);
            end if;
        exception when duplicate_object or unique_violation then null;
        end;
        begin
            if not pg_has_role(current_user, role_name, 'member') then
                execute format('grant %I to %I', role_name, current_user);
            end if;
        exception when unique_violation then null;
        end;
    end loop;
end
$$;
grant usage on schema flotilla to flotilla_api, flotilla_accounts;

create table accounts (
    id           uuid        primary key,
    company_name text        not null check (length(company_name) between 1 and 200),
    role_arn     text        check (length(role_arn) between 20 and 2048),
    -- Shown to AWS with role_arn; unique, or one tenant could have us use the role of another (confused deputy).
    external_id  text        not null unique check (external_id ~ '^[A-Za-z0-9_+=,.@:/-]{32,255}$'),
    created_at   timestamptz not null default now()
);

create table users (
    id            uuid        primary key,
    account       uuid        not null references accounts (id) on delete cascade,
    email         text        not null check (length(email) between 3 and 254 and position('@' in email) > 1),
    -- bcrypt and nothing else: a password in clear text cannot get in.
    password_hash text        not null check (password_hash ~ '^\$2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}$'),
    role          text        not null
        check (role in ('admin', 'school', 'professor', 'student', 'support', 'service')),
    created_at    timestamptz not null default now()
);

-- Addresses are ASCII; the "C" collation lower-cases them alike on every server (a Turkish one would not).
create unique index users_by_email on users (lower(email collate "C"));
create index users_by_account on users (account);

alter table accounts enable row level security;
alter table accounts force row level security;
alter table users enable row level security;
alter table users force row level security;

-- A tenant reads its own account and users, but never a password's hash, and changes nothing except the name and the
-- role to assume. The external id is ours: no grant lets a tenant choose it.
create policy tenant on accounts to flotilla_tenant
    using (id = flotilla.current_tenant()) with check (id = flotilla.current_tenant());
create policy tenant on users for select to flotilla_tenant using (account = flotilla.current_tenant());
grant select, update (company_name, role_arn) on accounts to flotilla_tenant;
grant select (id, account, email, role, created_at) on users to flotilla_tenant;

create policy accounts on accounts to flotilla_accounts using (true) with check (true);
create policy accounts on users to flotilla_accounts using (true) with check (true);
grant select, insert on accounts to flotilla_accounts;
grant select, insert, update (password_hash) on users to flotilla_accounts;

-- The functions cross tenants, so they are narrow: one address in, at most one row out; names are qualified and the
-- search path is fixed, so that no object of the caller's comes before ours.

-- Makes an account and its first user, who may use everything of that account and nothing beyond ('school' is not
-- the caller's to choose). A taken address violates users_by_email.
create function flotilla.sign_up(
    account_id uuid, user_id uuid, company_name text, role_arn text, external_id text, email text, password_hash text
) returns timestamptz
    language sql security definer set search_path = pg_catalog, pg_temp
as $$
    insert into public.accounts (id, company_name, role_arn, external_id)
    values (account_id, sign_up.company_name, sign_up.role_arn, sign_up.external_id);
    insert into public.users (id, account, email, password_hash, role)
    values (user_id, account_id, sign_up.email, sign_up.password_hash, 'school')
    returning created_at
$$;

-- Whoever has this address, in whatever tenant, with the hash to compare. No list, no pattern.
create function flotilla.user_for_signin(address text)
    returns table (id uuid, account uuid, email text, role text, created_at timestamptz, password_hash text)
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select u.id, u.account, u.email, u.role, u.created_at, u.password_hash
    from public.users u
    where lower(u.email collate "C") = lower(address collate "C")
$$;

-- Replaces a hash by a stronger one of the same password; who calls must have read the old one.
create function flotilla.replace_password_hash(user_id uuid, old_hash text, new_hash text) returns void
    language sql security definer set search_path = pg_catalog, pg_temp
as $$
    update public.users set password_hash = new_hash where id = user_id and password_hash = old_hash
$$;

-- To own a function a role needs CREATE on its schema, but only while it is handed over.
do $$
declare
    signature text;
begin
    grant create on schema flotilla to flotilla_accounts;
    foreach signature in array array[
        'sign_up(uuid, uuid, text, text, text, text, text)', 'user_for_signin(text)',
        'replace_password_hash(uuid, text, text)'
    ] loop
        execute format('revoke execute on function flotilla.%s from public', signature);
        execute format('grant execute on function flotilla.%s to flotilla_api', signature);
        execute format('alter function flotilla.%s owner to flotilla_accounts', signature);
    end loop;
    revoke create on schema flotilla from flotilla_accounts;
end
$$;
