#!/bin/bash
# install.sh PACKAGE…: apt-get install, as root, of what ./run and ./test need; starts no service.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
# Postfix without a configuration of its own: the tests bring theirs.
if [[ " $* " == *" postfix "* ]]; then
    debconf-set-selections <<<"postfix postfix/main_mailer_type select No configuration"
fi
policy=/usr/sbin/policy-rc.d
mark="# written by Flotilla's install.sh"

# Debian's own Redis, PostgreSQL and Postfix are not wanted, only their programs. A policy that was there before is kept.
if [ ! -e "$policy" ] || grep -qF "$mark" "$policy"; then
    trap 'rm -f "$policy"' EXIT
    trap 'exit 130' INT TERM HUP
    printf '#!/bin/sh\n%s\nexit 101\n' "$mark" >"$policy"
    chmod 755 "$policy"
fi
wait_for_lock=(-o DPkg::Lock::Timeout=300)
apt-get "${wait_for_lock[@]}" update -q
apt-get "${wait_for_lock[@]}" install -q -y --no-install-recommends "$@"
# Neither at the next start of the machine: only what came with this very installation.
if [ -d /run/systemd/system ]; then
    for service in redis-server postgresql pgbouncer postfix dovecot; do
        if [[ " $* " == *" $service "* ]]; then systemctl disable --quiet "$service" || true; fi
    done
fi
