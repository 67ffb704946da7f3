#!/usr/bin/env bash
# Sets the machine up and runs every test. Arguments go to `dotnet test`. Ends with the exit code of the tests.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
. "$root/eng/environment.sh"

"$root/eng/setup.sh"
# Test classes run side by side, each with libtorch threads of its own: those that wait must not spin.
export OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-passive}"
log="$(mktemp)"
printf 'test: dotnet test Pruning.sln -c Release %s\n' "$*"
result=0
dotnet test "$root/Pruning.sln" -c Release --nologo "$@" 2>&1 | tee "$log" || result=$?

# One closing line for all test projects.
awk '
    /Failed: *[0-9]+, Passed: *[0-9]+, Skipped: *[0-9]+/ {
        line = $0
        gsub(/[^0-9,:A-Za-z]/, "", line)
        match(line, /Failed:[0-9]+/); failed += substr(line, RSTART + 7, RLENGTH - 7)
        match(line, /Passed:[0-9]+/); passed += substr(line, RSTART + 7, RLENGTH - 7)
        match(line, /Skipped:[0-9]+/); skipped += substr(line, RSTART + 8, RLENGTH - 8)
    }
    END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped }
' "$log"
rm -f "$log"
exit "$result"
