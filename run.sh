#!/usr/bin/env bash
# ./run.sh [flags]   builds if needed and starts the server
# ./run.sh send ROOM TEXT, tail ROOM, …   commands for a server that runs (./run.sh --help lists them)
# ./run.sh test      runs every test, and installs what they need where it may
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

command -v dotnet >/dev/null || { echo "The .NET 10 SDK is needed: https://dotnet.microsoft.com/download" >&2; exit 1; }

# True if a source file is newer than what was built of it.
needs_build() {
  local built=$root/ChatServer/bin/Release/net10.0/ChatServer.dll
  [ ! -f "$built" ] || [ -n "$(find "$root/ChatServer" "$root/chat.html" "$root"/Directory.*.props "$root/global.json" \
    \( -name bin -o -name obj \) -prune -o -type f -newer "$built" -print -quit)" ]
}

build() {
  dotnet build "$root/ChatServer" -c Release -v quiet --nologo >"$root/.build.log" 2>&1 && rm -f "$root/.build.log" && return
  cat "$root/.build.log" >&2
  rm -f "$root/.build.log"
  return 1
}

if [ "${1:-}" = test ]; then
  shift
  exec "$root/ChatServer.Tests/run.sh" "$@"
fi

if needs_build; then
  echo "Building…" >&2
  build
fi
exec dotnet "$root/ChatServer/bin/Release/net10.0/ChatServer.dll" "$@"
