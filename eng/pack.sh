#!/usr/bin/env bash
# Packs what users reference into a folder, artifacts/packages by default: attributes, generators (with code fixes), run time, and where
# the torch provider is the system's, that too. What is built already is taken as it is with --no-build. Usage: pack.sh [folder] [--no-build]
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
. "$root/eng/environment.sh"

folder="$root/artifacts/packages"
if [ $# -gt 0 ] && [ "$1" != --no-build ]; then
    folder="$1"
    shift
fi
configuration="${CONFIGURATION:-Release}"
projects=(Attributes Generators Runtime)
if grep -qs '>System<' "$root/artifacts/TorchProvider.props"; then
    projects+=(LibTorch)
fi
if [ "${1:-}" != --no-build ]; then
    dotnet build "$root/src/Pruning.CodeFixes" -c "$configuration" --nologo -v quiet -clp:NoSummary
fi
for project in "${projects[@]}"; do
    dotnet pack "$root/src/Pruning.$project" -c "$configuration" -o "$folder" --nologo -v quiet -clp:NoSummary "$@"
    printf 'pack: Pruning.%s\n' "$project"
done
