#!/bin/bash
# The programs of an earlier commit, for the drill of a release and its rollback (Tests/System/backup/test_rollback.py).
#
#     Scripts/previous.sh COMMIT FOLDER    builds them (debug) from what the commit holds, and prints the folder with the programs
#
# What was built for the same commit before is taken as it is. Ten minutes on two cores.
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2; }
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
commit=$(git -C "$root" rev-parse --verify --quiet "$1^{commit}") || { echo "previous: there is no commit $1" >&2; exit 1; }
folder=$(realpath -m "$2")
programs=(api enqueuer flotilla BenchWorker)
if [ "$(cat "$folder/commit" 2>/dev/null || true)" != "$commit" ]; then
    rm -rf "$folder"
    mkdir -p "$folder/source" "$folder/bin"
    git -C "$root" archive "$commit" | tar -x -C "$folder/source"
    for program in "${programs[@]}"; do
        swift build --package-path "$folder/source" --scratch-path "$folder/build" --disable-index-store --product "$program" >&2
        cp "$folder/build/debug/$program" "$folder/bin/"
    done
    # The build takes 2 GB.
    rm -rf "$folder/build" "$folder/source"
    echo "$commit" >"$folder/commit"
fi
echo "$folder/bin"
