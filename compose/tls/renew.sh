#!/bin/sh
# Asks an ACME authority for the certificate of DOMAIN, and twice a day whether it is to be renewed; nginx reads what is put
# into /tls. After a failure it waits for an hour: authorities count failures.
#
#     renew.sh --healthy   exits 0 unless the last round failed, for the health check
set -eu
state=/tmp/state
if [ "${1:-}" = --healthy ]; then
    cat "$state"
    if grep -q failed "$state"; then exit 1; fi
    exit 0
fi
trap 'exit 0' TERM INT
pause() { sleep "$1" & wait $!; }

round() {
    certbot certonly --non-interactive --agree-tos --keep-until-expiring --webroot --webroot-path /acme \
        --domain "$DOMAIN" --email "$ACME_EMAIL" --server "$ACME_SERVER" --key-type ecdsa \
        --config-dir /tls/acme --work-dir /tmp/work --logs-dir /tmp/logs || return 1
    live=/tls/acme/live/$DOMAIN
    cmp -s "$live/fullchain.pem" /tls/fullchain.pem && return 0
    umask 077
    cp "$live/privkey.pem" /tls/privkey.pem.new
    cp "$live/fullchain.pem" /tls/fullchain.pem.new
    mv /tls/privkey.pem.new /tls/privkey.pem
    mv /tls/fullchain.pem.new /tls/fullchain.pem
    echo "a new certificate for $DOMAIN is in use"
}

while :; do
    if [ -z "$ACME_EMAIL" ]; then
        echo "the self-made certificate stays: ACME_EMAIL is empty" | tee "$state"
        pause 86400
    elif round; then
        echo "the certificate of $DOMAIN is in order" >"$state"
        pause 43200
    else
        echo "failed: $ACME_SERVER gave no certificate for $DOMAIN; the words above say why" | tee "$state"
        pause 3600
    fi
done
