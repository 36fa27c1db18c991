#!/bin/sh
# Makes the login flotilla_metrics, which may read PostgreSQL's statistics and no table, or gives it the password that the secret
# holds now.
set -eu
secret() { tr -d '\n' <"${SECRETS:-/run/secrets}/$1"; }
PGPASSWORD=$(secret database_superuser_password)
METRICS_PASSWORD=$(secret database_metrics_password)
export PGPASSWORD METRICS_PASSWORD PGHOST="${PGHOST:-postgres}" PGUSER="${PGUSER:-postgres}" PGCONNECT_TIMEOUT=10
export PGDATABASE=postgres
# The server may still be starting, and compose.yaml's postgres-init be about to make the database.
made() { psql -X -A -t -q -c "select 1 from pg_database where datname = 'flotilla'" 2>/dev/null | grep -q 1; }
for _ in $(seq 120); do
    made && break
    sleep 1
done
made || { echo "postgres-exporter-init: there is no database flotilla: start compose.yaml's postgres-init first" >&2; exit 1; }
# psql reads the password from the environment: a command line would be seen by every process of the machine.
psql -X -q -v ON_ERROR_STOP=1 <<'SQL'
\getenv metrics_password METRICS_PASSWORD
select 'create role flotilla_metrics nologin'
    where not exists (select from pg_roles where rolname = 'flotilla_metrics') \gexec
set log_statement = none;
alter role flotilla_metrics login nosuperuser nocreaterole nocreatedb noreplication nobypassrls connection limit 5
    password :'metrics_password';
grant pg_monitor to flotilla_metrics;
grant connect on database flotilla to flotilla_metrics;
SQL
echo "the login flotilla_metrics is there"
