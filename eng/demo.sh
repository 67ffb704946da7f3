#!/usr/bin/env bash
# Sets the machine up and runs the sample: a network is pruned to half its MACs, fine-tuned, and regenerated as a C# class.
# With CIFAR-10 and trained weights in ../shared it takes those, else images drawn in code. --quick takes under two minutes.
# All arguments go to the sample (eng/demo.sh --help); --model resnet56 takes that network's weights. Results are in artifacts/demo.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
. "$root/eng/environment.sh"

# The value of an option among the arguments, or what comes first.
value_of() {
    local value="$1" option="$2"
    shift 2
    while [ $# -gt 0 ]; do
        case "$1" in
            "$option") value="${2:-}" ;;
            "$option"=*) value="${1#*=}" ;;
        esac
        shift
    done
    printf '%s' "$value"
}

model="$(value_of resnet20 --model "$@")"
given="$(value_of '' --data "$@")$(value_of '' --checkpoint "$@")"
data="$root/../shared/data/cifar-10-batches-bin"
weights=("$root/../shared/models/$model"-????????.th)

arguments=()
if [ -z "$(value_of '' --output "$@")" ]; then
    arguments+=(--output "$root/artifacts/demo")
fi
if [ -n "$given" ]; then
    printf 'demo: data and weights as the arguments say\n'
elif [ -d "$data" ] && [ -f "${weights[0]}" ]; then
    printf 'demo: CIFAR-10 and the weights of %s are in ../shared\n' "$model"
    arguments+=(--data "$data" --checkpoint "${weights[0]}")
else
    printf 'demo: ../shared has no CIFAR-10 or no weights of %s, so the images are drawn in code\n' "$model"
fi

"$root/eng/setup.sh"
printf 'demo: building samples/Cifar10\n'
dotnet build "$root/samples/Cifar10" -c Release -v quiet --nologo -clp:NoSummary
printf 'demo: samples/Cifar10 %s\n' "${arguments[*]} $*"
result=0
dotnet "$root/samples/Cifar10/bin/Release/net10.0/Cifar10.dll" "${arguments[@]}" "$@" || result=$?
exit "$result"
