# shellcheck shell=bash disable=SC2154
# What ./run and ./test have in common: Debian packages, the Swift toolchain, the Python environment. Sourced by bash;
# the caller has set `root` and `set -euo pipefail`.

packages=(
    libhiredis-dev libmicrohttpd-dev libcurl4-openssl-dev libpq-dev libssl-dev libcrypt-dev libxml2 pkg-config zlib1g-dev
    libpango1.0-dev fonts-dejavu-core poppler-utils
    redis-server redis-tools postgresql postgresql-client python3-venv openssl tzdata ca-certificates
    libfaketime libgomp1
)

say() { printf '%s: %s\n' "$program" "$*" >&2; }
die() { say "$@"; exit 1; }

# Puts the packages that are not installed into `missing`.
find_missing_packages() {
    local installed package
    installed=$(dpkg-query -W -f='${db:Status-Abbrev}${Package}\n' "${packages[@]}" 2>/dev/null || true)
    missing=()
    for package in "${packages[@]}"; do
        [[ $'\n'$installed$'\n' == *$'\n'"ii "$package$'\n'* ]] || missing+=("$package")
    done
}

install_missing_packages() {
    local missing
    command -v dpkg-query >/dev/null || die "this needs Debian 12 or Ubuntu 24.04: there is no dpkg-query"
    find_missing_packages
    ((${#missing[@]})) || return 0
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            die "missing packages and no sudo; as root run: apt-get install ${missing[*]}"
        as_root=(sudo)
        # Asked for here, and not behind the log file below.
        sudo -v || die "missing packages; as root run: apt-get install ${missing[*]}"
    fi
    say "installing ${missing[*]}"
    local log
    log=$(mktemp)
    if ! "${as_root[@]}" bash "$root/Scripts/install.sh" "${missing[@]}" >"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        die "apt-get could not install ${missing[*]}"
    fi
    rm -f "$log"
}

find_swift() {
    local folder
    if ! command -v swiftc >/dev/null; then
        for folder in /opt/swift/usr/bin /usr/local/swift/usr/bin "${HOME:-/root}/.local/share/swiftly/bin"; do
            [ -x "$folder/swiftc" ] && PATH=$PATH:$folder && break
        done
    fi
    command -v swiftc >/dev/null ||
        die "no Swift toolchain in PATH or /opt/swift/usr/bin; install Swift 6.2 or later from https://swift.org/install"
}

# build LOG COMMAND…: runs the command, shows how far it is on a terminal only, and the compiler's words when it fails.
build() {
    local log=$1 started=$SECONDS status=0 building
    shift
    mkdir -p "$(dirname "$log")"
    # In a process group of its own, so that all of it can be ended.
    set -m
    ("$@") >"$log" 2>&1 </dev/null &
    building=$!
    set +m
    trap 'kill -- "-$building" 2>/dev/null; exit 130' INT TERM HUP
    if [ -t 2 ]; then
        while kill -0 "$building" 2>/dev/null; do
            printf '\r\033[K%s: %s' "$program" "$(tail -n 1 "$log" | tr -d '\r' | cut -c 1-90)" >&2
            sleep 0.5
        done
        printf '\r\033[K' >&2
    fi
    wait "$building" || status=$?
    trap - INT TERM HUP
    if [ "$status" -ne 0 ]; then
        grep -E 'error:|warning:' "$log" | sort -u | head -n 40 >&2 || true
        tail -n 20 "$log" >&2
        die "the build failed; everything it said is in $log"
    fi
    say "built in $((SECONDS - started)) s"
}

# is_built STAMP PATH…: whether nothing below the paths is newer than the stamp, which names the toolchain and the place.
is_built() {
    local stamp=$1
    shift
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(build_identity)" ] &&
        [ -z "$(find "$@" -newer "$stamp" -print -quit 2>/dev/null || true)" ]
}

build_identity() { printf '%s %s\n' "$(readlink -f "$(command -v swiftc)")" "$root"; }
