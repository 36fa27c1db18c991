-- Tokens that count no more. A token is good until its end unless its user or its tenant stands here with a time after
-- that at which it was issued; processes read the list every few seconds. What is gone leaves a row for ever-refused
-- tokens, by whichever statement it goes, so that a token signed elsewhere, whose subject was never a row of ours, goes on to work.
create table flotilla.token_revocations (
    -- A user's id, or an account's.
    subject    uuid        primary key,
    -- Tokens issued before are refused.
    not_before timestamptz not null,
    changed_at timestamptz not null default clock_timestamp()
);
create index token_revocations_by_age on flotilla.token_revocations (changed_at);
grant select, insert, update, delete on flotilla.token_revocations to flotilla_dispatcher, flotilla_accounts;
