# shellcheck shell=bash disable=SC2034,SC2154
# What the backup's programs have in common: where things are, secrets from files, words and figures. Sourced by bash under
# `set -euo pipefail`; `program` is the name of who sources it.
#
#   PGDATA                  the server's data folder
#   PGHOST, PGPORT, PGUSER  its socket's folder, its port, its superuser
#   BACKUP_REPOSITORY       the folder of the backups
#   BACKUP_CIPHER_FILE      holds the passphrase of the backups, at least 20 characters. Without it no backup can be read: keep a
#                           copy where neither this machine nor its backups are
#   BACKUP_METRICS          the folder whose *.prom files node-exporter reads; empty: no figures
#   BACKUP_SCRATCH          a folder with room for the database once more, in which restores are proved
#   BACKUP_LIMIT            seconds that a backup or a restore may take
#   PGBACKREST_…            any option of pgBackRest, a second repository among them; PGBACKREST_…_FILE: the file that holds it

: "${PGDATA:=/var/lib/postgresql/data/pgdata}" "${PGHOST:=/var/run/postgresql}" "${PGPORT:=5432}" "${PGUSER:=postgres}"
: "${PGDATABASE:=postgres}" "${BACKUP_REPOSITORY:=/var/lib/pgbackrest}" "${BACKUP_CIPHER_FILE:=/run/secrets/backup_cipher}"
: "${BACKUP_METRICS:=}" "${BACKUP_SCRATCH:=/var/lib/pgbackrest/scratch}" "${BACKUP_LIMIT:=21600}"
export PGDATA PGHOST PGPORT PGUSER PGDATABASE PGCONNECT_TIMEOUT=10 BACKUP_REPOSITORY BACKUP_CIPHER_FILE BACKUP_METRICS

say() { printf '%s %s: %s\n' "$(date -u +%FT%TZ)" "$program" "$*" >&2; }
die() { say "$@"; exit 1; }

# The servers' programs: Debian keeps them beside one another, a folder a version.
server_programs=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
[ ! -r "$PGDATA/PG_VERSION" ] || server_programs=/usr/lib/postgresql/$(<"$PGDATA/PG_VERSION")/bin
[ -z "$server_programs" ] || PATH=$server_programs:$PATH

# pgBackRest reads its options from the environment. A passphrase on a command line would be seen by every user of the machine.
[ -r "$BACKUP_CIPHER_FILE" ] || die "the passphrase of the backups cannot be read: BACKUP_CIPHER_FILE is $BACKUP_CIPHER_FILE"
PGBACKREST_REPO1_CIPHER_PASS=$(<"$BACKUP_CIPHER_FILE")
[ "${#PGBACKREST_REPO1_CIPHER_PASS}" -ge 20 ] || die "the passphrase in $BACKUP_CIPHER_FILE has fewer than 20 characters"
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd -P)
: "${PGBACKREST_CONFIG:=$here/pgbackrest.conf}" "${PGBACKREST_STANZA:=flotilla}" "${PGBACKREST_REPO1_PATH:=$BACKUP_REPOSITORY}"
: "${PGBACKREST_LOCK_PATH:=/tmp/pgbackrest}"
PGBACKREST_PG1_PATH=$PGDATA PGBACKREST_PG1_SOCKET_PATH=$PGHOST PGBACKREST_PG1_PORT=$PGPORT PGBACKREST_PG1_USER=$PGUSER
export "${!PGBACKREST_@}"
while IFS= read -r name; do
    file=${!name} option=${name%_FILE}
    [ -r "$file" ] || die "the file of $option cannot be read: $name is $file"
    export "$option=$(<"$file")"
    # pgBackRest warns of what it does not know.
    unset "$name"
done < <(compgen -e | grep -E '^PGBACKREST_.*_FILE$' || true)

# The numbers of the repositories: the first, and each for which there are settings.
repositories() { { echo 1; compgen -e | sed -n 's/^PGBACKREST_REPO\([0-9]*\)_\(PATH\|TYPE\)$/\1/p'; } | sort -nu; }

sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$@"; }

# figures NAME: standard input becomes NAME.prom, whole or not at all.
figures() {
    [ -n "$BACKUP_METRICS" ] || { cat >/dev/null; return 0; }
    mkdir -p "$BACKUP_METRICS"
    local file=$BACKUP_METRICS/$1.prom
    cat >"$file.$$"
    # node-exporter is another user.
    chmod 644 "$file.$$"
    mv "$file.$$" "$file"
}

# gauge NAME VALUE HELP
gauge() { printf '# HELP %s %s\n# TYPE %s gauge\n%s %s\n' "$1" "$3" "$1" "$1" "$2"; }

# scratch_server FOLDER OPTION…: starts a server on FOLDER/data that nothing but this program reaches, by a socket in FOLDER.
# It needs nothing of the settings of the server whose data it was: only who comes by the socket is let in.
scratch_server() {
    local folder=$1
    shift
    printf 'local all all trust\n' >"$folder/hba.conf"
    : >"$folder/ident.conf"
    cat >"$folder/server.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$folder'
port = 5432
hba_file = '$folder/hba.conf'
ident_file = '$folder/ident.conf'
# While it reads the log it answers no one, so that it needs no more room for connections than it has.
hot_standby = off
max_connections = 20
shared_buffers = 128MB
autovacuum = off
logging_collector = off
CONF
    printf '%s\n' "$@" >>"$folder/server.conf"
    chmod 700 "$folder/data"
    # A session of its own: what is meant for the terminal's programs does not end it.
    setsid pg_ctl start -D "$folder/data" -w -t "$BACKUP_LIMIT" -s -l "$folder/server.log" \
        -o "-c config_file=$folder/server.conf" </dev/null >/dev/null 2>&1 || return
    # pg_ctl is content as soon as the log is being read.
    local end=$((SECONDS + BACKUP_LIMIT))
    until pg_isready -q -t 5 -h "$folder" -p 5432; do
        pg_ctl status -D "$folder/data" >/dev/null 2>&1 && [ "$SECONDS" -lt "$end" ] || return
        sleep 0.2
    done
}

stop_scratch_server() { pg_ctl stop -D "$1/data" -m fast -w -t 300 -s >/dev/null 2>&1 || pg_ctl stop -D "$1/data" -m immediate -w -s >/dev/null 2>&1 || true; }
