-- What signs for every process alike, so that no setting has to be the same everywhere.
create table flotilla.notification_secrets (
    name   text  primary key,
    secret bytea not null check (length(secret) >= 32)
);
grant select on flotilla.notification_secrets to flotilla_dispatcher;
-- gen_random_uuid() draws 122 bits from the system's source of strong randomness.
insert into flotilla.notification_secrets (name, secret)
values ('unsubscribe', sha256(
    uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));
