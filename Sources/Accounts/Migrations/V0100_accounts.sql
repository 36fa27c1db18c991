-- Accounts (the tenants) and their users.

-- Two roles more, entered with SET ROLE:
--   flotilla_api       what the API is while it serves no user yet, at sign-up and sign-in. It has no right on any table; it
--                      may call three functions (Functions/sign_in.sql), and that is all of it.
--   flotilla_accounts  owns those functions, and so is what they run as. Row-level security is forced, so not even the
--                      tables' owner sees rows without a policy; this role has one for all rows. The admin command enters
--                      it to make users of other roles.
select flotilla.ensure_role('flotilla_api'), flotilla.ensure_role('flotilla_accounts');

create table flotilla.accounts (
    id           uuid        primary key,
    company_name text        not null check (length(company_name) between 1 and 200),
    role_arn     text        check (length(role_arn) between 20 and 2048),
    -- Shown to AWS with role_arn; unique, or one tenant could have us use the role of another (confused deputy).
    external_id  text        not null unique check (external_id ~ '^[A-Za-z0-9_+=,.@:/-]{32,255}$'),
    created_at   timestamptz not null default now()
);

create table flotilla.users (
    id            uuid        primary key,
    account       uuid        not null references flotilla.accounts (id) on delete cascade,
    email         text        not null check (length(email) between 3 and 254 and position('@' in email) > 1),
    -- bcrypt and nothing else: a password in clear text cannot get in.
    password_hash text        not null check (password_hash ~ '^\$2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}$'),
    role          text        not null
        check (role in ('admin', 'school', 'professor', 'student', 'support', 'service')),
    created_at    timestamptz not null default now()
);

-- Addresses are ASCII; the "C" collation lower-cases them alike on every server (a Turkish one would not).
create unique index users_by_email on flotilla.users (lower(email collate "C"));
create index users_by_account on flotilla.users (account);

-- A tenant reads its own account and users, but never a password's hash, and changes nothing except the name and the role
-- to assume. The external id is ours: no grant lets a tenant choose it.
select flotilla.protect_tenant_table('accounts', 'id', tenant_rights => 'select, update (company_name, role_arn)'),
    flotilla.protect_tenant_table('users', 'account', tenant_rights => 'select (id, account, email, role, created_at)');

create policy accounts on flotilla.accounts to flotilla_accounts using (true) with check (true);
create policy accounts on flotilla.users to flotilla_accounts using (true) with check (true);
grant select, insert on flotilla.accounts to flotilla_accounts;
grant select, insert, update (password_hash), delete on flotilla.users to flotilla_accounts;
