# shellcheck shell=bash
# How a version takes another one's place, for upgrade and rollback. Sourced by bash after common.sh; IMAGE_TAG is the version.

# The processes beside the API, those of an override, too; the migration is the caller's.
programs() { compose config --services | grep -E '^enqueuer$|-worker$'; }

# wait_for CONTAINER: until it is healthy, two minutes at most; one that ended three times will not be.
wait_for() {
    local health restarts
    for _ in $(seq 120); do
        read -r restarts health < <(docker inspect --format '{{.RestartCount}} {{.State.Health.Status}}' "$1") || return
        [ "$health" != healthy ] || return 0
        [ "$restarts" -lt 3 ] || return 1
        sleep 1
    done
    return 1
}

# replace: every process becomes one of IMAGE_TAG, the API without a gap.
replace() {
    local before after container
    before=$(compose ps --quiet api)
    compose up --detach --no-deps --no-recreate --scale api=$(($(wc -w <<<"$before") + 1)) api || return
    after=$(comm -13 <(sort <<<"$before") <(compose ps --quiet api | sort))
    for container in $after; do
        if ! wait_for "$container"; then
            # shellcheck disable=SC2086 # one word a container
            docker rm --force $after >/dev/null
            return 1
        fi
    done
    for container in $before; do
        # With the grace that compose.yaml gives it.
        docker stop --time 40 "$container" >/dev/null
        docker rm "$container" >/dev/null
    done
    # shellcheck disable=SC2046 # one word a service
    compose up --detach --no-deps --wait --wait-timeout 180 $(programs)
}
