#!/bin/sh
# Fetches what the tests of AWS and of the channels need, once:
#   prepare.sh venv DIR      a Python environment with moto, an AWS that checks signatures and permissions, and with what
#                            verifies webhooks
#   prepare.sh vectors DIR   AWS's own test vectors for Signature Version 4, from botocore's source distribution
# Needs python3 with venv (Debian: python3-venv). Safe to run twice at once.
set -eu

moto=5.2.5
standardwebhooks=1.1.0
botocore=1.44.5
what=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd)

exec 9>"$dir.lock"
flock 9

case $what in
venv)
    check="import importlib.metadata as m, moto.server; assert m.version('moto') == '$moto'; m.version('standardwebhooks')"
    # An environment that somebody else made will do.
    [ -e "$dir/bin/python" ] && "$dir/bin/python" -c "$check" 2>/dev/null && exit 0
    python3 -m venv "$dir"
    "$dir/bin/pip" install --quiet --disable-pip-version-check "moto[server]==$moto" "botocore==$botocore" "boto3==$botocore" \
        "standardwebhooks==$standardwebhooks"
    ;;
vectors)
    [ -e "$dir/ready-$botocore" ] && exit 0
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" download --quiet --disable-pip-version-check --no-deps --no-binary :all: \
        --dest "$work" "botocore==$botocore"
    tar -xzf "$work/botocore-$botocore.tar.gz" -C "$work"
    rm -rf "$dir/aws4_testsuite"
    cp -r "$work/botocore-$botocore/tests/unit/auth/aws4_testsuite" "$dir/"
    touch "$dir/ready-$botocore"
    ;;
*)
    echo "usage: prepare.sh venv|vectors DIR" >&2
    exit 2
    ;;
esac
