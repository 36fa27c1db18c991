#!/bin/bash
# Builds the fleet with the domain that docs/adding-a-domain.md adds, in a copy of the sources: `guide.sh FOLDER`. The programs are in
# FOLDER/bin; FOLDER must not lie below the sources.
#
# A build knows its paths. So the copy takes the place of the sources, for this process alone, and what ./test built shines through:
# only what the page changes is compiled. Where mounts are not allowed all of it is compiled, in the copy.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
folder=$1
copy=$folder/sources
mkdir -p "$copy/.build/test" "$folder/bin" "$folder/upper" "$folder/work"
(cd "$root" && git ls-files -co --exclude-standard -z | tar -c --null -T - --ignore-failed-read) | tar -x -C "$copy"
python3 "$copy/Scripts/guide.py" "$copy/docs/adding-a-domain.md" "$copy"
options=(--scratch-path .build/test --disable-index-store --disable-build-manifest-caching -Xswiftc -warnings-as-errors)
export root folder copy
in_place='
    mount -t overlay -o "lowerdir=$root/.build/test,upperdir=$folder/upper,workdir=$folder/work" overlay "$copy/.build/test"
    mount --rbind "$copy" "$root" && cd "$root"'
keep='for program in api enqueuer flotilla WordCountWorker; do cp -L ".build/test/debug/$program" "$folder/bin/"; done'
namespace=(unshare --mount --propagation private)
[ "$(id -u)" = 0 ] || namespace+=(--map-root-user)
if [ -d "$root/.build/test/debug" ] && "${namespace[@]}" bash -euc "$in_place" 2>/dev/null; then
    "${namespace[@]}" bash -euc "$in_place; swift build \"\$@\"; $keep" guide "${options[@]/#.build/$root/.build}"
else
    cd "$copy" && swift build "${options[@]}" && eval "$keep"
fi
