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

# Whether TorchSharp and its native packages restore here, and load: their native part may want a newer C++ library than the machine
# has. Leaves what went wrong otherwise in probe_reason.
probe_torchsharp() {
    local folder output
    folder="$(mktemp -d)"
    cat > "$folder/Probe.csproj" <<'PROBE'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
    <SelfContained>false</SelfContained>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="TorchSharp" />
    <PackageReference Include="libtorch-cpu" />
  </ItemGroup>
</Project>
PROBE
    printf 'using TorchSharp;\nSystem.Console.WriteLine(torch.ones(3).sum().ToSingle());\n' > "$folder/Probe.cs"
    cp "$root/Directory.Packages.props" "$folder/"

    probe_reason=''
    if ! output="$(dotnet build "$folder/Probe.csproj" -v quiet --nologo 2>&1)"; then
        probe_reason="$(grep -o 'error [A-Z]*[0-9]*:.*' <<< "$output" | sed 's/ \[.*//' | head -n 1)"
        probe_reason="TorchSharp does not restore here (${probe_reason:-dotnet build failed})"
    elif ! output="$(dotnet "$(find "$folder/bin" -name Probe.dll)" 2>&1)"; then
        probe_reason="$(missing_symbols "$folder/bin")"
        probe_reason="TorchSharp restores but does not load here (${probe_reason:-$(grep -m 1 . <<< "$output")})"
    fi
    rm -rf "$folder"
    [ -z "$probe_reason" ]
}

# What the dynamic linker lacks for TorchSharp's native part, in its own words.
missing_symbols() {
    local library
    library="$(find "$1" -name 'libLibTorchSharp.so' | head -n 1)"
    if [ -n "$library" ]; then
        { ldd "$library" 2>&1 || true; } | sed -n 's/^.*version `\([^'"'"']*\)'"'"' not found.*$/its native part needs \1/p' | head -n 1
    fi
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
        "${2//--/- -}" "'\$(TorchProvider)' == ''" "$1" > "$choice.new"
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
            choose TorchSharp "the packages of TorchSharp restore and load here"
            say "torch provider TorchSharp: its packages restore and load here"
        else
            use_system_libtorch "$probe_reason"
            say "torch provider System: $probe_reason"
        fi
        ;;
    *) fail "TORCH_PROVIDER is '${TORCH_PROVIDER}'; it must be System or TorchSharp" ;;
esac
inputs | sha256sum > "$stamp"
