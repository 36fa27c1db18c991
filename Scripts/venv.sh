#!/bin/bash
# venv.sh FOLDER REQUIREMENTS: a Python environment with what the file pins; made when absent or out of date.
set -euo pipefail
folder=$1 requirements=$2
name=$(basename "$requirements")
pins=$(cat "$(dirname "$requirements")"/*.txt | sha256sum | cut -d ' ' -f 1)
if [ -x "$folder/bin/python" ] && [ -f "$folder/.pinned" ]; then
    # Every other file includes demo.txt, so an environment made from any serves for that one.
    case $name in demo.txt) wanted="$pins *" ;; *) wanted="$pins $name" ;; esac
    # shellcheck disable=SC2254
    case $(cat "$folder/.pinned") in $wanted) exit 0 ;; esac
fi
# Debian's Python: another one in PATH may lack venv.
python=/usr/bin/python3
[ -x "$python" ] || python=python3
rm -rf "$folder"
"$python" -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --no-input --disable-pip-version-check -r "$requirements"
printf '%s %s\n' "$pins" "$name" >"$folder/.pinned"
