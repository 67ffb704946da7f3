#!/usr/bin/env bash
# Training throughput of C# over the provider against a Python loop over the same libtorch, side by side: the two run in turn.
# Needs python3-torch. Usage: compare.sh [rounds] [iterations] [threads] [depth]
set -euo pipefail
folder="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
rounds="${1:-5}"
shift || true
arguments=("${1:-20}" "${2:-2}" "${3:-20}")
dotnet build "$folder" -c Release -v q --nologo
# The provider sets these itself when it loads libtorch; Python gets the same, so that only the languages differ.
export GOMP_SPINCOUNT=2000 MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=2147483647
program="$folder/bin/Release/net10.0/TrainingThroughput"
for round in $(seq "$rounds"); do
    python="$(/usr/bin/python3 "$folder/train.py" "${arguments[@]}")"
    csharp="$("$program" "${arguments[@]}")"
    echo "$csharp $python"
done | awk '
    { ratio[NR] = $1 / $2; printf "round %d: C# %s images/s, Python %s images/s, ratio %.3f\n", NR, $1, $2, ratio[NR] }
    END {
        for (i = 1; i <= NR; i++) for (j = i + 1; j <= NR; j++) if (ratio[j] < ratio[i]) { t = ratio[i]; ratio[i] = ratio[j]; ratio[j] = t }
        printf "median ratio C# / Python: %.3f\n", NR % 2 ? ratio[(NR + 1) / 2] : (ratio[NR / 2] + ratio[NR / 2 + 1]) / 2
    }'
