#!/bin/sh
# Run once by the image, when the data folder is new: the login of the processes. The owner's makes the tables (`flotilla migrate`).
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --set password="$(cat /run/secrets/postgres/service-password)" <<'SQL'
create role flotilla_dispatcher nologin;
create role flotilla_tenant nologin;
create role flotilla_api nologin;
create role flotilla_service login noinherit password :'password' in role flotilla_dispatcher, flotilla_tenant, flotilla_api;
SQL
