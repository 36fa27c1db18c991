#!/bin/bash
# Feeds what reads bytes from outside with libFuzzer's inputs, under AddressSanitizer, for a number of seconds.
#
#     Scripts/fuzz.sh [SECONDS] [argument of libFuzzer …]
#
# The readers are compiled here once more, by themselves: SwiftPM passes no such option to a package that others use.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
seconds=${1:-60}
[ $# -eq 0 ] || shift
folder=$root/.build/fuzz
mkdir -p "$folder/corpus"
cd "$root/Sources"
objects=()
for source in CLinux/*.c; do
    object=$folder/$(basename "$source" .c).o
    clang -O1 -g -I CLinux/include -c "$source" -o "$object"
    objects+=("$object")
done
echo "module CLinux { header \"$root/Sources/CLinux/include/CLinux.h\" export * }" >"$folder/module.modulemap"
# shellcheck disable=SC2054 # the comma is the compiler's
options=(-swift-version 6 -package-name flotilla -parse-as-library -O -g -sanitize=fuzzer,address -I "$folder" -I CMicrohttpd)
mapfile -t server < <(find HTTPServer -name '*.swift')
swiftc "${options[@]}" -emit-module -emit-module-path "$folder/Reactor.swiftmodule" -module-name Reactor -emit-library -static \
    -o "$folder/libReactor.a" Reactor/*.swift Reactor/*/*.swift
swiftc "${options[@]}" -module-name Fuzz -o "$folder/fuzz" "${server[@]}" Cron/*.swift AWS/XML/*.swift \
    Operations/Channels/{FrameDecoder,FrameChannelError}.swift Operations/Processes/SystemError.swift "$root/Tests/Fuzz/Fuzz.swift" "$folder/libReactor.a" \
    "${objects[@]}"
exec "$folder/fuzz" -max_total_time="$seconds" -max_len=512 -artifact_prefix="$folder/" -print_final_stats=1 "$@" "$folder/corpus"
