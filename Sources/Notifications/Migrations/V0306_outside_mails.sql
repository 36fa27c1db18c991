-- Mails of an hour to addresses that are no users of the account.
create table flotilla.outside_mails (
    tenant uuid        primary key,
    hour   timestamptz not null,
    mails  integer     not null
) with (fillfactor = 50);
select flotilla.protect_tenant_table('outside_mails', 'tenant');
