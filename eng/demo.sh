#!/usr/bin/env bash
# Sets the machine up and runs the sample: a network is pruned to half its MACs, fine-tuned and regenerated as a C# class.
# With CIFAR-10 and its weights in ../shared it takes those, else images drawn in code. --quick takes under two minutes.
# Other arguments go to the sample (see: eng/demo.sh --help). Results are in artifacts/demo.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
. "$root/eng/environment.sh"

data="$root/../shared/data/cifar-10-batches-bin"
checkpoint="$root/../shared/models/resnet20-12fca82f.th"

"$root/eng/setup.sh"
printf 'demo: building samples/Cifar10\n'
dotnet build "$root/samples/Cifar10" -c Release -v quiet --nologo

arguments=(--model resnet20 --budget 0.5 macs --output "$root/artifacts/demo")
if [ -d "$data" ] && [ -f "$checkpoint" ]; then
    arguments+=(--data "$data" --checkpoint "$checkpoint" --distil 0.7)
else
    printf 'demo: %s or %s is absent, so the images are drawn in code\n' "$data" "$checkpoint"
fi
printf 'demo: samples/Cifar10 %s\n' "${arguments[*]} $*"
result=0
dotnet "$root/samples/Cifar10/bin/Release/net10.0/Cifar10.dll" "${arguments[@]}" "$@" || result=$?
exit "$result"
