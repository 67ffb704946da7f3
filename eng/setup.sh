#!/usr/bin/env bash
# Prepares a machine for building and running Pruning: picks the torch provider, installs and builds what it needs.
# Does nothing that is done already. TORCH_PROVIDER=System or TorchSharp overrides the choice.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
choice="$root/artifacts/TorchProvider.props"
stamp="$root/artifacts/setup.stamp"

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: error: %s\n' "$*" >&2; exit 1; }
as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

inputs() {
    printf '%s\n' "${TORCH_PROVIDER:-automatic}"
    cat "$root/eng/setup.sh" "$root/eng/native.sh" "$root/Directory.Packages.props" "$root"/src/Pruning.LibTorch/native/*
}

done_already() {
    [ -f "$stamp" ] && [ -f "$choice" ] && [ "$(cat "$stamp")" = "$(inputs | sha256sum)" ] || return 1
    grep -q '>TorchSharp<' "$choice" || [ -f "$root/artifacts/native/libPruningTorch.so" ]
}

# Whether the package source has TorchSharp and its native packages; what restore says otherwise.
probe_torchsharp() {
    local folder
    folder="$(mktemp -d)"
    cat > "$folder/Probe.csproj" <<'PROBE'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="TorchSharp" />
    <PackageReference Include="libtorch-cpu" />
  </ItemGroup>
</Project>
PROBE
    cp "$root/Directory.Packages.props" "$folder/"
    probe_output="$(dotnet restore "$folder/Probe.csproj" 2>&1)" && local restored=0 || local restored=$?
    rm -rf "$folder"
    return "$restored"
}

install_missing() {
    local missing=()
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
    done
    [ "${#missing[@]}" -eq 0 ] && return
    say "installing ${missing[*]}"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
}

choose() {
    mkdir -p "$root/artifacts"
    printf '<!-- Written by eng/setup.sh: %s -->\n<Project>\n  <PropertyGroup>\n    <TorchProvider Condition="%s">%s</TorchProvider>\n  </PropertyGroup>\n</Project>\n' \
        "$2" "'\$(TorchProvider)' == ''" "$1" > "$choice.new"
    mv "$choice.new" "$choice"
}

use_system_libtorch() {
    command -v apt-get > /dev/null || fail "the system's libtorch is needed, and this machine has no apt-get to install libtorch-dev with"
    install_missing libtorch-dev libopenblas0-pthread g++
    "$root/eng/native.sh"
    choose System "$1"
}

command -v dotnet > /dev/null || fail "the .NET 10 SDK is needed and 'dotnet' is not on the PATH: see https://dotnet.microsoft.com/download"

if done_already; then
    say "ready, torch provider $(sed -n 's/.*>\(System\|TorchSharp\)<.*/\1/p' "$choice") (nothing to do)"
    exit 0
fi

case "${TORCH_PROVIDER:-automatic}" in
    TorchSharp)
        choose TorchSharp "asked for by TORCH_PROVIDER"
        say "torch provider TorchSharp, as TORCH_PROVIDER asks"
        ;;
    System)
        use_system_libtorch "asked for by TORCH_PROVIDER"
        say "torch provider System, as TORCH_PROVIDER asks"
        ;;
    automatic)
        if probe_torchsharp; then
            choose TorchSharp "the packages of TorchSharp restore here"
            say "torch provider TorchSharp: its packages restore here"
        else
            reason="$(printf '%s\n' "$probe_output" | grep -o 'error NU[0-9]*:.*' | sed 's/ \[.*//' | head -n 1)"
            use_system_libtorch "the packages of TorchSharp do not restore here"
            say "torch provider System: TorchSharp does not restore here (${reason:-dotnet restore failed})"
        fi
        ;;
    *) fail "TORCH_PROVIDER is '${TORCH_PROVIDER}'; it must be System or TorchSharp" ;;
esac
inputs | sha256sum > "$stamp"
