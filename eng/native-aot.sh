#!/usr/bin/env bash
# Publishes a small pruned network as native code and runs it. Needs a C linker; takes minutes. Prints what works, and the linker's warnings
# of this repository's code.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
. "$root/eng/environment.sh"
"$root/eng/setup.sh"
linker=""
command -v clang > /dev/null || linker="-p:CppCompilerAndLinker=gcc"
log="$(mktemp)"
printf 'native-aot: dotnet publish tests/NativeAot -c Release\n'
if ! dotnet publish "$root/tests/NativeAot/NativeAot.csproj" -c Release --nologo -o "$root/artifacts/native-aot" $linker > "$log" 2>&1; then
    grep -E 'error' "$log" | sort -u
    exit 1
fi
grep -oE '[A-Za-z./]*\([0-9,]+\): .*warning IL[0-9]+: [^[]*' "$log" | sed "s|$root/||" | sort -u || true
rm -f "$log"
"$root/artifacts/native-aot/NativeAot"
