#!/bin/bash
# A container engine for tests: Debian's dockerd with a data root, a socket and, for drills, a network of its own.
#
#     Scripts/engine.sh start FOLDER build|drill   starts it; prints what DOCKER_HOST has to be
#     Scripts/engine.sh base FOLDER SUITE NAME…    makes NAME, an image of Debian SUITE (bookworm, trixie) by mmdebstrap, unless it is there
#     Scripts/engine.sh inside FOLDER COMMAND…     runs a command where the ports that containers publish are seen
#     Scripts/engine.sh stop FOLDER                stops it and what it runs; images stay for the next start
#     Scripts/engine.sh remove FOLDER              stops it and removes all that it kept
#
# `build` has the machine's network for `docker build --network host`, and neither bridge nor rules. `drill` lives in a network
# namespace without a way out: nothing that it starts can reach another machine, and the machine's own networks, rules and
# ip_forward stay as they are. Exit status 3: an engine cannot be had here, with the reason on standard error; a test that
# needs it is then skipped, loudly. Needs root. FOLDER must lie on a file system on which overlays can be made (ext4, xfs).
# Debian packages: docker.io iptables mmdebstrap.
set -euo pipefail
program=engine
say() { printf '%s: %s\n' "$program" "$*" >&2; }
cannot() { say "no engine here: $*"; exit 3; }
[ $# -ge 2 ] || { sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }
action=$1 folder=$(realpath -m "$2")
shift 2
socket=$folder/docker.sock log=$folder/dockerd.log
# Another docker in PATH may lack BuildKit.
docker=/usr/bin/docker
export DOCKER_HOST=unix://$socket

# The engine's process, if it is ours and lives.
engine() {
    local pid
    pid=$(cat "$folder/pid" 2>/dev/null) || return 1
    [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = dockerd ] && grep -qzF -- "$folder/data" "/proc/$pid/cmdline" && echo "$pid"
}

start() {
    local mode=$1 pid options=() wrap=()
    [ "$(id -u)" -eq 0 ] || cannot "it needs root"
    for needed in /usr/sbin/dockerd "$docker" /usr/sbin/iptables; do
        [ -x "$needed" ] || cannot "$needed is missing: apt-get install docker.io iptables"
    done
    if pid=$(engine); then
        [ "$(cat "$folder/mode")" != "$mode" ] || { echo "$DOCKER_HOST"; return; }
        stop
    fi
    case $mode in
        build) options=(--bridge=none --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false) ;;
        drill) wrap=(unshare --net -- sh -c 'ip link set lo up && exec "$@"' sh) ;;
        *) say "start FOLDER build|drill"; exit 2 ;;
    esac
    mkdir -p "$folder/data" "$folder/exec"
    rm -f "$folder/pid" "$socket"
    # Settings of the machine's own engine are none of ours.
    echo '{}' >"$folder/daemon.json"
    setsid "${wrap[@]}" /usr/sbin/dockerd --data-root "$folder/data" --exec-root "$folder/exec" -H "$DOCKER_HOST" -p "$folder/pid" \
        --exec-opt native.cgroupdriver=cgroupfs --config-file "$folder/daemon.json" "${options[@]}" >"$log" 2>&1 </dev/null &
    echo "$mode" >"$folder/mode"
    for _ in $(seq 150); do
        if "$docker" version >/dev/null 2>&1; then
            [ "$("$docker" info --format '{{.Driver}}')" = overlay2 ] || { stop; cannot "overlays cannot be made in $folder"; }
            echo "$DOCKER_HOST"
            return
        fi
        [ -d "/proc/$!" ] || break
        sleep 0.2
    done
    tail -n 5 "$log" >&2
    stop
    cannot "dockerd did not come up; all that it said is in $log"
}

stop() {
    local pid process mount
    if pid=$(engine); then
        kill "$pid"
        for _ in $(seq 300); do [ -d "/proc/$pid" ] || break; sleep 0.1; done
        if [ -d "/proc/$pid" ]; then kill -9 "$pid"; fi
    fi
    # What a killed engine leaves: its containerd, shims, and mounts.
    for process in /proc/[0-9]*; do
        case $(readlink "$process/exe" 2>/dev/null) in */containerd | */containerd-shim-runc-v2 | */docker-proxy) ;; *) continue ;; esac
        if grep -qzF -- "$folder/exec" "$process/cmdline" 2>/dev/null; then kill -9 "${process#/proc/}" 2>/dev/null || true; fi
    done
    awk -v under="$folder/" 'index($2, under) == 1 {print $2}' /proc/self/mounts | sort -r | while read -r mount; do umount -l "$mount"; done
    rm -rf "$folder/exec" "$folder/pid" "$socket"
}

base() {
    local suite=$1 tar
    shift
    tar=$folder/$suite.tar
    if [ ! -s "$tar" ]; then
        # Without what Debian's slim images leave out, too.
        mmdebstrap --quiet --format=tar --variant=minbase --include=ca-certificates --dpkgopt='path-exclude=/usr/share/man/*' \
            --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
            --dpkgopt='path-include=/usr/share/doc/*/copyright' "$suite" "$tar.new"
        mv "$tar.new" "$tar"
    fi
    for name in "$@"; do "$docker" image inspect "$name" >/dev/null 2>&1 || "$docker" import "$tar" "$name" >/dev/null; done
}

case $action in
    start) start "${1:?build or drill}" ;;
    base) base "$@" ;;
    inside) pid=$(engine) || cannot "it does not run in $folder"; exec nsenter --target "$pid" --net -- "$@" ;;
    stop) stop ;;
    remove) stop; rm -rf --one-file-system "$folder" ;;
    *) say "no such action: $action"; exit 2 ;;
esac
