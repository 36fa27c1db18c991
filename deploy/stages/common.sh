# shellcheck shell=bash disable=SC2034
# What the stages of a pipeline share; sourced. GitHub Actions (.github/workflows) and Jenkins (Jenkinsfile) call the same stages.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
cd "$root"
# Programs that the stage `tools` made.
bin=$root/.flotilla-test/bin
mkdir -p "$bin"
PATH=$PATH:$bin
# The targets of the Dockerfile that are published; an image each. IMAGES names some of them, for a stage that is run by hand.
images=(api enqueuer scan-worker ai-worker notify-worker billing-worker migrate postgres model-server model-server-gpu)
[ -z "${IMAGES:-}" ] || read -ra images <<<"$IMAGES"
# server_version IMAGE: the version of the server in an image that holds one, by which compose/compose.yaml asks for it.
server_version() {
    case $1 in
        postgres) sed -n 's/^ARG POSTGRES_IMAGE=postgres:\([0-9.]*\).*/\1/p' Dockerfile ;;
        model-server*) sed -n 's/^ARG MODEL_SERVER_IMAGE=.*:\([0-9.]*\)$/\1/p' Dockerfile ;;
    esac
}
# Where images go, the first of which is what runs; the second is for those who run the fleet on a server of their own.
registries=("${REGISTRY:-ghcr.io/flotilla}" "${SECOND_REGISTRY:-docker.io/flotilla}")

die() { echo "${0##*/}: $*" >&2; exit 1; }
# need NAME…: stops with what is missing, before anything is done.
need() {
    local name missing=()
    for name in "$@"; do [ -n "${!name:-}" ] || missing+=("$name"); done
    [ ${#missing[@]} -eq 0 ] || die "set ${missing[*]}"
}
tool() {
    local name
    for name in "$@"; do command -v "$name" >/dev/null || die "$name is not installed (docs/delivery.md)"; done
}
# The version that a tag such as v0.3.0 names.
version() { need TAG; [[ $TAG =~ ^v[0-9]+\.[0-9]+\.[0-9]+(-[0-9a-z.]+)?$ ]] || die "$TAG is no tag such as v0.3.0"; echo "${TAG#v}"; }
# The environment of one area of tests, with its tools first in PATH.
area() {
    bash Scripts/venv.sh "$root/.flotilla-test/$1" "Scripts/requirements/$1.txt"
    PATH=$root/.flotilla-test/$1/bin:$PATH
}
