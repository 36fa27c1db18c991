# shellcheck shell=bash disable=SC2154
# What the commands in this folder have in common. Sourced by bash under `set -euo pipefail`; `program` is the command's name.
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" || exit
say() { printf '%s: %s\n' "$program" "$*" >&2; }
die() { say "$@"; exit 1; }

# Docker Compose as Docker's plugin, or as a program of its own.
if docker compose version >/dev/null 2>&1; then
    compose() { docker compose "$@"; }
else
    command -v docker-compose >/dev/null || die "Docker Compose is missing: install Docker's package docker-compose-plugin"
    compose() { docker-compose "$@"; }
fi

# setting NAME: its value in .env; the last line counts, as for Docker Compose.
setting() { sed -n "s/^$1=//p" .env | tail -n 1; }

# set_setting NAME VALUE: changes it in .env, or adds it. The file is replaced as a whole.
set_setting() {
    sed "/^$1=/d" .env >.env.new
    printf '%s=%s\n' "$1" "$2" >>.env.new
    mv .env.new .env
}

need_settings() { [ -f .env ] || die "there is no .env: run compose/setup first"; }
