#!/bin/sh
# Gives the folders of certificates to nginx's user, and makes a certificate where there is none, so that the first start serves.
set -eu
user=101:101
if [ ! -s /tls/fullchain.pem ] || [ ! -s /tls/privkey.pem ]; then
    umask 077
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=$DOMAIN" \
        -addext "subjectAltName=DNS:$DOMAIN" -keyout /tls/privkey.pem -out /tls/fullchain.pem 2>/dev/null
    chown "$user" /tls/privkey.pem /tls/fullchain.pem
    echo "made a certificate for $DOMAIN, which no browser trusts until ACME has given another one"
fi
chown "$user" /tls /acme
