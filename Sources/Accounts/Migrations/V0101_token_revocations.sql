-- Tokens that count no more. A token is good until its end unless its user or its tenant stands here with a time after
-- that at which it was issued; processes read the list every few seconds. What is gone leaves a row for ever-refused
-- tokens, whoever deletes it, so that a token signed elsewhere, whose subject was never a row of ours, goes on to work.
create table token_revocations (
    -- A user's id, or an account's.
    subject    uuid        primary key,
    -- Tokens issued before are refused.
    not_before timestamptz not null,
    changed_at timestamptz not null default clock_timestamp()
);
create index token_revocations_by_age on token_revocations (changed_at);
grant select, insert, update, delete on token_revocations to flotilla_dispatcher, flotilla_accounts;

-- For the command that deletes users.
grant delete on users to flotilla_accounts;

create function flotilla.revoke_tokens_of_deleted() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    insert into public.token_revocations (subject, not_before) values (old.id, 'infinity')
    on conflict (subject) do update set not_before = excluded.not_before, changed_at = excluded.changed_at;
    return null;
end
$$;
create trigger revoke_tokens after delete on users
    for each row execute function flotilla.revoke_tokens_of_deleted();
create trigger revoke_tokens after delete on accounts
    for each row execute function flotilla.revoke_tokens_of_deleted();

do $$
begin
    grant create on schema flotilla to flotilla_accounts;
    revoke execute on function flotilla.revoke_tokens_of_deleted() from public;
    alter function flotilla.revoke_tokens_of_deleted() owner to flotilla_accounts;
    revoke create on schema flotilla from flotilla_accounts;
end
$$;
