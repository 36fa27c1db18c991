# shellcheck shell=bash disable=SC2154
# How ./test runs the rooms of tests: each in a process of its own, some side by side. Sourced by bash, after prepare.sh;
# the caller has set `root`, `folder`, `bundle`, `example` (the example's test bundle), `limit`, `lanes`,
# `half` and `arguments`.

# run_room ROOM: runs its tests to their end, and prints a line; before it what failed, with the seeds that repeat it. All
# that was said, the figures too, is in a log of its own. Its exit status, its tests and those that were skipped are in LOG.end.
run_room() {
    local room=$1 name module part ended=0 count skipped last command
    name=$(basename "$room")
    # One that would outlast all others runs as two, `NAME:1` and `NAME:2`.
    module=${name%:*}
    part=$folder/$name.log
    # What an earlier run left would count as this one's.
    printf '1 0 0\n' >"$part.end"
    case $room in
        chosen) command=("$bundle" --testing-library swift-testing "${arguments[@]}") ;;
        Tests/Deployment/* | Tests/System/* | Tests/Browser/* | Tests/Interface/*)
            command=(env "PATH=$folder/$name/bin:$PATH" "$folder/$name/bin/python" -m pytest -q -rfEsP --color=no -p no:cacheprovider "$room") ;;
        Examples/*) command=("$example" --testing-library swift-testing) ;;
        *:system) command=("$bundle" --testing-library swift-testing --filter "^$module\\.Drills/Availability") ;;
        *:1) command=("$bundle" --testing-library swift-testing --filter "$half") ;;
        *:2) command=("$bundle" --testing-library swift-testing --filter "^$module\\." --skip "$half") ;;
        *) command=("$bundle" --testing-library swift-testing --filter "^$module\\.") ;;
    esac
    # A test that hangs ends its room, not the whole run; interrupted, pytest ends what it has started.
    SWIFT_BACKTRACE=enable=yes,color=no,interactive=no,threads=crashed,images=none,registers=none,limit=24 \
        timeout --foreground --signal=INT --kill-after=30 "$limit" "${command[@]}" </dev/null >"$part" 2>&1 || ended=$?
    case $ended in 124 | 137) echo "✘ $name did not end within $limit" >>"$part" ;; esac
    count=$(sed -n 's/.*Test run with \([0-9]*\) tests\{0,1\} in .*/\1/p' "$part" | tail -n 1)
    skipped=0
    if [ -z "$count" ]; then
        # pytest's last line: `2 failed, 31 passed, 1 skipped in 4.20s`.
        last=$(grep -E '^[0-9]+ [a-z]+.* in [0-9.]+s' "$part" | tail -n 1 || true)
        count=$(grep -oE '[0-9]+ (passed|failed|error)' <<<"$last" | awk '{ n += $1 } END { print n }' || true)
        skipped=$(grep -oE '[0-9]+ skipped' <<<"$last" || true)
        skipped=${skipped% *}
    fi
    printf '%s %s %s\n' "$ended" "${count:-0}" "${skipped:-0}" >"$part.end"
    # Its lines stay together.
    {
        flock 9
        [ "$ended" -eq 0 ] ||
            grep -E '^✘|recorded an issue|^↳|seed|^(FAILED|ERROR) Tests/|^E  ' "$part" | grep -vE 'Testing Library Version|Target Platform' || true
        # What could not be tried here is no pass.
        grep -E '^SKIPPED ' "$part" | sed "s/^/$program: /" >&2 || true
        if [ "${count:-0}" -eq 0 ] && [ "${skipped:-0}" -gt 0 ]; then say "SKIP: nothing of $name was tested"; fi
        say "$name: ${count:-no} tests, $(grep -oE '(passed|failed) after [0-9.]+ seconds|[0-9]+ (passed|failed|skipped).* in [0-9.]+s' "$part" | tail -n 1 || true), status $ended"
    } 9>"$folder/lines.lock"
}

# run_rooms ROOM…: all of them, `lanes` at a time, in this order; the summary; the status of the whole. A room whose tests were
# all skipped, for what this machine does not have, has not failed; its name stands in the last line, for it has not passed either.
# Where nothing at all was tested the status is 1.
run_rooms() {
    local room name ended count skipped running=0 status=0 total=0 missing=0 left=() failed log=$folder/test.log
    trap 'trap - INT TERM HUP; kill -- $(jobs -p | sed s/^/-/) 2>/dev/null; exit 130' INT TERM HUP
    # A process group each, so that an interrupted run ends them all.
    set -m
    for room in "$@"; do
        if [ "$running" -ge "$lanes" ]; then
            wait -n || true
            running=$((running - 1))
        fi
        run_room "$room" &
        running=$((running + 1))
    done
    wait
    set +m
    trap - INT TERM HUP
    : >"$log"
    for room in "$@"; do
        name=$(basename "$room")
        cat "$folder/$name.log" >>"$log"
        read -r ended count skipped <"$folder/$name.log.end"
        [ "$ended" -eq 0 ] || status=$ended
        [ "$skipped" -eq 0 ] || left+=("$skipped of $name")
        if [ "$ended" -eq 0 ] && [ "$count" -eq 0 ] && [ "$skipped" -gt 0 ]; then continue; fi
        if [ "$count" -eq 0 ]; then missing=$((missing + 1)); else total=$((total + count)); fi
    done
    failed=$(grep -E '^. Test .* failed after |^(FAILED|ERROR) Tests/' "$log" | grep -vc '^. Test run with ' || true)
    if [ "$total" -eq 0 ] || [ "$missing" -gt 0 ]; then
        [ "$status" -ne 0 ] || status=1
        for room in "$@"; do
            name=$(basename "$room")
            read -r ended count skipped <"$folder/$name.log.end"
            if [ "$count" -gt 0 ] || { [ "$ended" -eq 0 ] && [ "$skipped" -gt 0 ]; }; then continue; fi
            say "$name ended before its summary, or ran no test (status $ended). Its last words:"
            # Where it crashed, if it did; what it was at.
            { grep -aE -A 40 'Fatal error|Program crashed' "$folder/$name.log" || tail -n 30 "$folder/$name.log"; } | cut -c 1-300 | head -n 60 >&2
        done
    fi
    failed=$((failed + missing))
    if [ "$status" -ne 0 ]; then
        [ "$failed" -gt 0 ] || [ "$total" -eq 0 ] || failed=1
        say "everything that was said is in $log"
    fi
    printf '%d passed, %d failed' $((total > failed ? total - failed : 0)) "$failed"
    if [ ${#left[@]} -gt 0 ]; then printf ', SKIPPED %s' "${left[@]}"; fi
    printf '\n'
    return "$status"
}
