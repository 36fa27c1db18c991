#!/bin/bash
# venv.sh FOLDER REQUIREMENTS: a Python environment with what the file pins; made when absent or out of date.
set -euo pipefail
folder=$1 requirements=$2

# The sum of a file and of each that it includes, one a line. An environment made from a file serves for those, too.
sums() {
    local file
    (cd "$(dirname "$1")" && sha256sum "$(basename "$1")")
    sed -n 's/^-r //p' "$1" | while read -r file; do sums "$(dirname "$1")/$file"; done
}

wanted=$(sums "$requirements")
if [ -x "$folder/bin/python" ] && [ -f "$folder/.pinned" ]; then
    [ -n "$(grep -vxFf "$folder/.pinned" <<<"$wanted")" ] || exit 0
fi
# Debian's Python: another one in PATH may lack venv.
python=/usr/bin/python3
[ -x "$python" ] || python=python3
rm -rf "$folder"
"$python" -m venv "$folder"
# Nothing but the files that were pinned, by their sums; each list is complete, so nothing is looked up beside it.
"$folder/bin/python" -m pip install --quiet --no-input --disable-pip-version-check --no-deps --require-hashes -r "$requirements"
printf '%s\n' "$wanted" >"$folder/.pinned"
