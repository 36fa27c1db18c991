#!/bin/bash
# What `flotilla top` shows of a fleet that works: `top_screen.sh PROGRAMS PAGE`. PROGRAMS is the folder of the programs, such as
# .build/release; the picture takes the place of the one in PAGE, such as docs/figures.md. The fleet is one of its own, and
# stops at the end. Needs tmux, curl and what ./run installs.
set -euo pipefail
programs=$(readlink -f "$1")
page=$(readlink -f "$2")
folder=$(mktemp -d)
chmod 755 "$folder"
session=top-screen-$$
fleet=
cleanup() {
    tmux -L "$session" kill-server 2>/dev/null || true
    if [ -n "$fleet" ]; then
        kill -TERM "$fleet" 2>/dev/null || true
        wait "$fleet" 2>/dev/null || true
    fi
    rm -rf "$folder"
}
trap cleanup EXIT

FLOTILLA_BENCH=1 FLOTILLA_DIR=$folder/fleet "$programs/flotilla" up --port 0 --workers bench=2 >"$folder/log" 2>&1 &
fleet=$!
for ((i = 0; i < 600; i++)); do
    grep -q 'ready in' "$folder/log" && break
    kill -0 "$fleet" 2>/dev/null || { tail -n 5 "$folder/log" >&2; exit 1; }
    sleep 0.5
done
# shellcheck source=/dev/null
. "$folder/fleet/env"
post() {
    curl -fsS -o /dev/null -H "Authorization: Bearer $ADMIN_TOKEN" -H 'Content-Type: application/json' "$API_URL/$1" -d "$2"
}
# More than the workers' slots, so that something waits; and some that fail.
batch() {
    local count=$1 job=$2 list=$2 i
    for ((i = 1; i < count; i++)); do list+=,$job; done
    post jobs/batch "{\"jobs\": [$list]}"
}
batch 5 '{"kind": "bench.fail", "payload": {"times": 9}}'
batch 400 '{"kind": "bench.sleep", "payload": {"ms": 1500}}'
# shellcheck disable=SC2016
tmux -L "$session" -f /dev/null new-session -d -x 80 -y 24 -e FLOTILLA_DIR="$folder/fleet" "'$programs/flotilla' top --every 1"
for ((i = 0; i < 60; i++)); do
    sleep 1
    tmux -L "$session" capture-pane -p >"$folder/screen"
    # Rates are known after some seconds.
    if ((i > 8)) && grep -q '^bench .* m\?s ' "$folder/screen" && grep -q '^WORKER' "$folder/screen" &&
        grep -q '^FAILURES' "$folder/screen"; then break; fi
done
python3 - "$folder/screen" "$page" <<'PYTHON'
import pathlib, re, socket, sys
screen, page = map(pathlib.Path, sys.argv[1:])
host = re.escape(socket.gethostname())
# One name for the host, whatever machine makes the picture; its column is as wide as that.
picture = re.sub(rf"(?m)^(bench +){host} +", r"\1worker-1 ", screen.read_text().rstrip("\n"))
picture = re.sub(r"(?m)^(WORKER +)HOST +", r"\1HOST     ", picture)
lines = "\n".join(line.rstrip() for line in picture.split("\n"))
text = page.read_text()
made, count = re.subn(r"(<!-- made by Scripts/top_screen\.sh -->\n```text\n).*?(^```$)", lambda found: found[1] + lines + "\n" + found[2], text, flags=re.S | re.M)
if count != 1:
    sys.exit(f"{page} has no place for the picture")
page.write_text(made)
PYTHON
