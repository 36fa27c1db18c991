#!/bin/sh
# nginx, which reads its certificate again within half a minute after it changed.
set -eu
sum() { cat /tls/fullchain.pem /tls/privkey.pem | cksum; }
(
    known=$(sum)
    while sleep "${CERTIFICATE_CHECK:-30}"; do
        now=$(sum)
        [ "$now" != "$known" ] || continue
        # A certificate and a key that do not fit are no reason to stop: the next look finds both.
        if nginx -t -q && nginx -s reload; then
            known=$now
            echo "the certificate was read again"
        fi
    done
) &
exec nginx -g 'daemon off;'
