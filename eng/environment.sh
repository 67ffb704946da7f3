# Sourced by the commands in this folder: finds dotnet where sudo's short PATH hides it, and gives files back to who called sudo.
if ! command -v dotnet > /dev/null; then
    for folder in /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet /opt/dotnet "$HOME/.dotnet" \
        "$(getent passwd "${SUDO_USER:-$(id -un)}" | cut -d: -f6)/.dotnet"; do
        if [ -x "$folder/dotnet" ]; then
            export PATH="$folder:$PATH"
            break
        fi
    done
fi
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

give_files_back() {
    if [ "$(id -u)" -eq 0 ] && [ -n "${SUDO_UID:-}" ]; then
        find "$root" -user root -exec chown -h "$SUDO_UID:$SUDO_GID" {} +
    fi
}
trap give_files_back EXIT
