#!/bin/sh
# Writes where the way from outside is probed, which Prometheus cannot read from its environment, and starts it.
set -eu
case $EDGE_URL in
    https://*) ;;
    *) echo "prometheus: EDGE_URL is '$EDGE_URL'; it should be an https URL of the fleet, such as https://flotilla.example.org/healthz" >&2; exit 78 ;;
esac
case $EDGE_URL in
    *[!A-Za-z0-9:/.?=\&_-]*) echo "prometheus: EDGE_URL holds a character that it cannot have" >&2; exit 78 ;;
esac
: "${ENVIRONMENT:?the name of this fleet, which its alarms have}"
mkdir -p /prometheus/targets
printf -- '- targets: ["%s"]\n' "$EDGE_URL" >/prometheus/targets/edge.yml
# From 3.0 on it reads its environment for these labels by itself, and says that the flag is none any more.
exec /bin/prometheus --config.file=/etc/prometheus/prometheus.yml --enable-feature=expand-external-labels "$@"
