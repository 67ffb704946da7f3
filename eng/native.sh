#!/usr/bin/env bash
# Builds the native part of the torch provider into artifacts/native, unless what lies there was built from the same sources.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
sources=("$root"/src/Pruning.LibTorch/native/*.cpp)
target="$root/artifacts/native"

say() { printf 'native: %s\n' "$*"; }
fail() { printf 'native: error: %s\n' "$*" >&2; exit 1; }

mkdir -p "$target"
exec 9> "$target/lock"
flock 9 # several projects may be built at the same time

hash="$(cat "${sources[@]}" "${BASH_SOURCE[0]}" | sha256sum | cut -d' ' -f1)"
if [ -f "$target/libPruningTorch.so" ] && [ "$(cat "$target/sources.sha256" 2> /dev/null)" = "$hash" ]; then
    say "up to date"
    exit 0
fi

command -v g++ > /dev/null || fail "g++ is needed: run ./eng/setup.sh"
echo '#include <c10/core/Device.h>' | g++ -x c++ -std=c++17 -E - > /dev/null 2>&1 || fail "libtorch's headers are needed: run ./eng/setup.sh"

say "building libPruningTorch.so"
g++ -std=c++17 -O2 -fPIC -shared -fvisibility=hidden -Wall -Wextra -Wno-unused-parameter "${sources[@]}" \
    -ltorch -ltorch_cpu -lc10 -o "$target/libPruningTorch.so.new"
mv "$target/libPruningTorch.so.new" "$target/libPruningTorch.so"
echo "$hash" > "$target/sources.sha256"
