-- Users whom an account invites, and what lets one choose a password.

-- No password, and no time of acceptance, while an invitation waits.
alter table flotilla.users
    alter column password_hash drop not null,
    add column name        text check (length(name) between 1 and 200),
    -- A language tag (RFC 5646), such as fr-FR.
    add column locale      text check (locale ~ '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$' and length(locale) <= 35),
    add column accepted_at timestamptz default now(),
    add constraint users_accepted check ((password_hash is null) = (accepted_at is null));
-- Pages of an account's users, in the order of their ids.
create index users_in_account on flotilla.users (account, id);
drop index flotilla.users_by_account;
create index users_invited on flotilla.users (account) where accepted_at is null;
grant select (name, locale, accepted_at) on flotilla.users to flotilla_tenant;
grant update (role, name, locale, accepted_at) on flotilla.users to flotilla_accounts;

-- A secret that lets its bearer choose a user's password, once: SHA-256 of it, so that who reads this table can use none.
create table flotilla.user_tokens (
    user_id    uuid        primary key references flotilla.users (id) on delete cascade,
    purpose    text        not null check (purpose in ('invitation', 'reset')),
    digest     bytea       not null unique check (length(digest) = 32),
    expires_at timestamptz not null
);
grant select, insert, update, delete on flotilla.user_tokens to flotilla_accounts;

-- Access tokens that were signed out, by their claim `jti`, until they would have expired.
create table flotilla.ended_tokens (
    id         text        primary key check (length(id) between 1 and 255),
    expires_at timestamptz not null,
    changed_at timestamptz not null default clock_timestamp()
);
create index ended_tokens_by_age on flotilla.ended_tokens (changed_at);
create index ended_tokens_by_end on flotilla.ended_tokens (expires_at);
grant select, insert, update, delete on flotilla.ended_tokens to flotilla_dispatcher;
