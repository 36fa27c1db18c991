#!/bin/sh
# Makes the owner's and the processes' login and their database, or gives the logins the passwords that the secrets hold now.
# Run again it changes nothing else. What the logins may: docs/troubleshooting.md, "Two logins".
set -eu
secret() { tr -d '\n' <"/run/secrets/$1"; }
PGPASSWORD=$(secret database_superuser_password)
OWNER_PASSWORD=$(secret database_owner_password)
SERVICE_PASSWORD=$(secret database_service_password)
export PGPASSWORD OWNER_PASSWORD SERVICE_PASSWORD PGHOST=postgres PGUSER=postgres PGDATABASE=postgres PGCONNECT_TIMEOUT=10
# psql reads the passwords from the environment: a command line would be seen by every process of the machine.
psql -X -q -v ON_ERROR_STOP=1 <<'SQL'
\getenv owner_password OWNER_PASSWORD
\getenv service_password SERVICE_PASSWORD
select format('create role %I nologin', role) from
    unnest(array['flotilla_dispatcher', 'flotilla_tenant', 'flotilla_api', 'flotilla_accounts', 'flotilla', 'flotilla_service']) role
    where not exists (select from pg_roles where rolname = role) \gexec
-- No statement with a password is logged.
set log_statement = none;
alter role flotilla login nosuperuser nocreaterole nocreatedb noreplication nobypassrls password :'owner_password';
alter role flotilla_service login noinherit nosuperuser nocreaterole nocreatedb noreplication nobypassrls password :'service_password';
-- An operator may look at sessions and end them.
grant pg_monitor, pg_signal_backend, flotilla_dispatcher, flotilla_tenant, flotilla_api, flotilla_accounts to flotilla;
grant flotilla_dispatcher, flotilla_tenant, flotilla_api to flotilla_service;
select 'create database flotilla owner flotilla' where not exists (select from pg_database where datname = 'flotilla') \gexec
revoke connect, temporary on database flotilla from public;
grant connect on database flotilla to flotilla_service;
alter role flotilla in database flotilla set search_path = public, flotilla;
SQL
echo "the logins flotilla and flotilla_service, and the database flotilla, are there"
