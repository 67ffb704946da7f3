#!/usr/bin/env bash
# Builds the native part of the torch provider into artifacts/native, unless what lies there was built from the same sources.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
source="$root/src/Pruning.LibTorch/native"
target="$root/artifacts/native"

mkdir -p "$target"
exec 9>"$target/lock"
flock 9 # several projects may be built at the same time

sources_hash="$(cat "$source/CMakeLists.txt" "$source"/*.cpp | sha256sum | cut -d' ' -f1)"
if [[ -f "$target/libPruningTorch.so" && "$(cat "$target/sources.sha256" 2>/dev/null)" == "$sources_hash" ]]; then
  echo "native: up to date"
  exit 0
fi

if ! command -v cmake >/dev/null || ! command -v c++ >/dev/null || [[ ! -d /usr/include/torch && -z "${CMAKE_PREFIX_PATH:-}" ]]; then
  echo "native: error: cmake, a C++ compiler and libtorch's headers are needed (Debian: cmake g++ libtorch-dev); run ./eng/setup.sh" >&2
  exit 1
fi
echo "native: building libPruningTorch.so"
cmake -S "$source" -B "$target/build" -DCMAKE_BUILD_TYPE=Release >"$target/build.log" 2>&1 || { cat "$target/build.log"; exit 1; }
cmake --build "$target/build" >>"$target/build.log" 2>&1 || { cat "$target/build.log"; exit 1; }
cp "$target/build/libPruningTorch.so" "$target/libPruningTorch.so.new"
mv "$target/libPruningTorch.so.new" "$target/libPruningTorch.so"
echo "$sources_hash" >"$target/sources.sha256"
